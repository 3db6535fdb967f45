import type { World } from './world.js';

const TIMEBANK_EVERY = 4;
const TIMEBANK_PLACE = 2;
const HOUSEHOLD_EVERY = 7;
const HOUSEHOLD_PLACE = 5;

/**
 * Every fourth time-bank member is a guardian of a household too: the same member with two roles.
 * @returns the household of a helper, undefined for one who only helps
 */
export function householdOfHelper(world: World, helper: number): number | undefined {
  const place = helper - world.volunteers;
  if (place < 0 || place % TIMEBANK_EVERY !== TIMEBANK_PLACE) return undefined;
  const household = Math.floor(place / TIMEBANK_EVERY) * HOUSEHOLD_EVERY + HOUSEHOLD_PLACE;
  return household < world.sizes.households ? household : undefined;
}

/** The helper whom a household's first guardian is, if any. */
export function helperOfHousehold(world: World, household: number): number | undefined {
  if (household % HOUSEHOLD_EVERY !== HOUSEHOLD_PLACE) return undefined;
  const place = Math.floor(household / HOUSEHOLD_EVERY) * TIMEBANK_EVERY + TIMEBANK_PLACE;
  const helper = world.volunteers + place;
  return helper < world.sizes.helpers ? helper : undefined;
}
