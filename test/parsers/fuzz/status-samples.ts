import { fixtureText } from '../status/read-fixture.ts';

const FILES = [
  'agent-2025-leader-and-follower/leader-status.txt',
  'agent-2025-leader-and-follower/leader-status.json',
  'agent-2025-endpoint-checks-running/node3-status.txt',
  'made/gen0-block.txt',
  'made/gen1-v1.2.0.txt',
  'made/gen2-leader-v1.14.0.txt',
  'made/gen3-crd-v7.63.0.txt',
];

/** One `status` of every layout and flavour, by file. */
export const STATUSES: Readonly<Record<string, string>> = Object.fromEntries(
  FILES.map((file) => [file, fixtureText(file)]),
);
