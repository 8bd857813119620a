import { expect } from 'vitest';
import { parseConfigCheck } from '../../../src/parsers/checks/config-check-output.ts';
import { ENDPOINT_CHECKS, FOLLOWER_AND_LEADER, fixtureText, parseClusterChecks } from '../checks/read-fixture.ts';
import { fuzzParser } from './fuzz-parser.ts';

const MARKS = [
  '===',
  '\n===\n',
  '\n~\n',
  '=== x check ===\n',
  'Instance ID: ',
  '  Instance ID: x [OK]\n',
  'State: dispatched to n\n',
  'name: ',
  '[{"check_name":',
  '===== Checks on n =====\n',
  '=== 1 agents reporting ===\n',
  '===== 2 Pod-backed Endpoints-Checks scheduled =====\n',
];

function samplesOf(...files: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(files.map((file) => [file, fixtureText(file)]));
}

const CLUSTER_CHECKS = samplesOf(
  `${FOLLOWER_AND_LEADER}/leader-clusterchecks.txt`,
  `${FOLLOWER_AND_LEADER}/follower-clusterchecks.txt`,
  'made/clusterchecks-2019-v1.2.txt',
  'made/clusterchecks-2021-v1.14.txt',
  'made/clusterchecks-2024-warming-up.txt',
  'made/clusterchecks-2024-zero-agents.txt',
  'made/clusterchecks-2026-v7.79.txt',
);
const CONFIG_CHECKS = samplesOf(
  `${ENDPOINT_CHECKS}/leader-configcheck.txt`,
  `${ENDPOINT_CHECKS}/node1-configcheck.txt`,
  'made/configcheck-2024-verbose.txt',
  'made/configcheck-2026-verbose.txt',
  'made/configcheck-2025-node.json',
  'made/odd-instances.txt',
);

function expectReason(parsed: { recognised: true } | { recognised: false; detail: string }): void {
  expect(parsed.recognised || parsed.detail !== '').toBe(true);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

fuzzParser({
  name: 'clusterchecks',
  samples: CLUSTER_CHECKS,
  others: CONFIG_CHECKS,
  parse: parseClusterChecks,
  verdictOf: (parsed) => (parsed.recognised && !parsed.dispatching.cutOff ? 'healthy' : 'other'),
  expectAlways: expectReason,
  marks: MARKS,
  mustNotBeHealthyWhen: ({ whole, text, onlyLost }) => {
    const announced = /^=== \d+ (?:node-)?agents? reporting ===$/m;
    const blocks = /^=== .+ check ===$/gm;
    const scheduled = /^===== \d+ Pod-backed/m;
    // How many are unassigned is told nowhere, and an Agent without endpoint checks prints no part about them.
    const isCounted = announced.test(whole) && !whole.includes('=== Unassigned');
    return (
      onlyLost &&
      isCounted &&
      scheduled.test(whole) === scheduled.test(text) &&
      count(text, blocks) < count(whole, blocks)
    );
  },
  seesThroughAllBut: ['klog lines'],
});

fuzzParser({
  name: 'configcheck',
  samples: CONFIG_CHECKS,
  others: CLUSTER_CHECKS,
  parse: parseConfigCheck,
  verdictOf: (parsed) => (parsed.recognised && !parsed.configCheck.cutOff ? 'healthy' : 'other'),
  expectAlways: expectReason,
  marks: MARKS,
  // How many configurations there are is told nowhere, but each has a heading and an end.
  mustNotBeHealthyWhen: ({ sample, text, onlyLost }) =>
    onlyLost && sample.startsWith(ENDPOINT_CHECKS) && count(text, /^=== .+ check ===$/gm) !== count(text, /^===$/gm),
  seesThroughAllBut: ['klog lines', 'klog lines in front'],
});
