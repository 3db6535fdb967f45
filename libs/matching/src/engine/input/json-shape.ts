import { InvalidProblem } from '../model/problem.js';

/** Leaves of the validation: each returns the value, typed, or throws with its JSON path. */

export function record(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidProblem(path, 'must be an object');
  }
  return value as Record<string, unknown>;
}

/** Unknown names are refused: a misspelt cap would otherwise be no cap. */
export function known(value: Record<string, unknown>, path: string, names: readonly string[]): void {
  for (const name of Object.keys(value)) {
    if (!names.includes(name))
      throw new InvalidProblem(`${path}${step(name)}`, 'is not a field of this version');
  }
}

/** A step of a JSON path to whatever name the input gave: a long one is cut, one of odd characters quoted. */
function step(name: string): string {
  if (/^\w{1,40}$/.test(name)) return `.${name}`;
  const cut = name.length > 40 ? `${name.slice(0, 40)}...` : name;
  return `[${JSON.stringify(cut.replace(/\p{C}/gu, '?'))}]`;
}

export function list(value: unknown, path: string, most: number): unknown[] {
  if (!Array.isArray(value)) throw new InvalidProblem(path, 'must be an array');
  if (value.length > most)
    throw new InvalidProblem(path, `has ${value.length} entries, at most ${most} are allowed`);
  // No JSON has them, a program's arrays may: loops pass over gaps and would leave them unchecked.
  for (let index = 0; index < value.length; index += 1)
    if (!(index in value)) throw new InvalidProblem(`${path}[${index}]`, 'is missing');
  if (Object.hasOwn(value, 'constructor')) throw new InvalidProblem(path, 'must be a plain array');
  return value;
}

/** `path` is a function because most values are fine and most paths are never needed. */
export function integer(value: unknown, path: () => string, least: number, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value))
    throw new InvalidProblem(path(), 'must be an integer');
  if (value < least) throw new InvalidProblem(path(), `must be at least ${least}`);
  if (value > most) throw new InvalidProblem(path(), `must be at most ${most}`);
  return value;
}

/** Null and absent are the same. */
export function optionalInteger(value: unknown, path: string, least: number, most: number): number | null {
  if (value === undefined || value === null) return null;
  return integer(value, () => path, least, most);
}
