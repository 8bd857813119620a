import type { Random } from '../seeded-random.ts';

/** A whole number between both ends. */
export function between(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

export function oneOf<T>(random: Random, choices: readonly [T, ...T[]]): T {
  return choices[Math.floor(random() * choices.length)] ?? choices[0];
}

/** A positive quantity in one of the ways Kubernetes writes them, also finer than a thousandth; below 10^8. */
export function randomQuantity(random: Random): string {
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
