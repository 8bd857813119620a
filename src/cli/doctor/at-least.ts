/** Whether version `found` (`7.0.15`) is at least `wanted` (`6.2`); false when it cannot be read. */
export function atLeast(found: string, wanted: string): boolean {
  const numbers = (text: string) => text.replace(/^v/, '').split('.').map(Number);
  const [have, need] = [numbers(found), numbers(wanted)];
  if (have.some(Number.isNaN) || found === '') return false;
  for (const [index, number] of need.entries()) {
    const difference = (have[index] ?? 0) - number;
    if (difference !== 0) return difference > 0;
  }
  return true;
}
