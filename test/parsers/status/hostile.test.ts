import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStatus } from '../../../src/parsers/status/parse-status.ts';
import { FUZZ_RUNS, FUZZ_SEED, FUZZ_TIMEOUT, tryOften } from '../fuzz/fuzz-runs.ts';

it(`any JSON never throws (DCA_TEST_SEED=${FUZZ_SEED})`, { timeout: FUZZ_TIMEOUT }, () => {
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
  const property = fc.property(fc.dictionary(keys, tree), (document) => {
    parseStatus(JSON.stringify({ version: '7.1.0', flavor: 'cluster_agent', ...document }));
  });
  // Making such a tree takes ten times as long as damaging a text.
  return tryOften(property, Math.ceil(FUZZ_RUNS / 6));
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
