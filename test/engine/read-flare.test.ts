import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { explainTexts } from '../../src/engine/explain-texts.ts';
import { readFlare, remakeFlare } from '../../src/engine/read-flare.ts';
import { openZip } from '../../src/parsers/flare/open-zip.ts';
import { createPlanter, plantsIn, survivors } from '../end-to-end/planted.ts';
import { type WrittenEntry, writtenZip } from '../parsers/flare/written-zip.ts';
import { seeded } from '../seeded-random.ts';

const FLARE = readFileSync(
  join(import.meta.dirname, '../../simulator/cluster/scenarios/leader-and-follower/flare.zip'),
);

async function remade(bytes: Buffer) {
  const made = await remakeFlare('pod', 'masked.zip', bytes);
  if ('refusal' in made) throw new Error(`${made.refusal}: ${made.detail}`);
  const zip = await openZip(Buffer.from(made.archive.bytes));
  if ('refusal' in zip) throw new Error(`own archive refused: ${zip.detail}`);
  const files = new Map<string, string>();
  for (const file of zip.files) {
    const read = await file.read();
    files.set(file.name, 'content' in read ? read.content.toString() : read.refusal);
  }
  return { ...made, files, zip };
}

const SEED = Number(process.env.DCA_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** Each kind of file that a flare holds. */
const FILES = [
  'cluster-agent-status.log',
  'custommetricsprovider.log',
  'cluster-agent-metadatamapper.log',
  'clusterchecks.log',
  'config-check.log',
  'envvars.log',
  'diagnose.log',
  'telemetry.log',
  'expvar/forwarder',
  'permissions.log',
  'flare_creation.log',
  'logs/cluster-agent.log',
  'logs/cluster-agent.log.1',
  'etc/datadog.yaml',
  'etc/confd/postgres.yaml',
  'tagger-list.json',
  'workload-list.log',
  'agent-daemonset.yaml',
  'helm-values.yaml',
  'an-unknown-file',
];

const LINE = '2026-11-23 18:57:03 UTC | CLUSTER | INFO | (a.go:1 in f) | ';

describe(`a flare is masked (DCA_TEST_SEED=${SEED})`, () => {
  test('in files of every kind, of every secret', async () => {
    const planter = createPlanter(seeded(SEED));
    const entries = FILES.map((name): WrittenEntry => {
      const lines = planter.all();
      return { name: `host/${name}`, content: `${lines.map((line) => `${LINE}${line}`).join('\n')}\n` };
    });
    const { files, contents } = await remade(writtenZip(entries));
    const all = [...files.values()].join('\n');
    expect(files.size).toBe(FILES.length);
    expect(plantsIn(all)).toBe(planter.planted.length);
    expect(survivors(planter.planted, all)).toEqual([]);
    expect(contents.masked).toBeGreaterThanOrEqual(planter.planted.length);
  });

  test('in a log of megabytes, wherever its pieces are cut', { timeout: 60_000 }, async () => {
    const planter = createPlanter(seeded(SEED));
    const noise = `${LINE}nothing of note happened here, once more\n`;
    const parts: string[] = [];
    for (let round = 0; round < 40; round++) {
      for (const line of planter.all()) parts.push(`${LINE}${line}\n`, noise.repeat(7 + (round % 5)));
    }
    const content = parts.join('');
    expect(content.length).toBeGreaterThan(1_500_000);
    const { files } = await remade(writtenZip([{ name: 'host/logs/cluster-agent.log', content }]));
    const masked = files.get('host/logs/cluster-agent.log') ?? '';
    // Without the noise, which takes the look for survivors seconds.
    expect(survivors(planter.planted, masked.replaceAll(noise, ''))).toEqual([]);
    expect(masked.split(noise).length).toBe(content.split(noise).length);
  });

  test('what is no text, is damaged or has a secret in its name is left out and named', async () => {
    const { files, contents } = await remade(
      writtenZip([
        { name: 'host/status.log', content: 'fine' },
        { name: 'host/profile.pprof', content: Buffer.from([0x1f, 0x8b, 0, 1, 2, 3]) },
        { name: 'host/bytes', content: Buffer.from(Array.from({ length: 900 }, (_, i) => 128 + (i % 127))) },
        { name: 'host/broken.log', content: 'broken', crc: 1 },
        { name: 'host/api_key=0123456789abcdef0123456789abcdef.log', content: 'x' },
      ]),
    );
    expect([...files.keys()]).toEqual(['host/status.log']);
    expect(contents.left.map(({ why }) => why).toSorted()).toEqual(['damaged', 'not-text', 'not-text', 'path']);
    expect(JSON.stringify(contents.left)).not.toContain('0123456789abcdef');
  });

  test('the same flare gives the same archive, sorted, with its dates', async () => {
    const entries = ['host/b.log', 'host/a.log', 'host/status.log'].map((name) => ({ name, content: name }));
    const one = await remade(writtenZip(entries));
    const other = await remade(writtenZip(entries.toReversed()));
    const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    expect(hash(one.archive.bytes)).toBe(hash(other.archive.bytes));
    expect([...one.files.keys()]).toEqual(['host/a.log', 'host/b.log', 'host/status.log']);
    expect(one.zip.files[0]?.modified.toISOString()).toBe('2025-01-23T18:58:58.000Z');
  });
});

describe('a flare is read', () => {
  test('the captured one: its texts by kind, its newest log scanned', async () => {
    const read = await readFlare('flare.zip', FLARE);
    if ('refusal' in read) throw new Error(read.detail);
    expect(read).toMatchObject({ host: 'datadog-cluster-agent-host', files: 61, local: false, left: [] });
    expect(read.texts.map(({ kind }) => kind)).toEqual([
      'metamap',
      'status',
      'clusterchecks',
      'configcheck',
      'external-metrics',
      'settings',
      'telemetry',
    ]);
    expect(read.logs).toMatchObject([
      { file: 'logs/cluster-agent.log', reading: { known: true, value: { lines: 2_500 } } },
    ]);
  });

  test.each<[string, readonly WrittenEntry[]]>([
    ['nothing known in it', [{ name: 'host/readme.txt', content: 'x' }]],
    [
      'several folders at its root',
      [
        { name: 'a/status.log', content: 'x' },
        { name: 'b/status.log', content: 'x' },
      ],
    ],
    ['no folder', [{ name: 'status.log', content: 'x' }]],
    ['folders alone', [{ name: 'host/' }]],
  ])('another archive, with %s, is no flare', async (_what, entries) => {
    expect(await readFlare('x.zip', writtenZip(entries))).toMatchObject({ refusal: 'not-a-flare' });
  });

  test('an empty file `local` tells that the command built it alone', async () => {
    const zip = writtenZip([{ name: 'host/local' }, { name: 'host/clusterchecks.log', content: 'x' }]);
    expect(await readFlare('x.zip', zip)).toMatchObject({ local: true });
  });

  test('and judged by the rules for pasted text', async () => {
    const read = await readFlare('flare.zip', FLARE);
    const report = explainTexts([], () => 0, [{ name: 'flare.zip', read }]);
    const codes = report.findings.map(({ code }) => code);
    expect(codes).toEqual(
      expect.arrayContaining(['external-metric-invalid', 'leader-healthy', 'logs-trouble', 'flare-read']),
    );
    expect(report.findings.find(({ code }) => code === 'flare-read')?.facts).toEqual({
      from: 'flare.zip',
      files: 61,
      understood: expect.arrayContaining(['cluster-agent-status.log', 'logs/cluster-agent.log']),
      hostname: 'datadog-cluster-agent-host',
    });
  });

  test('one that is refused makes the answer unknown', async () => {
    const read = await readFlare('flare.zip', FLARE.subarray(0, 5_000));
    const report = explainTexts([], () => 0, [{ name: 'flare.zip', read }]);
    expect(report.verdict).toBe('unknown');
    expect(report.findings.map(({ code }) => code)).toContain('flare-refused');
  });
});
