import { readCount } from './read-number.ts';

export interface MetricSamples {
  readonly lastSamples?: number;
  readonly totalSamples?: number;
}

// Before 7.17: `Metrics: 0, Total Metrics: 0`.
const SAMPLES = /^(?:Last Run: )?([\d,.e+]{1,30}), Total(?: Metrics)?: ([\d,.e+]{1,30})$/;

/** `Last Run: 10, Total: 1,500`: what one run of a check sent, and what all its runs did. */
export function readSamples(text: string): MetricSamples {
  const parts = SAMPLES.exec(text);
  const lastSamples = readCount(parts?.[1]);
  const totalSamples = readCount(parts?.[2]);
  return {
    ...(lastSamples !== undefined && { lastSamples }),
    ...(totalSamples !== undefined && { totalSamples }),
  };
}
