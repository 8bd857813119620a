import type { InterfaceWords } from '../interface-words.ts';
import { size as sizeOf } from '../log-names.ts';
import type { FlareNotice, NoticeOf } from '../notice.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { count } from './wording.ts';

const NOT_SENT = {
  'no-dm': (detail) => [say`Slack lets me write you no direct message (${code(detail)})`],
  scope: (detail) => [
    say`I lack a right at Slack (${code(detail)}): ${code('files:write')} and ${code('im:write')} are in the manifest, the app has to be installed again`,
    say`Should that happen within 10 minutes, the file still comes`,
  ],
  gone: (detail) => [
    say`It is kept for 10 minutes only${detail === '' ? '' : say` (${code(detail)})`}: ask ${code('/dca flare')} again`,
  ],
  unclear: (detail) => [
    say`Slack did not say whether it arrived (${code(detail)}). Look into our direct messages; if it is not there, ask again`,
  ],
  refused: (detail) => [say`Slack says ${code(detail)}`],
} as const satisfies Record<NoticeOf<'flare-not-sent'>['why'], (detail: string) => readonly Rich[]>;

/** What is said around a flare, outside of its answer. */
export const FLARE_NOTICES: Pick<InterfaceWords['notices'], FlareNotice['kind']> = {
  'flare-offer': ({ cluster, file }) => ({
    sum: strong`Build a flare of the Cluster Agent${cluster === '' ? '' : ` in ${cluster}`}?`,
    points: [
      say`It holds the Agent's configuration, its logs, its ${code('status')}, its checks and the allow-listed part of its environment`,
      say`The leader's pod builds it, within about a minute. Nothing is uploaded to Datadog`,
      say`I mask the secrets in it once more, on top of the Agent's own masking, and leave out what is no text`,
      file === null
        ? say`The file goes to you as a direct message and to nobody else. The channel gets a summary`
        : say`The file is written to ${code(file)}, readable by you alone`,
      say`The Agent's own copy is removed from its container`,
      ...(file === null ? [say`These buttons work for 10 minutes`] : []),
    ],
  }),
  'flare-building': ({ cluster }) => ({
    sum: strong`A flare of ${cluster} is being built.`,
    points: [say`The summary comes here, the file as a direct message`],
  }),
  'flare-cancelled': () => ({ sum: strong`No flare is built.` }),
  'flare-over': () => ({
    sum: strong`This offer is over: it was decided before, or is older than 10 minutes.`,
    points: [say`Ask ${code('/dca flare')} again`],
  }),
  'flare-not-yours': () => ({
    sum: strong`Only whoever asked for this flare decides on it.`,
    points: [say`For one of your own: ${code('/dca flare')}`],
  }),
  'flare-file': ({ cluster, name, size, masked }) => ({
    sum: say`The flare of ${cluster} that you asked for: ${code(name)}, ${sizeOf(size)}. ${masked === 0 ? 'I found no secret value in it beyond what the Agent itself hides' : `I masked ${count(masked, 'secret value')} in it`}. It still tells much of your cluster: share it with those only whom you would show that.`,
  }),
  'flare-not-sent': ({ why, detail }) => ({
    sum: strong`The flare's file could not be sent to you.`,
    points: NOT_SENT[why](detail),
  }),
};

/** Buttons, and what the command line asks. */
export const FLARE: InterfaceWords['flare'] = {
  build: 'Build',
  cancel: 'Cancel',
  question: 'Build it? [y/N] ',
  needsYes: 'Nobody can be asked here: add --yes to build the flare.',
  needsFile: 'Name the file that the flare is written to: dca ask flare --out FILE',
  written: (path, size) => `Wrote ${path} (${sizeOf(size)}).`,
  notWritten: (path, detail) => `Cannot write ${path}: ${detail}`,
};
