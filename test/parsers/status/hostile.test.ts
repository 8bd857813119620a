import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocuments } from '../../../src/parsers/documents.ts';
import { parseStatus } from '../../../src/parsers/status/parse-status.ts';
import { fixtureText } from './read-fixture.ts';

const SEED = 20_261_123;
const FILES = [
  'agent-2025-leader-and-follower/leader-status.txt',
  'agent-2025-leader-and-follower/leader-status.json',
  'agent-2025-endpoint-checks-running/node3-status.txt',
  'made/gen0-block.txt',
  'made/gen1-v1.2.0.txt',
  'made/gen2-leader-v1.14.0.txt',
  'made/gen3-crd-v7.63.0.txt',
];

const pieces = fc.constantFrom(
  '=',
  '===',
  '\n',
  '\r',
  ' ',
  ': ',
  '{',
  '}',
  '"',
  '[',
  '0',
  '-',
  '\u001b[',
  'Agent (v7.1)',
  'Leader Election',
  'Error: ',
  '  * ',
  'NaN',
  '\u0000',
  '\ud800',
);

describe('any text', () => {
  it('never throws, and says one of the known reasons', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string({ unit: 'binary' }),
          fc.array(pieces).map((all) => all.join('')),
        ),
        (text) => {
          const parsed = parseStatus(text);
          expect(parsed.recognised || parsed.detail !== '').toBe(true);
          expect(readDocuments('f', text).length).toBeGreaterThan(0);
        },
      ),
      { seed: SEED, numRuns: 2_000 },
    );
  });

  it('any JSON never throws', () => {
    const keys = fc.constantFrom(
      'version',
      'flavor',
      'leaderelection',
      'custommetrics',
      'External',
      'Metrics',
      'runnerStats',
      'Checks',
      'forwarderStats',
      'Transactions',
      'admissionWebhook',
      'clusterchecks',
      'time_nano',
      '__proto__',
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof({ maxDepth: 4 }, fc.jsonValue(), fc.dictionary(keys, tie('tree'))),
    }));
    fc.assert(
      fc.property(fc.dictionary(keys, tree), (document) => {
        parseStatus(JSON.stringify({ version: '7.1.0', flavor: 'cluster_agent', ...document }));
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('documents with lines and characters moved, lost or doubled never throw', () => {
    const change = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.nat(60), put: pieces });
    fc.assert(
      fc.property(fc.constantFrom(...FILES), fc.array(change, { minLength: 1, maxLength: 6 }), (file, changes) => {
        let text = fixtureText(file);
        for (const { at, length, put } of changes) {
          const start = Math.floor(at * text.length);
          text = text.slice(0, start) + put + text.slice(start + length);
        }
        parseStatus(text);
        readDocuments('f', text);
      }),
      { seed: SEED, numRuns: 600 },
    );
  });
});

describe('20 MB of', () => {
  const head = '=======================\nCluster Agent (v7.63.0)\n=======================\n';
  const collector = `${head}\n=========\nCollector\n=========\n\n  Running Checks\n  ==============\n`;
  const many = (unit: string) => unit.repeat(Math.ceil(20_000_000 / unit.length));
  it.each([
    ['one row', '', '='],
    ['spaces', head, ' '],
    ['opening brackets', '{"a":', '['],
    ['escapes', '', '\u001b[1;'],
    ['keys', `${head}\n`, 'a: '],
    ['half instances', collector, `      Instance ID:${' [OK'.repeat(500)}\n`],
    ['banners', head, '=====\ntitle\n=====\n'],
    ['log line beginnings', '', '2021-01-01 a'],
    ['time_nano', '{"version":"1","flavor":"agent","x":"', '\\"time_nano\\":'],
  ])(
    '%s is read in linear time',
    (_name, start, unit) => {
      const began = performance.now();
      parseStatus(start + many(unit));
      // A quadratic step over 20 million characters would take hours.
      expect(performance.now() - began).toBeLessThan(20_000);
    },
    60_000,
  );
});
