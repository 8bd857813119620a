import { describe, expect, test } from 'vitest';
import { collectFlare } from '../../src/collectors/collect-flare.ts';
import type { FlareKeeping, FlareNews, FlarePlace } from '../../src/domain/flare.ts';
import { known } from '../../src/domain/reading.ts';
import { DIALOGUE, type Endings, FLARE_PATH, flareContainer, runningAgent } from './flare-container.ts';

const NOBODY = { locks: [], statuses: [] };
const LEADER_IS_TWO = {
  statuses: [],
  locks: [
    {
      lock: { kind: 'lease', namespace: 'datadog', name: 'datadog-leader-election' },
      reading: known({ holder: 'dca-2', renewed: '2026-11-23T18:58:40Z' } as never, 'kubectl get lease', ''),
    },
  ],
} as never;
const REMOVE = `dca-1 rm -f ${FLARE_PATH}`;
const PLACE: FlarePlace = { namespace: 'datadog', pod: 'dca-1', container: 'cluster-agent', path: FLARE_PATH };

async function collected(endings: Endings, signal?: AbortSignal) {
  const container = flareContainer(endings);
  const told: FlareNews[] = [];
  const keeping: FlareKeeping = { left: [], tell: (news) => told.push(news) };
  const options = { keeping, ...(signal && { signal }) };
  return { flare: await collectFlare(container.reader, [runningAgent('dca-1')], NOBODY, options), container, told };
}

describe('collectFlare', () => {
  test('builds, fetches and removes, without an upload and without an e-mail to type', async () => {
    const { flare, container, told } = await collected({ bytes: Buffer.alloc(100_000, 7) });
    expect(flare).toMatchObject({
      fetched: true,
      pod: 'dca-1',
      name: 'datadog-agent-2026-11-23T18-58-46Z.zip',
      local: false,
      removed: true,
    });
    expect(flare.fetched && flare.bytes.length).toBe(100_000);
    expect(container.calls).toEqual([
      'dca-1 datadog-cluster-agent flare --email dca-bot@localhost',
      `dca-1 cat ${FLARE_PATH}`,
      REMOVE,
    ]);
    expect([...container.files]).toEqual([]);
    expect(told).toEqual([
      { news: 'built', place: PLACE },
      { news: 'removed', place: PLACE },
    ]);
  });

  test('asks the leader; without one, any replica that runs and stays', async () => {
    const pods = [
      runningAgent('dca-0', { state: 'waiting' }),
      runningAgent('dca-1', { leaving: true }),
      runningAgent('dca-3'),
      runningAgent('dca-2'),
    ];
    for (const [words, pod] of [[LEADER_IS_TWO, 'dca-2'] as const, [NOBODY, 'dca-3'] as const]) {
      const { pod: asked } = await collectFlare(flareContainer().reader, pods, words, {});
      expect(asked).toBe(pod);
    }
  });

  test('nobody runs: nothing is asked', async () => {
    const container = flareContainer();
    const flare = await collectFlare(container.reader, [runningAgent('dca-1', { state: 'terminated' })], NOBODY, {});
    expect(flare).toEqual({
      fetched: false,
      pod: null,
      step: 'build',
      detail: 'no Cluster Agent pod is running',
      removed: null,
    });
    expect(container.calls).toEqual([]);
  });

  test.each<[string, Endings, string]>([
    ['403', { flare: 'forbidden' }, 'forbidden: made to fail: forbidden'],
    ['a time-out', { flare: 'timeout' }, 'timeout: made to fail: timeout'],
    ['no connection', { flare: 'unreachable' }, 'unreachable: made to fail: unreachable'],
    [
      'no such command',
      { flare: { stdout: '', stderr: 'Error: unknown command "flare"', exitCode: 255 } },
      'exit code 255: Error: unknown command "flare"',
    ],
    [
      'a full disk',
      { flare: { stdout: 'The flare zipfile failed to be created: no space left', exitCode: 255 } },
      'exit code 255: The flare zipfile failed to be created: no space left',
    ],
    ['silence', { flare: { stdout: '' } }, 'the command named no archive'],
    ['garbage', { flare: { stdout: '\u0000\u0001<html>' } }, 'the command named no archive'],
    [
      'another path',
      { flare: { stdout: '/etc/passwd.zip is going to be uploaded' } },
      'an archive at an unexpected place: /etc/passwd.zip',
    ],
  ])('%s: no flare, and nothing else is run', async (_what, endings, detail) => {
    const { flare, container, told } = await collected(endings);
    expect(flare).toEqual({ fetched: false, pod: 'dca-1', step: 'build', detail, removed: null });
    expect(container.calls).toHaveLength(1);
    expect(told).toEqual([]);
  });

  test.each<[string, Endings, string]>([
    ['403', { cat: 'forbidden' }, 'forbidden: made to fail: forbidden'],
    ['a time-out', { cat: 'timeout' }, 'timeout: made to fail: timeout'],
    ['more than 50 MB', { cat: 'truncated' }, 'truncated: made to fail: truncated'],
    ['a lost connection', { cat: 'unreachable' }, 'unreachable: made to fail: unreachable'],
    ['no cat in the image', { cat: { stderr: 'cat: not found', exitCode: 127 } }, 'exit code 127: cat: not found'],
  ])('%s while it is fetched: it is removed all the same', async (_what, endings, detail) => {
    const { flare, container } = await collected(endings);
    expect(flare).toEqual({ fetched: false, pod: 'dca-1', step: 'fetch', detail, removed: true });
    expect(container.calls.at(-1)).toBe(REMOVE);
    expect([...container.files]).toEqual([]);
  });

  test.each<[string, Endings]>([
    ['403', { rm: 'forbidden' }],
    ['a time-out', { rm: 'timeout' }],
    ['a read-only disk', { rm: { exitCode: 1, stderr: 'rm: read-only' } }],
  ])('%s while it is removed: that is told, and kept in mind', async (_what, endings) => {
    const { flare, told } = await collected(endings);
    expect(flare).toMatchObject({ fetched: true, removed: false });
    expect(told.map(({ news }) => news)).toEqual(['built']);
  });

  test('exit 255 after the archive was built is no failure', async () => {
    const stdout = `${DIALOGUE}An error occurred while uploading the flare: HTTP 403 Forbidden`;
    expect((await collected({ flare: { stdout, exitCode: 255 } })).flare).toMatchObject({ fetched: true });
  });

  test('built by the command alone', async () => {
    const stdout = `Initiating flare locally, some logs will be missing.\n${DIALOGUE}`;
    expect((await collected({ flare: { stdout } })).flare).toMatchObject({ fetched: true, local: true });
  });

  test('an upload is told as what it is', async () => {
    const stdout = `${DIALOGUE}Your logs were successfully uploaded. For future reference, your internal case id is 9`;
    const { flare, container } = await collected({ flare: { stdout } });
    expect(flare).toMatchObject({ fetched: false, detail: 'the Agent uploaded it to Datadog', removed: true });
    expect([...container.files]).toEqual([]);
  });

  test('stopped while it is fetched: it is removed without waiting for anybody', async () => {
    const stop = new AbortController();
    const onCall: Endings['onCall'] = (name, bounds) => {
      if (name === 'cat') stop.abort(new Error('stopped'));
      if (name === 'rm') expect(bounds.signal).toBeUndefined();
    };
    const { flare, container } = await collected({ onCall }, stop.signal);
    expect(flare).toMatchObject({ fetched: false, step: 'fetch', removed: true });
    expect([...container.files]).toEqual([]);
  });

  test('removes first what an earlier try left behind', async () => {
    const container = flareContainer();
    const old = { ...PLACE, pod: 'dca-9', path: '/tmp/datadog-agent-old.zip' };
    const told: FlareNews[] = [];
    const keeping = { left: [old], tell: (news: FlareNews) => told.push(news) };
    await collectFlare(container.reader, [runningAgent('dca-1')], NOBODY, { keeping });
    expect(container.calls[0]).toBe('dca-9 rm -f /tmp/datadog-agent-old.zip');
    expect(told[0]).toEqual({ news: 'removed', place: old });
  });
});
