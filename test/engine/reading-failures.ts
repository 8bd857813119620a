import type { RequestSpoil } from '../../simulator/cluster/faults.ts';
import type { Why } from '../../src/domain/reading.ts';

/** How a reading can fail: in words, what the API server does, and the reason that the answer must give. */
export type Failure = readonly [string, RequestSpoil, Why];

export const FAILURES: readonly Failure[] = [
  ['403', { do: 'status', code: 403, message: 'not for you 403' }, 'forbidden'],
  ['404', { do: 'status', code: 404, html: true }, 'unsupported'],
  ['500', { do: 'status', code: 500, message: 'etcd is sad 500' }, 'unreachable'],
  ['silence', { do: 'silent' }, 'timeout'],
  ['an answer cut off', { do: 'cut' }, 'unreachable'],
  ['garbage', { do: 'half-json' }, 'unreadable'],
  ['a login page', { do: 'body', body: '<html>log in</html>' }, 'unreadable'],
];
