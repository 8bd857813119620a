import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredMessage } from '../../simulator/slack/state/entities.ts';
import { openZip } from '../../src/parsers/flare/open-zip.ts';
import { type WrittenEntry, writtenZip } from '../parsers/flare/written-zip.ts';
import { seeded } from '../seeded-random.ts';
import { everythingStored } from './everything-stored.ts';
import { createPlanter, plantsIn, survivors } from './planted.ts';
import { type Services, startServices } from './services.ts';

const SEED = Number(process.env.DCA_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
const TIMEOUT = 120_000;
const ALICE = 'U0ALICE01';
const CAPTURED = fileURLToPath(new URL('../../simulator/cluster/scenarios/leader-and-follower', import.meta.url));

const planter = createPlanter(seeded(SEED));
const LINE = '2026-11-23 18:57:03 UTC | CLUSTER | ERROR | (a.go:1 in f) | ';

/** A flare with every secret in files of several kinds. */
function plantedFlare(): Buffer {
  const text = () => `${planter.all().join('\n')}\n`;
  const log = () =>
    planter
      .all()
      .map((secret) => `${LINE}Error getting metrics from Datadog: ${secret}\n`)
      .join('');
  const entries: readonly WrittenEntry[] = [
    { name: 'host-7/cluster-agent-status.log', content: text() },
    { name: 'host-7/envvars.log', content: text() },
    { name: 'host-7/etc/datadog.yaml', content: text() },
    { name: 'host-7/logs/cluster-agent.log', content: log() },
    { name: 'host-7/expvar/unknown', content: text() },
    { name: 'host-7/heap.pprof', content: Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]) },
  ];
  return writtenZip(entries);
}

describe(`a flare (DCA_TEST_SEED=${SEED})`, () => {
  let folder: string;
  let services: Services;
  let answer: StoredMessage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dca-flare-e2e-'));
    await writeFile(join(folder, 'scenario.yaml'), JSON.stringify({ name: 'planted', extends: CAPTURED }));
    await writeFile(join(folder, 'flare.zip'), plantedFlare());
    services = await startServices(folder);
    const { slack } = services;
    await slack.typeCommand({ channel: 'incidents', user: 'alice', text: 'flare' });
    const [offer] = slack.store.ephemerals('incidents', ALICE);
    if (!offer) throw new Error(services.logs());
    const click = { channel: 'incidents', messageTs: offer.ts, user: 'alice', actionId: 'dca_flare_build' };
    await slack.click(click);
    answer = await slack.store.waitFor(
      (store) =>
        store.messages('incidents').find(({ metadata }) => String(metadata?.event_payload.entry).endsWith(':answer')),
      { timeoutMs: 60_000 },
    );
  }, TIMEOUT);
  afterAll(async () => {
    await services?.close();
    await rm(folder, { recursive: true, force: true });
  }, TIMEOUT);

  const sentFile = () =>
    services.slack.store.waitFor(
      (store) => {
        const direct = store.channels().find(({ kind, members }) => kind === 'im' && members.has(ALICE));
        return store.messages(direct?.id ?? '').flatMap(({ files }) => files)[0];
      },
      { timeoutMs: 30_000 },
    );

  it('is summarised in the thread, and the file goes to the asker', async () => {
    expect(answer.text).toMatch(/The flare of .* is ready: 5 files/);
    expect(JSON.stringify(answer.blocks)).toContain('heap.pprof');
    const { name, content } = await sentFile();
    expect(name).toMatch(/^datadog-agent-.*-masked-[0-9a-f]{8}\.zip$/);
    const zip = await openZip(Buffer.from(content ?? ''));
    if ('refusal' in zip) throw new Error(zip.detail);
    const texts = await Promise.all(
      zip.files.map(async (file) => {
        const read = await file.read();
        return 'content' in read ? read.content.toString() : '';
      }),
    );
    expect(texts).toHaveLength(5);
    expect(plantsIn(texts.join('\n'))).toBe(planter.planted.length);
    expect(survivors(planter.planted, texts.join('\n'))).toEqual([]);
  });

  it('leaves no secret anywhere', async () => {
    await sentFile();
    const { slack, redis, logs } = services;
    expect(survivors(planter.planted, slack.store.receivedFromApp())).toEqual([]);
    expect(survivors(planter.planted, await everythingStored(redis))).toEqual([]);
    expect(survivors(planter.planted, logs())).toEqual([]);
  });

  it('is given by the page to its asker alone', async () => {
    const { id, content } = await sentFile();
    const base = services.slack.apiUrl.replace(/\/api\/$/, '');
    const mine = await fetch(`${base}/local/files/${id}?user=${ALICE}`);
    expect(mine.headers.get('content-disposition')).toMatch(/^attachment; filename="datadog-agent-/);
    expect(Buffer.compare(Buffer.from(await mine.arrayBuffer()), Buffer.from(content ?? ''))).toBe(0);
    for (const user of ['U0BEN0001', '']) {
      expect((await fetch(`${base}/local/files/${id}?user=${user}`)).status).toBe(404);
    }
  });
});
