import type { Tx } from '#database';
import type { IdentityCodec } from '#members';
import { prepareRequest, type PreparedRequest } from './prepare-request.js';
import type { RequestEntity } from './request.entity.js';
import { requestError } from './request.errors.js';
import { requestMachine } from './request.machine.js';
import { changeFacts } from './request-payer.rules.js';
import {
  dependantsOf,
  readFacts,
  saveDependants,
  saveRequest,
  writeFacts,
  type HeldRequest,
} from './request-record.js';
import { changedMatchedFacts } from './request.rules.js';
import type { RequestPatch } from './request.types.js';
import { replanVisits } from './visit-plan.rules.js';
import { applyPlan, lockVisits } from './visit.store.js';

/** Changes a locked request, and the coming visits with it. @throws DomainError as `RequestsService.editRequest` */
export async function changeRequest(
  tx: Tx,
  codec: IdentityCodec,
  { request, side }: HeldRequest,
  patch: RequestPatch,
): Promise<void> {
  if (request.state !== 'draft') requestMachine.next(request.state, 'change');
  const before = readFacts(request, await dependantsOf(tx, request.id), codec);
  const facts = changeFacts(before, patch);
  if (request.state !== 'draft' && facts.categoryId !== request.categoryId)
    throw requestError('category-fixed');
  const speakingFor = side === 'family' ? tx.actor.memberId : (request.onBehalfOf ?? undefined);
  const prepared = await prepareRequest(tx, request.householdId, facts, { side, speakingFor }, request);
  const rematched = changedMatchedFacts(
    { ...before, zoneId: request.zoneId },
    { ...facts, zoneId: prepared.zoneId },
  );
  writeFacts(request, facts, prepared, codec);
  if (request.state !== 'draft') {
    await replan(tx, request, prepared, rematched);
    request.state = await tx.step(requestMachine, request, 'change');
  }
  await saveRequest(tx, request);
  await saveDependants(tx, request.id, facts.dependantIds);
}

async function replan(
  tx: Tx,
  request: RequestEntity,
  prepared: PreparedRequest,
  rematched: readonly string[],
): Promise<void> {
  const standing = await lockVisits(tx, request.id);
  const assigned = standing.filter(({ activeSeats, endsAt }) => activeSeats > 0 && endsAt > tx.now);
  if (rematched.length > 0 && assigned.length > 0) {
    throw requestError(
      'visits-assigned',
      `Nothing was changed: helpers were chosen by ${rematched.join(', ')}. Cancel these visits first, or ask anew with a request of its own.`,
      {
        visitIds: assigned.slice(0, 50).map(({ id }) => id),
        visits: assigned.length,
        fields: rematched,
      },
    );
  }
  const plan = replanVisits(standing, prepared.visits, tx.now);
  if (plan.blocked.length > 0) {
    throw requestError(
      'visits-assigned',
      'Nothing was changed: cancel these visits first, or agree the change with their helpers.',
      { visitIds: plan.blocked.slice(0, 50), visits: plan.blocked.length },
    );
  }
  await applyPlan(tx, request.id, plan);
}
