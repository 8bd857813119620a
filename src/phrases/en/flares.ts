import type { FlareRefusal } from '../../domain/flare-facts.ts';
import { buildArchive, removeArchive } from '../flare-names.ts';
import { size } from '../log-names.ts';
import { number } from '../measure.ts';
import { remedy, shortPod } from '../names.ts';
import type { FindingPhrases } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { codes, count, list } from './wording.ts';

const REFUSALS = {
  'not-a-zip': 'it is no zip archive',
  encrypted: 'it is encrypted',
  'too-many-files': 'it holds more files than I open',
  'too-large': 'it is larger than I open',
  bomb: 'it would unpack to far more than it weighs',
  path: 'a name in it leads out of the archive',
  damaged: 'it is damaged',
  'not-a-flare': 'it is not the flare of a Cluster Agent',
} as const satisfies Record<FlareRefusal, string>;

const LEFT = { ...REFUSALS, 'not-text': 'not text, so it cannot be masked' } as const;

const STEPS = {
  build: 'the Agent did not build it',
  fetch: 'it could not be fetched from the container',
  check: 'the archive was not taken',
} as const;

const WHAT_A_FLARE_IS: readonly Rich[] = [
  say`A flare is the Agent's own archive for support: its configuration, logs, ${code('status')}, the outputs of its commands, and environment variables from a fixed list. The Agent hides keys and passwords it knows; I mask what I know on top.`,
  say`I build it without uploading anything to Datadog. To send one to Datadog's support, run ${code('datadog-cluster-agent flare CASE_ID')} yourself.`,
];

/** Flares: built, or read. */
export const flares = {
  'flare-ready': (facts, context) => ({
    sum: strong`The flare of ${shortPod(facts.pod)} is ready: ${count(facts.files, 'file')}, ${size(facts.bytes)}, masked, for the asker alone.`,
    points: [
      say`${code(facts.name)}: the Agent's configuration, logs, ${code('status')}, outputs of its commands, and environment variables from a fixed list`,
      say`It goes to the person who asked and nobody else, in Slack as a file in a direct message; nothing was uploaded to Datadog`,
      facts.masked === 0
        ? say`No secret value was found in it beyond what the Agent itself hides`
        : say`${count(facts.masked, 'secret value')} masked, beyond what the Agent itself hides`,
      ...(facts.left.length === 0
        ? []
        : [
            say`Left out: ${list(
              facts.left.map(({ file, why }) => say`${code(file)} (${LEFT[why]})`),
              4,
            )}`,
          ]),
      facts.removed
        ? say`The Agent's own copy is removed from its container`
        : say`The Agent's own copy could not be removed: it still lies in the container of ${code(facts.pod)}`,
    ],
    ...(facts.local
      ? {
          notSeen: [
            say`what only the running process tells: the command built the archive by itself, without ${code('status')}`,
          ],
        }
      : {}),
    ...(facts.removed
      ? {}
      : {
          remedy: remedy(
            say`remove it; it is not masked as this one is:`,
            removeArchive(facts.pod, facts.name, context),
          ),
        }),
    teach: WHAT_A_FLARE_IS,
  }),
  'flare-failed': (facts, context) => ({
    sum: strong`There is no flare: ${STEPS[facts.step]}${facts.refusal === null ? [] : say` (${REFUSALS[facts.refusal]})`}.`,
    points: [
      ...(facts.detail === '' ? [] : [say`In detail: ${code(facts.detail)}`]),
      ...(facts.pod === null ? [] : [say`The pod asked: ${code(facts.pod)}`]),
      ...(facts.removed === null
        ? []
        : [
            facts.removed
              ? say`What was built is removed from the container`
              : say`What was built could not be removed from the container`,
          ]),
    ],
    // Whether a build that failed had come as far as sending, its own words tell.
    notAtFault: say`This alone says nothing against what the Agent does${facts.step === 'build' ? [] : say`; nothing was sent to Datadog`}.`,
    remedy:
      facts.removed === false
        ? remedy(say`see what lies there, and remove it:`, removeArchive(facts.pod, null, context))
        : remedy(say`build it by hand to see what the Agent says:`, buildArchive(facts.pod, context)),
    teach: WHAT_A_FLARE_IS,
  }),
  'flare-read': (facts) => ({
    sum: strong`The flare ${code(facts.from)} was read: ${number(facts.understood.length)} of ${count(facts.files, 'file')} understood.`,
    points: [
      ...(facts.understood.length === 0 ? [] : [say`Judged: ${codes(facts.understood, 8)}`]),
      ...(facts.hostname === null ? [] : [say`It is of ${code(facts.hostname)}`]),
    ],
    notSeen: [say`the cluster as it is now: a flare shows the moment it was made`],
    teach: WHAT_A_FLARE_IS,
  }),
  'flare-refused': ({ from, refusal, detail }, context) => ({
    sum: strong`I did not open ${code(from)}: ${REFUSALS[refusal]}.`,
    points: detail === '' ? [] : [say`${code(detail)}`],
    notAtFault: say`This says nothing about the Agent.`,
    remedy: remedy(
      refusal === 'not-a-flare'
        ? say`send the zip that the Cluster Agent itself makes, unchanged:`
        : say`make it anew and send it unchanged:`,
      buildArchive(null, context),
    ),
    teach: WHAT_A_FLARE_IS,
  }),
} satisfies Partial<FindingPhrases>;
