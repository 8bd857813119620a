import { describe, expect, test } from 'vitest';
import { flares } from '../../src/diagnoses/flares.ts';
import type { FlareBuild, FlareLook, Flares } from '../../src/domain/flare.ts';
import type { Snapshot } from '../../src/domain/snapshot.ts';

const READY: FlareBuild = {
  built: true,
  pod: 'dca-1',
  name: 'datadog-agent-1.zip',
  bytes: 29_510,
  files: 61,
  masked: 3,
  left: [],
  removed: true,
  local: false,
};
const FAILED: FlareBuild = {
  built: false,
  pod: 'dca-1',
  step: 'fetch',
  refusal: null,
  detail: 'timeout',
  removed: true,
};
const READ: FlareLook = {
  read: true,
  from: 'flare.zip',
  files: 61,
  understood: ['logs/cluster-agent.log'],
  hostname: 'h',
};
const REFUSED: FlareLook = { read: false, from: 'flare.zip', refusal: 'bomb', detail: '1 to 1,000' };

/** The rule looks at nothing else of a snapshot. */
const findings = (found?: Flares) =>
  flares.diagnose({ cluster: 'prod-eu', ...(found && { flares: found }) } as Snapshot);
const brief = (found?: Flares) =>
  findings(found).map(({ code, verdict, subject }) => [code, verdict, subject].join(' '));

describe('flares', () => {
  test.each<[string, Flares | undefined, readonly string[]]>([
    ['none was asked for', undefined, []],
    ['ready', { build: READY, looks: [] }, ['flare-ready ok dca-1']],
    [
      'ready, and still in the container',
      { build: { ...READY, removed: false }, looks: [] },
      ['flare-ready warning dca-1'],
    ],
    [
      'ready, without the running process',
      { build: { ...READY, local: true }, looks: [] },
      ['flare-ready explained dca-1'],
    ],
    ['both', { build: { ...READY, local: true, removed: false }, looks: [] }, ['flare-ready warning dca-1']],
    ['failed', { build: FAILED, looks: [] }, ['flare-failed unknown dca-1']],
    ['failed, with nobody to ask', { build: { ...FAILED, pod: null }, looks: [] }, ['flare-failed unknown prod-eu']],
    ['read', { looks: [READ] }, ['flare-read ok flare.zip']],
    [
      'refused beside one that was read',
      { looks: [READ, REFUSED] },
      ['flare-read ok flare.zip', 'flare-refused unknown flare.zip'],
    ],
    ['ready and read', { build: READY, looks: [READ] }, ['flare-ready ok dca-1', 'flare-read ok flare.zip']],
  ])('%s', (_what, found, told) => {
    expect(brief(found)).toEqual(told);
  });

  test('the facts are those of the codes, without what tells the cases apart', () => {
    const [ready, read] = findings({ build: READY, looks: [READ] });
    expect(ready?.facts).not.toHaveProperty('built');
    expect(ready?.facts).toMatchObject({ bytes: 29_510, files: 61, masked: 3 });
    expect(read?.facts).not.toHaveProperty('read');
  });
});
