import { requireCoordinator, UnitOfWork, type Actor, type Tx } from '#database';
import { IdentityCodec } from '#members';
import { commonError, toPage, type LocalDay, type Page, type PageRequest } from '#platform';
import { Injectable } from '@nestjs/common';
import { listRequestRows, readRequest, type RequestFilter } from './read-requests.js';
import { isDeskMember } from './request-case.js';
import { requestError } from './request.errors.js';
import { requestMachine } from './request.machine.js';
import { addNote, listNotes, type RequestNote } from './request-notes.js';
import { findRequest, lockRequest, saveRequest } from './request-record.js';
import type { RequestSummary, RequestView } from './request.types.js';
import { listVisitsOfRequest, type VisitRow } from './read-visits.js';

export interface CaseFacts {
  readonly ownerId: string;
  /** Who answers for the case during leave. */
  readonly coverId?: string | null;
  readonly callBackOn?: LocalDay | null;
}

/** Reading requests, and the case behind each: owner, cover, call-back day, notes. */
@Injectable()
export class RequestCasesService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /** Requests of the actor's households, or of all that a coordinator reaches; newest first. */
  listRequests(actor: Actor, filter: RequestFilter, page: PageRequest): Promise<Page<RequestSummary>> {
    return this.uow.run(actor, async (tx) => {
      const list = toPage(await listRequestRows(tx, filter, page), page.limit);
      await auditHouseholds(tx, 'request.list', list.items);
      return list;
    });
  }

  readRequest(actor: Actor, id: string): Promise<RequestView> {
    return this.uow.run(actor, (tx) => readRequest(tx, this.codec, id));
  }

  /** All visits of a request, past and cancelled ones too, in their order. */
  listVisits(actor: Actor, id: string, page: PageRequest): Promise<Page<VisitRow>> {
    return this.uow.run(actor, async (tx) => {
      const { request } = await findRequest(tx, id);
      await tx.audit({ action: 'visit.list', kind: 'household', ids: [request.householdId, id] });
      return toPage(await listVisitsOfRequest(tx, id, page), page.limit);
    });
  }

  /**
   * @throws DomainError unknown-reference when the owner or the cover is no active coordinator; request-over for another day
   * to call back than the one that stands, since the queue reminds of open cases alone.
   */
  setCase(actor: Actor, id: string, version: number, facts: CaseFacts): Promise<RequestView> {
    return this.uow.run(actor, async (tx) => {
      requireCoordinator(tx.actor);
      const { request } = await lockRequest(tx, id, version);
      const reminds = facts.callBackOn && facts.callBackOn !== request.callBackOn;
      if (reminds && requestMachine.isFinal(request.state)) throw requestError('request-over');
      for (const [field, memberId] of [
        ['ownerId', facts.ownerId],
        ['coverId', facts.coverId],
      ] as const) {
        if (memberId && !(await isDeskMember(tx, memberId))) {
          throw requestError('unknown-reference', `${field} names no active coordinator.`, { field });
        }
      }
      Object.assign(request, {
        ownerId: facts.ownerId,
        coverId: facts.coverId ?? null,
        callBackOn: facts.callBackOn ?? null,
      });
      await saveRequest(tx, request);
      return readRequest(tx, this.codec, id);
    });
  }

  /** Notes are the desk's own; a question to the family is shown to it with the request. */
  listNotes(actor: Actor, id: string, page: PageRequest): Promise<Page<RequestNote>> {
    return this.uow.run(actor, async (tx) => {
      const { request } = await this.deskCase(tx, id);
      await tx.audit({ action: 'request.notes', kind: 'household', ids: [request.householdId, id] });
      return toPage(await listNotes(tx, this.codec, id, page), page.limit);
    });
  }

  addNote(actor: Actor, id: string, text: string): Promise<RequestNote> {
    return this.uow.run(actor, async (tx) => {
      await this.deskCase(tx, id);
      return addNote(tx, this.codec, id, text);
    });
  }

  private async deskCase(tx: Tx, id: string) {
    const found = await findRequest(tx, id);
    // A coordinator who is a guardian of this very household does not read what the desk wrote about it.
    if (found.side !== 'coordinator') throw commonError('not-found');
    return found;
  }
}

/** One record for a list page: the households it showed. */
async function auditHouseholds(
  tx: Tx,
  action: string,
  items: readonly { readonly householdId: string }[],
): Promise<void> {
  const ids = [...new Set(items.map(({ householdId }) => householdId))];
  if (ids.length > 0) await tx.audit({ action, kind: 'household', ids });
}
