export { checkSizes, DEFAULT_SIZES, parseDistrictSizes, type DistrictSizes } from './options.js';
export { seedDistrict, type SeedOptions, type SeedProgress } from './seed-district.js';
export type { DemoPerson, DistrictCounts, DistrictSummary } from './summary.js';
