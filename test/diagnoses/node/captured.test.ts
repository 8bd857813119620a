import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { known } from '../../../src/domain/reading.ts';
import { readDocuments } from '../../../src/parsers/documents.ts';
import { NOW, pasted } from '../build.ts';
import { told } from './build-node.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures/status');

function toldOf(path: string): string[] {
  const documents = readDocuments(path, readFileSync(join(FOLDER, path), 'utf8'));
  const statuses = documents.flatMap((one) =>
    one.kind === 'status' ? [{ from: one.from, reading: known(one.status, one.from, NOW) }] : [],
  );
  expect(statuses).toHaveLength(1);
  return told(pasted(...statuses));
}

const CAPTURED = ['agent-2025-endpoint-checks-running', 'agent-2025-leader-and-follower'].flatMap((folder) =>
  readdirSync(join(FOLDER, folder))
    .filter((file) => file.startsWith('node'))
    .map((file) => `${folder}/${file}`),
);

describe('node Agents’ statuses as Agents print them', () => {
  it('come in texts and JSON', () => {
    expect(CAPTURED).toHaveLength(12);
  });

  // A build without a version tag: what it says of its first contact proves nothing of now.
  it.each(CAPTURED)('%s', (path) => {
    expect(toldOf(path)).toEqual(['node-agent-connection-unproven explained']);
  });

  it.each([
    ['made/node-2018-v6.4.0.txt', 'node-agent-connected ok'],
    ['made/node-2021-v7.31.0.txt', 'node-agent-connected ok'],
    ['made/node-2021-error-v7.30.0.txt', 'node-agent-token-mismatch fault'],
  ])('%s', (path, expected) => {
    expect(toldOf(path)).toEqual([expected]);
  });
});
