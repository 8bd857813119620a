/** Numbers from 0 to 1 that follow from the seed alone. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number between both ends. */
export function between(random: () => number, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

export function oneOf<T>(random: () => number, choices: readonly [T, ...T[]]): T {
  return choices[Math.floor(random() * choices.length)] ?? choices[0];
}

/** A positive quantity in one of the ways Kubernetes writes them, also finer than a thousandth; below 10^8. */
export function randomQuantity(random: () => number): string {
  const digits = (most: number) => String(between(random, 1, most));
  const decimal = (most: number) => `${between(random, 0, most)}.${digits(99_999)}`;
  return oneOf<() => string>(random, [
    () => digits(99_999),
    () => decimal(9999),
    () => `${digits(9_999_999)}m`,
    () => `${digits(999_999_999)}u`,
    () => `${digits(999_999_999)}n`,
    () => `${oneOf(random, [digits, decimal])(999)}k`,
    () => `${decimal(9)}M`,
    () => `0.0${digits(999)}G`,
    () => `${oneOf(random, [digits, decimal])(99)}Ki`,
    () => `${decimal(9)}Mi`,
    () => `${digits(999)}e${between(random, 0, 3)}`,
    () => `${decimal(99)}E${between(random, 0, 3)}`,
    () => `${digits(99_999)}e-${between(random, 1, 4)}`,
  ])();
}
