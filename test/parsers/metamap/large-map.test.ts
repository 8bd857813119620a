import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { readMetamap } from '../../../src/parsers/metamap/metamap-output.ts';
import { parseMetamap } from '../../../src/parsers/metamap/parse-metamap.ts';
import { parseTelemetry } from '../../../src/parsers/telemetry/telemetry-output.ts';
import { largeMap } from '../../large-metamap.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function heapBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

describe('20,000 pods', () => {
  it('are all told, and none of them is kept', () => {
    const before = heapBytes();
    let [bytes, pods, links] = [0, 0, 0];
    let last = '';
    const reader = readMetamap({
      onPod: (node, { namespace, pod, services }) => {
        pods += 1;
        links += services.length;
        last = `${node} ${namespace}/${pod}`;
      },
    });
    for (const text of largeMap({ nodes: 500, podsPerNode: 40 })) {
      bytes += text.length;
      reader.take(text);
    }
    const held = heapBytes() - before;
    expect(reader.end()).toEqual({ recognised: true, warnings: [], cutOff: false, nodes: 500, pods, links });
    expect([pods, links]).toEqual([20_000, 60_000]);
    expect(last).toMatch(/^worker-499\S* team-9\/shop-\S+-39$/);
    expect(bytes).toBeGreaterThan(7_000_000);
    // The names of 500 nodes, and of the Services, which many pods share.
    expect(held).toBeLessThan(1_000_000);
  }, 60_000);
});

describe('4 MB of', () => {
  const start = '===============\nMetadata Mapper\n===============\n';
  // A step that grows with the square of the length would take longer than the test may, by far.
  it.each([
    ['equals signs', '', '='],
    ['underlines', '', '===\n'],
    ['titles', '', 'Metadata Mapper\n'],
    ['spaces', start, ' '],
    ['line breaks', start, '\n'],
    ['carriage returns', start, '\r'],
    ['colours', start, '\u001b[1;'],
    ['nodes of one name', start, 'Node detected: a\n'],
    ['one name', `${start}Node detected: `, 'a'],
    ['one list', `${start}Node detected: a\n- Namespace: b\n- Pod: c\nServices: [`, 'a '],
    ['lists', `${start}Node detected: a\n- Namespace: b\n- Pod: c\n`, 'Services: [a]\n'],
    ['half lists', start, 'Services: ['],
    ['warnings', `${start}Warnings:\n`, '- a\n'],
    ['braces', '', '{'],
    ['half objects', '', '{"Nodes":{"a":'],
    ['half sentences', '', 'Could not reach agent: {'],
    ['half samples', '', 'a{b="'],
    ['labels', 'a{', 'b="c",'],
    ['backslashes', 'a{b="', '\\"'],
  ])(
    '%s is read to its end',
    (_name, first, unit) => {
      const text = first + unit.repeat(Math.ceil(4_000_000 / unit.length));
      const parsed = parseMetamap(text);
      const nodes = parsed.recognised && !parsed.value.cutOff ? parsed.value.nodes : [];
      expect(nodes).toEqual([]);
      expect(parseTelemetry(text).recognised).toBe(false);
    },
    60_000,
  );
});
