import { UnitOfWork, type Actor, type Tx } from '#database';
import { commonError } from '#platform';
import { Injectable } from '@nestjs/common';
import { municipalityOf, type Municipality } from './municipality.service.js';
import { requireUnused } from './uses.js';

/** Corrects the names of municipalities and zones, and removes those that nothing points to. */
@Injectable()
export class PlaceEditsService {
  constructor(private readonly uow: UnitOfWork) {}

  /** @throws DomainError not-found, stale-version, name-taken */
  renameMunicipality(actor: Actor, id: string, version: number, name: string): Promise<Municipality> {
    return this.uow.run(actor, async (tx) => {
      await touch(tx, id, version);
      await tx.sql('UPDATE municipality SET name = $3 WHERE community_id = $1 AND id = $2', [
        tx.communityId,
        id,
        name,
      ]);
      await tx.audit({ action: 'municipality.edit', kind: 'municipality', ids: [id] });
      return municipalityOf(tx, id);
    });
  }

  /** Its zones go first. @throws DomainError not-found, stale-version, still-used */
  removeMunicipality(actor: Actor, id: string, version: number): Promise<void> {
    return this.uow.run(actor, async (tx) => {
      await touch(tx, id, version);
      await requireUnused(tx, 'municipality', id);
      await tx.sql('DELETE FROM municipality WHERE community_id = $1 AND id = $2', [tx.communityId, id]);
      await tx.audit({ action: 'municipality.remove', kind: 'municipality', ids: [id] });
    });
  }

  /** Under the version of its municipality. @throws DomainError not-found, stale-version, name-taken */
  renameZone(
    actor: Actor,
    { id, zoneId }: { readonly id: string; readonly zoneId: string },
    version: number,
    name: string,
  ): Promise<Municipality> {
    return this.uow.run(actor, async (tx) => {
      await touch(tx, id, version);
      await requireZoneOf(tx, id, zoneId);
      await tx.sql('UPDATE zone SET name = $3 WHERE community_id = $1 AND id = $2', [
        tx.communityId,
        zoneId,
        name,
      ]);
      await tx.audit({ action: 'zone.edit', kind: 'zone', ids: [zoneId] });
      return municipalityOf(tx, id);
    });
  }

  /** Takes the minutes by road along. @throws DomainError not-found, stale-version, still-used */
  removeZone(
    actor: Actor,
    { id, zoneId }: { readonly id: string; readonly zoneId: string },
    version: number,
  ): Promise<Municipality> {
    return this.uow.run(actor, async (tx) => {
      await touch(tx, id, version);
      await requireZoneOf(tx, id, zoneId);
      await requireUnused(tx, 'zone', zoneId, ['road_minutes']);
      await tx.sql(
        'DELETE FROM road_minutes WHERE community_id = $1 AND (from_zone_id = $2 OR to_zone_id = $2)',
        [tx.communityId, zoneId],
      );
      await tx.sql('DELETE FROM zone WHERE community_id = $1 AND id = $2', [tx.communityId, zoneId]);
      await tx.audit({ action: 'zone.remove', kind: 'zone', ids: [zoneId] });
      return municipalityOf(tx, id);
    });
  }
}

async function touch(tx: Tx, id: string, version: number): Promise<void> {
  await municipalityOf(tx, id);
  const changed = await tx.sql(
    'UPDATE municipality SET version = version + 1 WHERE community_id = $1 AND id = $2 AND version = $3 RETURNING id',
    [tx.communityId, id, version],
  );
  if (changed.length === 0) throw commonError('stale-version');
}

async function requireZoneOf(tx: Tx, id: string, zoneId: string): Promise<void> {
  const { zones } = await municipalityOf(tx, id);
  if (!zones.some((zone) => zone.id === zoneId)) throw commonError('not-found');
}
