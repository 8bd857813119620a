import { expect } from 'vitest';
import { metadataQueries } from '../../../src/domain/telemetry.ts';
import { parseTelemetry } from '../../../src/parsers/telemetry/telemetry-output.ts';
import { fixtureText } from '../telemetry/read-fixture.ts';
import { fuzzParser } from './fuzz-parser.ts';

const FILES = ['agent-2025-flare/telemetry.log', 'made/telemetry-2021.txt', 'made/telemetry-2024-not-queried.txt'];
const TIMED_AND_COUNTED = 'agent-2025-flare/telemetry.log';

fuzzParser({
  name: 'telemetry',
  samples: Object.fromEntries(FILES.map((file) => [file, fixtureText(file)])),
  parse: parseTelemetry,
  verdictOf: (parsed) => (parsed.recognised && metadataQueries(parsed.telemetry) !== undefined ? 'healthy' : 'other'),
  expectAlways: (parsed) => {
    if (!parsed.recognised) expect(parsed.detail).not.toBe('');
    else
      expect(parsed.telemetry.samples.every(({ value }) => /^(?:-?\d+(?:\.\d+)?|NaN|[+-]Inf)$/.test(value))).toBe(true);
  },
  marks: [
    'api_requests{',
    'handler="getPodMetadata",',
    'status="200"} 7\n',
    '{}',
    '1e+06',
    '1e999',
    'NaN',
    '# TYPE x counter\n',
    '\\"',
    '\\',
    'Error: ',
  ],
  // Each request is counted and timed; without one of the two nobody knows how many were lost.
  mustNotBeHealthyWhen: ({ sample, text, onlyLost }) =>
    onlyLost &&
    sample === TIMED_AND_COUNTED &&
    /^api_elapsed_count\{forwarded="false",handler="getPodMetadata",status="200"\} 10$/m.test(text) &&
    !/^api_requests\{forwarded="false",handler="getPodMetadata",status="200"\} 10$/m.test(text),
});
