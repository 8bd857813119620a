import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { readMetricsLog } from '../../../src/parsers/external-metrics/metrics-log.ts';
import { logScanner } from '../../../src/parsers/logs/log-scanner.ts';
import { metadataQueriesInLog } from '../../../src/parsers/telemetry/metadata-queries-in-log.ts';
import { FORMS } from '../logs/agent-lines.ts';
import { fuzzParser } from './fuzz-parser.ts';

const LOG = readFileSync(
  new URL('../../../simulator/cluster/scenarios/leader-and-follower/leader-cluster-agent.log', import.meta.url),
  'utf8',
);
const QUIET = LOG.split('\n').filter((line) => / \| INFO \| /.test(line) && line.length < 400);
const REFUSED =
  'Error getting metrics from Datadog: error while executing metric query avg:web.requests{shard:s1}.rollup(30): API error 403 Forbidden: {"errors":["Forbidden"]}';
const ASKED = 'CacheKey: agent/KubernetesMetadataMapping/pool-a-41, with 2 services';

/** Quiet lines, and among them one that says something in each form of a line. */
function logWith(level: string, message: string): string {
  return FORMS.flatMap(([, write], i) => [...QUIET.slice(3 * i, 3 * i + 3), write(level, message)]).join('\n');
}

const marks = [
  ' | CLUSTER | ERROR | (a.go:1 in f) | ',
  '2026-11-23 18:40:05 UTC',
  'E1124 00:00:01.000000       1 a.go:1] ',
  '{"level":"error","msg":"x"}',
  '[pod/a/b] ',
  REFUSED,
  ASKED,
];

/** Lines that say the same however they are surrounded. */
function says(text: string, lines: readonly string[]): boolean {
  const there = new Set(text.split('\n'));
  return lines.some((line) => there.has(line));
}

const TROUBLED = FORMS.filter(([name]) => name !== 'ending in CR').map(([, write]) => write('ERROR', REFUSED));

fuzzParser({
  name: 'a log',
  samples: {
    quiet: QUIET.slice(0, 60).join('\n'),
    'of all forms': FORMS.map(([, write]) => write('INFO', 'Got a request for the status. Making status.')).join('\n'),
  },
  others: { troubled: logWith('ERROR', REFUSED), 'troubled throughout': TROUBLED.join('\n') },
  parse: (text) => {
    const scanner = logScanner();
    scanner.take(text);
    // How much was read is told of a log too, and is another thing with every line that comes in.
    const { troubles, recognised } = scanner.end();
    return { troubles, isLog: recognised > 0 };
  },
  verdictOf: ({ troubles, isLog }) => (isLog && troubles.length === 0 ? 'healthy' : 'other'),
  expectAlways: ({ troubles }) => {
    expect(troubles.every(({ times, text }) => times > 0 && text.length <= 600)).toBe(true);
  },
  marks,
  // Nobody sees that a line is gone; a line that tells of trouble is seen wherever it stands.
  mustNotBeHealthyWhen: ({ text }) => says(text, TROUBLED),
});

fuzzParser({
  name: "the log's words on external metrics",
  samples: { quiet: QUIET.slice(0, 60).join('\n'), refused: logWith('ERROR', REFUSED) },
  others: { troubled: TROUBLED.join('\n') },
  parse: readMetricsLog,
  verdictOf: (troubles) => (troubles.length === 0 ? 'healthy' : 'other'),
  expectAlways: (troubles) => expect(troubles.every(({ times }) => times > 0)).toBe(true),
  marks,
  mustNotBeHealthyWhen: ({ text }) => says(text, TROUBLED),
});

fuzzParser({
  name: "the log's words on metadata",
  samples: { asked: logWith('DEBUG', ASKED), quiet: QUIET.slice(0, 60).join('\n') },
  parse: metadataQueriesInLog,
  verdictOf: (queries) => (queries !== undefined ? 'healthy' : 'other'),
  expectAlways: (queries) => expect(queries?.times ?? 1).toBeGreaterThan(0),
  marks,
  mustNotBeHealthyWhen: ({ text, onlyLost }) =>
    onlyLost && !/CacheKey: agent\/KubernetesMetadataMapping\/\S+, with \d+ service/.test(text),
});
