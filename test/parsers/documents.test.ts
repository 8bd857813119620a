import { describe, expect, it } from 'vitest';
import { type ExplainedDocument, readDocuments } from '../../src/parsers/documents.ts';
import { fixtureText, readFixture } from './status/read-fixture.ts';

const LEADER = 'agent-2025-leader-and-follower/leader-status';
const FOLLOWER = 'agent-2025-leader-and-follower/follower-status';
const NODE = 'agent-2025-leader-and-follower/node1-status';
const OLD = 'made/gen2-leader-v1.14.0';

function summary(documents: readonly ExplainedDocument[]) {
  return documents.map((document) =>
    document.kind === 'status'
      ? [document.from, document.status.flavor, document.status.hostname, document.status.cutOff]
      : [document.from, document.kind === 'unrecognised' ? document.why : document.kind],
  );
}

describe('readDocuments', () => {
  it('one document has the name of its file', () => {
    expect(readDocuments('a.txt', fixtureText(`${LEADER}.txt`))).toEqual([
      { from: 'a.txt', kind: 'status', status: readFixture(`${LEADER}.txt`) },
    ]);
  });

  it.each([
    ['texts', [`${LEADER}.txt`, `${FOLLOWER}.txt`, `${NODE}.txt`]],
    ['texts of several ages', [`${OLD}.txt`, `${LEADER}.txt`, `${OLD}.txt`]],
    ['JSON', [`${LEADER}.json`, `${FOLLOWER}.json`]],
    ['text, then JSON', [`${LEADER}.txt`, `${FOLLOWER}.json`]],
    ['JSON, then text', [`${FOLLOWER}.json`, `${NODE}.txt`]],
  ])('several %s in one file are read each as if alone', (_name, files) => {
    const text = files.map((file) => fixtureText(file)).join('\n$ kubectl exec dca-2 -- agent status\n');
    const documents = readDocuments('paste', text);
    expect(summary(documents)).toEqual(
      files.map((file, i) => {
        const { flavor, hostname } = readFixture(file);
        return [i === 0 ? 'paste' : `paste #${i + 1}`, flavor, hostname, false];
      }),
    );
  });

  it('a first document that is cut does not take from the second', () => {
    const text = fixtureText(`${LEADER}.txt`);
    const cut = text.slice(0, text.indexOf('Series Flushed'));
    expect(summary(readDocuments('p', `${cut}\n${fixtureText(`${FOLLOWER}.txt`)}`))).toEqual([
      ['p', 'cluster-agent', 'dca-host-1', true],
      ['p #2', 'cluster-agent', 'dca-host-2', false],
    ]);
  });

  it('a brace in a text does not split it', () => {
    const text = fixtureText(`${OLD}.txt`).replace('    second line of the warning', '{"a": "warning"}');
    expect(summary(readDocuments('p', text))).toEqual([['p', 'cluster-agent', 'worker-3-shop-prod', false]]);
  });

  it('says why a text is none', () => {
    expect(readDocuments('x.log', 'hello')).toEqual([
      { from: 'x.log', kind: 'unrecognised', why: 'not-a-status', detail: 'it begins with: hello' },
    ]);
    const row = '='.repeat(21);
    expect(readDocuments('y', `${row}\nCluster Agent - v9.0\n${row}\n`)).toMatchObject([
      { kind: 'unrecognised', why: 'unknown-generation', title: 'Cluster Agent - v9.0' },
    ]);
  });

  it('reads a hundred documents and says how many it left', () => {
    const documents = readDocuments('many', `${fixtureText(`${NODE}.json`)}\n`.repeat(103));
    expect(documents).toHaveLength(101);
    expect(documents.at(-1)).toEqual({
      from: 'many #101',
      kind: 'unrecognised',
      why: 'not-a-status',
      detail: '3 more documents were not read',
    });
  });
});
