/** How large the district is. */
export interface DistrictSizes {
  readonly households: number;
  /** Volunteers and time-bank members together. */
  readonly helpers: number;
  readonly requests: number;
}

export const DEFAULT_SIZES: DistrictSizes = { households: 120, helpers: 104, requests: 300 };

const BOUNDS: Readonly<Record<keyof DistrictSizes, readonly [least: number, most: number]>> = {
  households: [10, 30_000],
  helpers: [10, 30_000],
  requests: [10, 100_000],
};

/**
 * Reads `--households 120 --helpers 104 --requests 300` (also `--requests=300`); what is not named keeps its default,
 * other arguments are left to others.
 * @throws Error in one sentence that names the option and its bounds.
 */
export function parseDistrictSizes(args: readonly string[]): DistrictSizes {
  const sizes = { ...DEFAULT_SIZES };
  for (const [index, argument] of args.entries()) {
    const [, name, inline] = /^--(households|helpers|requests)(?:=(.*))?$/.exec(argument) ?? [];
    if (name) {
      const key = name as keyof DistrictSizes;
      sizes[key] = checkSize(key, inline ?? args[index + 1] ?? '');
    }
  }
  return sizes;
}

const SIZE = /^--(?:households|helpers|requests)(=.*)?$/;

/**
 * Refuses what is no size: a misspelt one would seed the usual district, and nobody would know.
 * @param command `start` or `demo`
 * @param env npm keeps an option written before `--` to itself, and leaves it here
 * @throws Error in one sentence that shows how sizes are written
 */
export function refuseOtherArguments(
  args: readonly string[],
  command: string,
  env: NodeJS.ProcessEnv = {},
): void {
  const kept = Object.keys(BOUNDS).find((name) => env[`npm_config_${name}`] !== undefined);
  const other = args.find((argument, index) => {
    const before = SIZE.exec(args[index - 1] ?? '');
    return !SIZE.test(argument) && !(before && before[1] === undefined);
  });
  if (kept === undefined && other === undefined) return;
  const what = kept === undefined ? `"${other}" is no option of ${command}` : `npm kept --${kept} to itself`;
  throw new Error(
    `${what}: sizes are written like \`npm run ${command} -- --households 120 --helpers 104 --requests 300\`.`,
  );
}

function checkSize(name: keyof DistrictSizes, text: string): number {
  const [least, most] = BOUNDS[name];
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) {
    throw new Error(`--${name} must be a whole number from ${least} to ${most}, not "${text}".`);
  }
  return value;
}

/** @throws Error in one sentence when a size is out of its bounds. */
export function checkSizes(sizes: DistrictSizes): void {
  for (const name of Object.keys(BOUNDS) as (keyof DistrictSizes)[]) checkSize(name, String(sizes[name]));
}
