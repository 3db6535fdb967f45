/** Seeded generator (sfc32, public domain): the same sequence on every machine for the same words. */
export class Prng {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  /** @param words what the sequence belongs to, such as seed, day, kind and index */
  constructor(...words: readonly (string | number)[]) {
    const text = words.join('|');
    this.a = hash(text, 0x9e3779b9);
    this.b = hash(text, 0x243f6a88);
    this.c = hash(text, 0xb7e15162);
    for (let round = 0; round < 12; round += 1) this.word();
  }

  /** 32 random bits, unsigned. */
  word(): number {
    const mixed = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + mixed) | 0;
    return mixed >>> 0;
  }

  /** Whole number in [0, bound). */
  below(bound: number): number {
    return Math.floor((this.word() / 4_294_967_296) * bound);
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  /** `count` different items (all of them when there are fewer), in the order of the list. */
  sample<T>(items: readonly T[], count: number): T[] {
    let wanted = Math.min(count, items.length);
    return items.filter((_, index) => {
      const taken = this.below(items.length - index) < wanted;
      if (taken) wanted -= 1;
      return taken;
    });
  }

  /** An item by its weight. */
  weighted<T>(items: readonly (readonly [item: T, weight: number])[]): T {
    let left = this.below(items.reduce((sum, [, weight]) => sum + weight, 0));
    for (const [item, weight] of items) {
      left -= weight;
      if (left < 0) return item;
    }
    return items.at(-1)![0];
  }
}

/** FNV-1a with a final mix. */
function hash(text: string, seed: number): number {
  let state = seed;
  for (let index = 0; index < text.length; index += 1) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  }
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  return (state ^ (state >>> 13)) >>> 0;
}

/** A UUIDv7 whose random bits come from the generator: the same id for the same words and instant. */
export function idAt(at: Date, random: Prng): string {
  const time = at.getTime().toString(16).padStart(12, '0');
  const words = [random.word(), random.word(), random.word()]
    .map((word) => word.toString(16).padStart(8, '0'))
    .join('');
  const variant = (8 + random.below(4)).toString(16);
  return [
    time.slice(0, 8),
    time.slice(8),
    `7${words.slice(0, 3)}`,
    `${variant}${words.slice(3, 6)}`,
    words.slice(6, 18),
  ].join('-');
}
