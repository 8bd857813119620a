import { expect } from 'vitest';
import { parseStatus } from '../../../src/parsers/status/parse-status.ts';
import { fixtureText } from '../status/read-fixture.ts';
import { fuzzParser } from './fuzz-parser.ts';
import { STATUSES } from './status-samples.ts';

const FILES = [
  'agent-2025-endpoint-checks-running/node3-status.txt',
  'made/node-2018-v6.4.0.txt',
  'made/node-2019-collector-v6.12.0.txt',
  'made/node-2021-error-v7.30.0.txt',
  'made/node-2021-v7.31.0.txt',
  'made/node-2024-collector-v7.50.0.txt',
  'made/node-2025-undetected-v7.63.0.txt',
];

fuzzParser({
  name: "a node Agent's status",
  samples: Object.fromEntries(FILES.map((file) => [file, fixtureText(file)])),
  others: STATUSES,
  parse: parseStatus,
  verdictOf: (parsed) =>
    parsed.recognised &&
    !parsed.status.cutOff &&
    parsed.status.clusterAgentLink.state === 'present' &&
    parsed.status.clusterAgentLink.value.connected
      ? 'healthy'
      : 'other',
  expectAlways: (parsed) => expect(parsed.recognised || parsed.detail !== '').toBe(true),
  marks: [
    '=====================\nDatadog Cluster Agent\n=====================\n',
    'Successfully connected to the Datadog Cluster Agent.\n',
    '- Datadog Cluster Agent endpoint detected: https://x\n',
    'Could not detect',
    '- Running: 1.2.3\n',
    'Agent (v7.1)',
    'Running Checks',
    'Instance ID: x [OK]\n',
  ],
  // Connected is who says so.
  mustNotBeHealthyWhen: ({ text, onlyLost }) =>
    onlyLost && !/^ *Successfully [Cc]onnected to the Datadog Cluster Agent/m.test(text),
  seesThroughAllBut: ['klog lines', 'blank lines'],
});
