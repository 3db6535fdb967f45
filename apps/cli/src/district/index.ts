export { DEFAULT_SIZES, parseDistrictSizes, refuseOtherArguments, type DistrictSizes } from './options.js';
export { seedDistrict } from './seed-district.js';
export type { DistrictSummary } from './summary.js';
