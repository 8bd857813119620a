import type { MetadataQueries } from '../../domain/metadata.ts';
import { logReader } from '../logs/log-reader.ts';

/** Counts in a Cluster Agent's log how often metadata was asked for. */
export interface MetadataQueryCounter {
  /** A piece of the log, of any size and cut anywhere. */
  readonly take: (text: string) => void;
  /** `undefined`: nobody was seen asking, which proves nothing. */
  readonly end: () => MetadataQueries | undefined;
}

// One for each pod: at DEBUG in 2018, at TRACE since 2021.
const ASKED = /^CacheKey: agent\/KubernetesMetadataMapping\/\S{1,253}, with \d{1,9} services?\b/;
const FAILED = /^Could not retrieve the metadata of: .{1,300} from the cache/;

/** A counter that holds one entry of the log at a time. */
export function metadataQueryCounter(): MetadataQueryCounter {
  let answered = 0;
  let failed = 0;
  const reader = logReader(({ message }) => {
    if (ASKED.test(message)) answered += 1;
    else if (FAILED.test(message)) failed += 1;
  });
  return {
    take: reader.take,
    end: () => {
      reader.end();
      const times = answered + failed;
      return times === 0 ? undefined : { times, failed, how: 'log' };
    },
  };
}

/** What a whole log says of it. */
export function metadataQueriesInLog(log: string): MetadataQueries | undefined {
  const counter = metadataQueryCounter();
  counter.take(log);
  return counter.end();
}
