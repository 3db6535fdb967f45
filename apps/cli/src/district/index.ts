export { DEFAULT_SIZES, parseDistrictSizes, type DistrictSizes } from './options.js';
export { seedDistrict } from './seed-district.js';
export type { DistrictSummary } from './summary.js';
