/** Does the work for each item, at most `lanes` at once, and gives the results in the order of the items. */
export async function inLanes<A, B>(
  items: readonly A[],
  lanes: number,
  work: (item: A) => Promise<B>,
): Promise<readonly B[]> {
  const results = new Array<B>(items.length);
  const waiting = items.entries();
  const lane = async () => {
    for (const [place, item] of waiting) results[place] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
  return results;
}
