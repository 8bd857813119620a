import type { Aggregator } from '../../domain/agent-status.ts';
import { asCount, asObject } from './json-value.ts';
import { readCount } from './read-number.ts';
import { keyValues, offOrFailed, type SectionResult, type SectionText } from './section.ts';

/** `Aggregator`: its text prints no counter that is zero, so a missing one is zero in a section that is whole. */
export function aggregatorFromText(section: SectionText): SectionResult<Aggregator> {
  const values = keyValues(section.lines);
  const read = [...values.values()].some((value) => readCount(value) !== undefined);
  if (!read || !section.complete) {
    return offOrFailed(section.lines);
  }
  return {
    state: 'present',
    value: {
      flushes: readCount(values.get('Number Of Flushes')) ?? 0,
      seriesFlushed: readCount(values.get('Series Flushed')) ?? 0,
      seriesFlushErrors: readCount(values.get('Series Flush Errors')) ?? 0,
    },
  };
}

/** The document's `aggregatorStats`. */
export function aggregatorFromJson(value: unknown): SectionResult<Aggregator> {
  const stats = asObject(value);
  const flushes = asCount(stats?.NumberOfFlush);
  return flushes === undefined
    ? undefined
    : {
        state: 'present',
        value: {
          flushes,
          seriesFlushed: asCount(stats?.SeriesFlushed) ?? 0,
          seriesFlushErrors: asCount(stats?.SeriesFlushErrors) ?? 0,
        },
      };
}
