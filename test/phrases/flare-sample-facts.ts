import type { FlareFactsByCode, FlareRefusal } from '../../src/domain/flare-facts.ts';

const LEADER = 'datadog-cluster-agent-6c9c858f76-8qmb7';
const NAME = 'datadog-agent-2026-11-23T18-35-50Z-info.zip';
const REFUSALS: readonly FlareRefusal[] = [
  'not-a-zip',
  'encrypted',
  'too-many-files',
  'too-large',
  'bomb',
  'path',
  'damaged',
  'not-a-flare',
];

/** Facts of every code about flares. */
export const FLARE_SAMPLE_FACTS: {
  readonly [C in keyof FlareFactsByCode]: readonly [FlareFactsByCode[C], ...FlareFactsByCode[C][]];
} = {
  'flare-ready': [
    {
      pod: LEADER,
      name: NAME,
      bytes: 655_360,
      files: 43,
      masked: 12,
      left: [
        { file: 'example/expvar/heap.pprof', why: 'not-text' },
        { file: '/etc/passwd', why: 'path' },
      ],
      removed: true,
      local: false,
    },
    { pod: LEADER, name: NAME, bytes: 12_000_000, files: 1, masked: 1, left: [], removed: false, local: true },
    { pod: LEADER, name: 'odd name', bytes: 100, files: 2, masked: 0, left: [], removed: false, local: false },
    {
      pod: LEADER,
      name: NAME,
      bytes: 100,
      files: 2,
      masked: 0,
      left: REFUSALS.slice(0, 4).map((why) => ({ file: 'a', why })),
      removed: true,
      local: false,
    },
  ],
  'flare-failed': [
    {
      pod: LEADER,
      step: 'build',
      refusal: null,
      detail: 'The flare zipfile failed to be created: no space left',
      removed: null,
    },
    { pod: LEADER, step: 'fetch', refusal: null, detail: 'no answer in 60 s', removed: false },
    { pod: LEADER, step: 'check', refusal: 'bomb', detail: 'logs/cluster-agent.log: 4 GiB', removed: true },
    { pod: null, step: 'build', refusal: null, detail: '', removed: null },
  ],
  'flare-read': [
    {
      from: 'flare.zip',
      files: 43,
      understood: ['cluster-agent-status.log', 'clusterchecks.log'],
      hostname: 'worker-3',
    },
    { from: 'flare.zip', files: 1, understood: [], hostname: null },
  ],
  'flare-refused': [
    { from: 'flare.zip', refusal: 'encrypted', detail: 'logs/cluster-agent.log' },
    ...REFUSALS.map((refusal) => ({ from: 'x.zip', refusal, detail: '' })),
  ],
};
