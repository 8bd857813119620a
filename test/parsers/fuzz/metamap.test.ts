import { expect } from 'vitest';
import { parseMetamap } from '../../../src/parsers/metamap/parse-metamap.ts';
import { CAPTURED, FLARE, fixtureText } from '../metamap/read-fixture.ts';
import { fuzzParser } from './fuzz-parser.ts';
import { isJson } from './is-json.ts';

const FILES = [
  `${CAPTURED}/leader-metamap.txt`,
  FLARE,
  'made/metamap-2018.txt',
  'made/metamap-2021-warnings.txt',
  'made/metamap-2024-unknown-node.txt',
  'made/metamap-2024-mapper-failed.txt',
  'made/metamap-2024-unavailable.txt',
  'made/metamap-2024-unreachable.txt',
  'made/metamap-api.json',
];

/** A map may lose whole pods and nodes and look like that of a smaller cluster; it may not lose a part of them. */
function isWhole(text: string): boolean {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const begins = /^={3,}\nMetadata Mapper\n={3,}$/.test(lines.slice(0, 3).join('\n'));
  const pods = lines.filter((line) => line.startsWith('- Pod: '));
  const lists = lines.filter((line) => /^Services: \[.*\]$/.test(line));
  return begins && pods.length === lists.length;
}

fuzzParser({
  name: 'metamap',
  samples: Object.fromEntries(FILES.map((file) => [file, fixtureText(file)])),
  parse: parseMetamap,
  verdictOf: (parsed) =>
    parsed.recognised && !parsed.value.cutOff && parsed.value.error === undefined && parsed.value.nodes.length > 0
      ? 'healthy'
      : 'other',
  expectAlways: (parsed) => {
    if (!parsed.recognised) expect(parsed.detail).not.toBe('');
    else
      expect(parsed.value.nodes.every(({ node, pods }) => node !== '' && pods.every(({ pod }) => pod !== ''))).toBe(
        true,
      );
  },
  marks: [
    'Metadata Mapper',
    '===============',
    'Warnings:\n',
    '   - x\n',
    'Node detected: n\n',
    '  - Namespace: s\n',
    '      - Pod: p\n',
    '        Services: [a b]\n',
    'Could not run the service mapper: x\n',
    'Could not reach agent: ',
    '{"Nodes":{"n":{"services":{}}}}',
    '"Errors":"x"',
    '__proto__',
  ],
  mustNotBeHealthyWhen: ({ sample, text, onlyLost }) =>
    onlyLost && (sample.endsWith('.json') ? !isJson(text) : !isWhole(text)),
});
