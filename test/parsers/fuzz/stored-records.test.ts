import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { readEventToken } from '../../../src/parsers/event-token.ts';
import { readFlareDialogue } from '../../../src/parsers/flare/flare-dialogue.ts';
import { LEADER_ANNOTATION, lockFromConfigMap, lockFromLease } from '../../../src/parsers/leader-lock.ts';
import { fuzzParser } from './fuzz-parser.ts';
import { isJson } from './is-json.ts';

const RECORD = {
  holderIdentity: 'datadog-cluster-agent-6c9c858f76-8qmb7',
  leaseDurationSeconds: 60,
  acquireTime: '2026-11-23T18:19:32Z',
  renewTime: '2026-11-23T18:35:46Z',
  leaderTransitions: 4,
};
const LEASE = readFileSync(new URL('../../fixtures/locks/captured-lease.json', import.meta.url), 'utf8');
const NOT_IN_ONE_VALUE = ['colours', 'log lines of the Agent', 'klog lines', 'klog lines in front'] as const;

fuzzParser({
  name: "a leader lock's annotation",
  samples: { whole: JSON.stringify(RECORD), 'on many lines': JSON.stringify(RECORD, null, 2) },
  parse: (text) => lockFromConfigMap({ metadata: { name: 'l', annotations: { [LEADER_ANNOTATION]: text } } }),
  verdictOf: (read) => (read.ok && read.lock?.renewed !== undefined && read.lock.holder !== '' ? 'healthy' : 'other'),
  expectAlways: (read) => expect(read.ok || read.detail !== '').toBe(true),
  marks: [
    '{"holderIdentity":"x"',
    '"renewTime":"2026-11-23T18:35:46Z"',
    '...',
    '…',
    '\\u0000',
    '"leaseDurationSeconds":1e99',
    'null',
  ],
  mustNotBeHealthyWhen: ({ text, onlyLost }) => onlyLost && !isJson(text),
  seesThroughAllBut: NOT_IN_ONE_VALUE,
});

fuzzParser({
  name: "a leader lock's Lease",
  samples: { captured: LEASE },
  parse: (text) => {
    if (!isJson(text)) return null;
    const spec = JSON.parse(text)?.spec;
    return lockFromLease({ metadata: { name: 'l' }, ...(typeof spec === 'object' && spec !== null && { spec }) });
  },
  verdictOf: (lock) => (lock?.renewed !== undefined && lock.holder !== '' ? 'healthy' : 'other'),
  mustNotBeHealthyWhen: ({ text, onlyLost }) => onlyLost && !/"renewTime"/.test(text),
  marks: ['"spec": {', '"renewTime": 7', '"holderIdentity": null,', '1e99'],
  seesThroughAllBut: NOT_IN_ONE_VALUE,
});

fuzzParser({
  name: 'how far events were read',
  samples: {
    'of today': '2026-11-23T18:40:05Z',
    'with an offset': '2026-11-23T19:40:05+01:00',
    'of 2018': '23 Nov 26 18:40 UTC',
  },
  parse: (text) =>
    readEventToken({ metadata: { name: 't' }, data: { 'event.tokenKey': '7', 'event.tokenTimestamp': text } }),
  verdictOf: ({ at }) => (at === undefined ? 'other' : 'healthy'),
  expectAlways: ({ at }) => expect(at === undefined || !Number.isNaN(Date.parse(at))).toBe(true),
  marks: ['2026-11-23', 'T18:40:05', 'Z', ' UTC', 'Nov', '+0900', '0001-01-01T00:00:00Z'],
  // `3 Nov` and `+01` are a day and an offset as well.
  mustNotBeHealthyWhen: ({ sample, text, onlyLost }) =>
    onlyLost && (sample === 'of 2018' ? !/^\d Nov/.test(text) : !/\+\d\d:?\d?\d?$/.test(text)),
  seesThroughAllBut: ['colours', 'klog lines in front'],
});

const PATH = '/tmp/datadog-agent-2026-11-23T18-58-46Z.zip';

fuzzParser({
  name: 'the dialogue of a flare',
  samples: {
    aborted: `Asking the Cluster Agent to build the flare archive.\n${PATH} is going to be uploaded to Datadog\nAre you sure you want to upload a flare? [y/N]\nAborting. (You can still use ${PATH})\n`,
  },
  others: {
    local: `Asking the Cluster Agent to build the flare archive.\nThe agent was unable to make a full flare: dial tcp 127.0.0.1:5005: connect: connection refused.\nInitiating flare locally, some logs will be missing.\n${PATH} is going to be uploaded to Datadog\n`,
    failed:
      'Initiating flare locally, some logs will be missing.\nThe flare zipfile failed to be created: no space left on device\n',
    uploaded: 'Your logs were successfully uploaded. For future reference, your internal case id is 7\n',
    elsewhere: '/etc/datadog-agent/../../tmp/datadog-agent-1.zip is going to be uploaded to Datadog\n',
  },
  parse: (text) => readFlareDialogue(text, ''),
  verdictOf: ({ path, local, uploaded, trouble }) =>
    path !== undefined && !local && !uploaded && trouble === '' ? 'healthy' : 'other',
  // A path that is read and removed is the Agent's own and nothing else.
  expectAlways: ({ path = PATH, trouble }) => {
    expect(path).toMatch(/^\/tmp\/datadog-agent-[\w.-]+\.zip$/);
    expect(trouble.length).toBeLessThanOrEqual(301);
  },
  marks: [
    PATH,
    '/tmp/datadog-agent-',
    '../',
    '.zip',
    '/etc/passwd.zip',
    'The flare zipfile failed to be created',
    'Error: ',
  ],
  mustNotBeHealthyWhen: ({ text, onlyLost }) => onlyLost && !text.includes(PATH),
});
