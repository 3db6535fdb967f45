import type { LiveOffer } from '#availability';
import { roadMinutes, type MatchingFacts, type RequestFacts, type VisitFacts } from '../facts.js';
import {
  continuityShare,
  fairnessShare,
  languageShare,
  pointsOf,
  preferenceShare,
  reciprocityShare,
  skillShare,
  travelShare,
  urgencyShare,
  waitingShare,
} from '../score.rules.js';

/**
 * Sums the terms of a score without writing them down: what offer, request and visit give by themselves is asked
 * once.
 */
export class Points {
  private readonly ofOffer: Int32Array;
  /** What an offer and the request in hand give together; stamped with the request it was summed for. */
  private readonly ofPair: Int32Array;
  private readonly stamp: Int32Array;
  private turn = 0;
  private ofRequest = 0;
  private ofVisit = 0;
  private request!: RequestFacts;
  private ofTravel!: Int32Array;
  private readonly travelTo = new Map<string, Int32Array>();

  constructor(
    private readonly facts: MatchingFacts,
    private readonly offers: readonly LiveOffer[],
  ) {
    const { weights } = facts.weights;
    this.ofOffer = Int32Array.from(offers, (offer) => {
      const history = facts.history.get(offer.memberId);
      return (
        pointsOf(weights.fairness, fairnessShare(history)) +
        pointsOf(weights.reciprocity, reciprocityShare(history, offer))
      );
    });
    this.ofPair = new Int32Array(offers.length);
    this.stamp = new Int32Array(offers.length);
  }

  takeRequest(request: RequestFacts): void {
    const { weights } = this.facts.weights;
    this.request = request;
    this.turn += 1;
    this.ofRequest =
      pointsOf(weights.serve, 1) + pointsOf(weights.waiting, waitingShare(this.facts, request));
  }

  takeVisit(visit: VisitFacts): void {
    this.ofTravel = this.travelPoints(visit.fromZoneId);
    this.ofVisit = pointsOf(
      this.facts.weights.weights.urgency,
      urgencyShare(this.facts, this.request, visit),
    );
  }

  /** The score of the offer for the visit in hand. */
  of(position: number): number {
    if (this.stamp[position] !== this.turn) {
      this.ofPair[position] = this.together(this.offers[position]!);
      this.stamp[position] = this.turn;
    }
    return (
      this.ofRequest +
      this.ofVisit +
      this.ofOffer[position]! +
      this.ofPair[position]! +
      this.ofTravel[position]!
    );
  }

  private travelPoints(zoneId: string): Int32Array {
    let points = this.travelTo.get(zoneId);
    if (!points) {
      const { roads, weights } = this.facts;
      points = Int32Array.from(this.offers, (offer) =>
        pointsOf(weights.weights.travel, travelShare(roadMinutes(roads, offer.zoneId, zoneId), offer)),
      );
      this.travelTo.set(zoneId, points);
    }
    return points;
  }

  private together(offer: LiveOffer): number {
    const { request, facts } = this;
    const { weights } = facts.weights;
    return (
      pointsOf(weights.continuity, continuityShare(facts.history.get(offer.memberId), request)) +
      pointsOf(weights.skill, skillShare(request, offer)) +
      pointsOf(weights.language, languageShare(request, offer)) +
      pointsOf(weights.preference, preferenceShare(request, offer))
    );
  }
}
