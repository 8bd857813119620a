import { parseQuantity } from '../../domain/quantity.ts';
import type { MetricCase } from './figures.ts';

/** The largest number of thousandths that the controller can hold. */
const LARGEST = 2n ** 63n - 1n;

/**
 * Whether the controller of Kubernetes 1.34 cannot count the values of a metric. It adds averages item by item and takes
 * the first sum below zero, of a negative item or of one too many, for the largest number there is, undivided; other
 * sums wrap around.
 */
export function overflow({ look, metric }: MetricCase): 'negative' | 'too-large' | undefined {
  const { total = 0n, targetType, shown, index } = metric;
  if (total > LARGEST || total < -LARGEST) return 'too-large';
  if (targetType === 'Value' || shown !== LARGEST) return undefined;
  const served = look.served.find((one) => one.index === index)?.reading;
  const items = served?.known ? served.value.map(({ value }) => parseQuantity(value)?.milli ?? 0n) : [total];
  return items.some((item) => item < 0n) ? 'negative' : 'too-large';
}
