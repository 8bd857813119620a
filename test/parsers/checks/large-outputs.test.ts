import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { clusterChecksReader } from '../../../src/parsers/checks/cluster-checks-output.ts';
import { parseConfigCheck } from '../../../src/parsers/checks/config-check-output.ts';
import { parseClusterChecks } from './read-fixture.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function heapBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

const NODES = 500;
const CHECKS_PER_NODE = 10;

function* largeOutput(yamlLines: number): Generator<string> {
  yield `=== ${NODES} agents reporting ===\n\nName        Running checks\n`;
  for (let node = 0; node < NODES; node += 1) yield `worker-${node}   ${CHECKS_PER_NODE}\n`;
  for (let node = 0; node < NODES; node += 1) {
    yield `\n===== Checks on worker-${node} =====\n`;
    for (let check = 0; check < CHECKS_PER_NODE; check += 1) {
      const service = `shop-${node}/web-${check}`;
      yield `\n=== http_check check ===\nConfiguration provider: kubernetes-services\nConfiguration source: kube_services:kube_service://${service}\n`;
      yield `Config for instance ID: http_check:${service}:${node}a${check}\nname: front of ${service}\ntags:\n`;
      yield `- kube_namespace:shop-${node}-${check}-with-a-name-of-some-length\n`.repeat(yamlLines);
      yield '\n~\nInit Config:\n{}\n\n===\n';
    }
  }
}

describe('5,000 checks of 500 agents', () => {
  it('are all read, in pieces of any length', () => {
    const text = [...largeOutput(3)].join('');
    for (const pieceLength of [text.length, 65_536, 4_093]) {
      const parsed = parseClusterChecks(text, pieceLength);
      if (!parsed.recognised) throw new Error(parsed.detail);
      const { agents, dispatched, cutOff } = parsed.dispatching;
      expect([agents.length, dispatched.length, cutOff]).toEqual([NODES, NODES * CHECKS_PER_NODE, false]);
      expect(dispatched.at(-1)).toEqual({
        agent: 'worker-499',
        config: {
          name: 'http_check',
          isClusterCheck: false,
          provider: 'kubernetes-services',
          source: 'kube_services:kube_service://shop-499/web-9',
          instances: [{ id: 'http_check:shop-499/web-9:499a9', name: 'front of shop-499/web-9' }],
        },
      });
    }
  });

  it('cost the memory of the checks, whatever stands between them', () => {
    const before = heapBytes();
    const reader = clusterChecksReader();
    let bytes = 0;
    let waiting = '';
    for (const text of largeOutput(120)) {
      waiting += text;
      bytes += text.length;
      if (waiting.length > 60_000) {
        reader.take(waiting);
        waiting = '';
      }
    }
    reader.take(waiting);
    waiting = '';
    const held = heapBytes() - before;
    const parsed = reader.end();
    expect(parsed).toMatchObject({ recognised: true, dispatching: { cutOff: false } });
    expect(bytes).toBeGreaterThan(30_000_000);
    // About 1 KB a check; the text alone would be seven times that.
    expect(held).toBeLessThan(NODES * CHECKS_PER_NODE * 1_500);
  }, 60_000);
});

describe('4 MB of', () => {
  const heading = '=== http_check check ===\nConfiguration source: file:x\nInstance ID: a\n';
  const table = '=== 3 agents reporting ===\n';
  // A step that grows with the square of the length would take longer than the test may, by far.
  it.each([
    ['one row', '', '='],
    ['spaces', '', ' '],
    ['spaces in the table', `${table}a`, ' '],
    ['broken rows', table, 'a b  '],
    ['line breaks', heading, '\n'],
    ['carriage returns', heading, '\r'],
    ['colours', heading, '\u001b[1;'],
    ['headings', '', '=== x check ===\n'],
    ['closers', heading, '~\n===\n'],
    ['closers and YAML', heading, '~\n===\na: b\n'],
    ['instances', heading, '~\nInstance ID: b\nname: c\n'],
    ['one name', `${heading}name: `, 'x '],
    ['a name of many lines', `${heading}name: x\n`, '  more\n'],
    ['executions', `${table}${heading}~\n===\n`, '  Instance ID: a [OK]\n'],
    ['half executions', `${table}${heading}~\n===\n`, `  Instance ID:${' [OK'.repeat(500)}\n`],
    ['brackets', '', '['],
    ['half sentences', `${table}`, 'Could not reach '],
  ])(
    '%s is read to its end',
    (_name, start, unit) => {
      const text = start + unit.repeat(Math.ceil(4_000_000 / unit.length));
      const parsed = parseClusterChecks(text, 65_536);
      expect(parsed.recognised && !parsed.dispatching.cutOff).toBe(false);
      parseConfigCheck(text);
    },
    60_000,
  );
});
