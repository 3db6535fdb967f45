/** A set of offers, one bit each: rules are kept or broken by all of them in a few machine words. */
export type Bits = Uint32Array;

export function noBits(size: number): Bits {
  return new Uint32Array((size + 31) >>> 5);
}

/** Those positions below `size` that the test holds for. */
export function bitsWhere(size: number, test: (position: number) => boolean): Bits {
  const bits = noBits(size);
  for (let position = 0; position < size; position += 1) if (test(position)) addBit(bits, position);
  return bits;
}

export function addBit(bits: Bits, position: number): void {
  bits[position >>> 5]! |= 1 << (position & 31);
}

export function dropBit(bits: Bits, position: number): void {
  bits[position >>> 5]! &= ~(1 << (position & 31));
}

export function hasBit(bits: Bits, position: number): boolean {
  return ((bits[position >>> 5]! >>> (position & 31)) & 1) === 1;
}

/** Leaves in `bits` what is in `kept` too. */
export function keepBits(bits: Bits, kept: Bits): void {
  for (let word = 0; word < bits.length; word += 1) bits[word]! &= kept[word]!;
}

export function dropBits(bits: Bits, dropped: Bits): void {
  for (let word = 0; word < bits.length; word += 1) bits[word]! &= ~dropped[word]!;
}

export function joinBits(bits: Bits, more: Bits): void {
  for (let word = 0; word < bits.length; word += 1) bits[word]! |= more[word]!;
}

/** Writes the positions in rising order. @returns how many there are */
export function positionsOf(bits: Bits, into: Int32Array): number {
  let count = 0;
  for (let word = 0; word < bits.length; word += 1) {
    let rest = bits[word]!;
    while (rest !== 0) {
      const lowest = rest & -rest;
      into[count] = (word << 5) + (31 - Math.clz32(lowest));
      count += 1;
      rest ^= lowest;
    }
  }
  return count;
}
