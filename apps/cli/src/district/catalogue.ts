import { row, type Row } from './bulk-writer.js';
import {
  CATEGORIES,
  COMMUNITY_ID,
  COMMUNITY_NAME,
  CREDENTIAL_TYPES,
  LANGUAGES,
  ORGANISATIONS,
} from './catalogue.data.js';
import type { ClosureData } from './closures.rules.js';
import { MUNICIPALITIES, TIME_ZONE, ZONES } from './pavia.data.js';
import { phoneOf } from './people.data.js';
import { roadBetween } from './road-minutes.rules.js';
import type { World } from './world.js';

/** @param wrappedKey the first data key of the community */
export function* communityRows(world: World, wrappedKey: Buffer): Generator<Row> {
  const at = world.founded;
  yield row('community', {
    id: COMMUNITY_ID,
    name: COMMUNITY_NAME,
    kind: 'district',
    time_zone: TIME_ZONE,
    country: 'IT',
    region: 'Lombardia',
    default_language: 'it',
    languages: LANGUAGES,
    desk_phone: phoneOf(9_999),
    desk_email: 'sportello.pavia@example.org',
    version: 1,
    created_at: at,
  });
  yield row('community_key', { version: 1, wrapped: wrappedKey, created_at: at, settled_at: at });
  yield row('community_policy', {
    id: world.id('policy', 0),
    key: 'selfRegistration',
    value: true,
    valid_from: at.toISOString().slice(0, 10),
    created_at: at,
  });
  for (const [index, { name, kind }] of ORGANISATIONS.entries()) {
    yield row('organisation', { id: world.organisationId(index), name, kind, created_at: at, version: 1 });
  }
  yield* placeRows(world);
  yield* categoryRows(world);
}

function* placeRows(world: World): Generator<Row> {
  for (const [index, { name, istat, postalCode, population, patron }] of MUNICIPALITIES.entries()) {
    yield row('municipality', {
      id: world.municipalityId(index),
      name,
      istat,
      postal_code: postalCode,
      population,
      patron_day: patron,
    });
  }
  for (const { index, municipality, name, lat, lng } of ZONES) {
    const id = world.zoneId(index);
    yield row('zone', { id, municipality_id: world.municipalityId(municipality), name, lat, lng });
  }
  for (const from of ZONES) {
    for (const to of ZONES) {
      yield row('road_minutes', {
        from_zone_id: world.zoneId(from.index),
        to_zone_id: world.zoneId(to.index),
        ...roadBetween(from, to),
      });
    }
  }
}

function* categoryRows(world: World): Generator<Row> {
  for (const [index, { code, name, validityMonths, legalBasis }] of CREDENTIAL_TYPES.entries()) {
    yield row('credential_type', {
      id: world.credentialTypeId(index),
      code,
      name,
      country: 'IT',
      validity_months: validityMonths,
      legal_basis: legalBasis,
    });
  }
  for (const category of CATEGORIES) {
    yield row('category', {
      id: world.categoryId(category.code),
      code: category.code,
      name: category.name,
      needs_dependants: category.needsDependants,
      needs_subjects: category.needsSubjects,
      needs_drop_off: category.needsDropOff,
      skips_closures: category.skipsClosures,
      travel_counts: false,
      direct_exchange: category.directExchange,
      sibling_multiplier_percent: 100,
      active: true,
      version: 1,
    });
    for (const [place, code] of category.requires.entries()) {
      yield row('category_requirement', {
        id: world.id(`requirement:${category.code}`, place),
        category_id: world.categoryId(category.code),
        credential_type_id: world.credentialTypeIdOf(code),
        municipality_id: null,
        valid_from: world.founded.toISOString().slice(0, 10),
      });
    }
  }
}

export function* closureRows(world: World, closures: readonly ClosureData[]): Generator<Row> {
  for (const [index, { kind, firstDay, lastDay, name, municipality }] of closures.entries()) {
    yield row('closure', {
      id: world.id('closure', index),
      municipality_id: municipality === undefined ? null : world.municipalityId(municipality),
      kind,
      first_day: firstDay,
      last_day: lastDay,
      name,
    });
  }
}
