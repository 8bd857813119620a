import type { InterfaceWords } from '../interface-words.ts';
import { number } from '../measure.ts';
import type { NoticeOf } from '../notice.ts';
import { code, join, type Rich, say, strong } from '../rich.ts';
import { CLICK_NOTICES } from './click-notices.ts';
import { FLARE_NOTICES } from './flare-notices.ts';
import { refusal } from './refusals.ts';
import { codes } from './wording.ts';

const BAD_NAME = {
  hpa: [
    say`Names are lower-case letters, digits and dashes: a namespace up to 63 of them, an HPA or workload up to 253, dots included`,
    say`Ask like ${code('/dca hpa shop/web')} or ${code('/dca hpa web -n shop')}`,
  ],
  checks: [
    say`The name of a check is letters, digits, ${code('_')}, dashes and dots, up to 100 of them; nodes, namespaces and Services have neither ${code('_')} nor capital letters`,
    say`Ask like ${code('/dca checks http_check')}, ${code('/dca checks node/worker-3')} or ${code('/dca checks shop/web')}`,
  ],
  endpoints: [
    say`The names of namespaces and Services are lower-case letters, digits and dashes, up to 63 of them`,
    say`Ask like ${code('/dca endpoints shop/web')}`,
  ],
  metadata: [
    say`The names of nodes and pods are lower-case letters, digits, dashes and dots, up to 253 of them`,
    say`Ask like ${code('/dca metadata worker-3')} or ${code('/dca metadata shop/web-7xk2p')}`,
  ],
  node: [
    say`The names of nodes and pods are lower-case letters, digits, dashes and dots, up to 253 of them`,
    say`Ask like ${code('/dca node worker-3')}, or ${code('/dca node shop/web-7xk2p')} for the node of a pod`,
  ],
  report: [
    say`The id of a report is lower-case letters and digits; it stands in the small line under an answer`,
    say`Ask like ${code('/dca compare prod-a prod-b')}, or ${code('/dca compare')} and ${code('/dca replay')} with such an id`,
  ],
} as const satisfies Record<NoticeOf<'bad-name'>['about'], readonly Rich[]>;

/** What dca-bot says outside of an answer. */
export const NOTICES: InterfaceWords['notices'] = {
  ...FLARE_NOTICES,
  ...CLICK_NOTICES,
  'redis-down': () => ({
    sum: strong`Your question was not taken: dca-bot cannot reach its queue (Redis).`,
    points: [say`Ask again in a minute. ${code('dca doctor')} says what is wrong`],
  }),
  'redis-slow': () => ({
    sum: strong`I do not know whether your question was taken: the queue (Redis) did not answer within a second.`,
    points: [say`If no message follows within 15 s, ask again`],
  }),
  'unknown-word': ({ word, nearest }) => ({
    sum: strong`I do not know ${code(word)}.`,
    points: [
      nearest.length === 0
        ? say`${code('/dca help')} lists what can be asked`
        : say`Did you mean ${eitherOf(nearest)}?`,
    ],
  }),
  empty: () => ({
    sum: strong`What would you like to know?`,
    points: [
      say`For example ${code('/dca leader')} or ${code('/dca hpa shop/web')}; ${code('/dca help')} lists the rest`,
    ],
  }),
  'too-long': ({ length, limit }) => ({
    sum: strong`That is too long for a question: ${number(length)} characters, at most ${number(limit)}.`,
    points: [say`To have a long output explained, pipe it into ${code('dca explain')} in a terminal`],
  }),
  'bad-option': ({ option, value, allowed }) => ({
    sum:
      allowed.length === 0
        ? strong`I do not know the option ${code(option)}.`
        : value === null
          ? strong`${code(option)} needs a value.`
          : strong`${code(option)} cannot be ${code(value)}.`,
    points: [
      allowed.length === 0
        ? say`I know ${codes(['--cluster', '--depth', '--lang', '--namespace', '--page'])}`
        : say`It can be ${codes(allowed, 10)}`,
    ],
  }),
  'bad-name': ({ word, about }) => ({
    sum:
      about === 'checks'
        ? strong`No check, node or Service can be called ${code(word)}.`
        : about === 'report'
          ? strong`No report has the id ${code(word)}.`
          : strong`Nothing in Kubernetes can be called ${code(word)}.`,
    points: BAD_NAME[about],
  }),
  'two-subjects': ({ word, nearest }) => ({
    sum: strong`One name per question: ${code(word)} is the second.`,
    points: [say`Ask ${eitherOf(nearest)}`],
  }),
  'not-taken': ({ question, word, nearest }) => ({
    sum: strong`${code(question)} is asked without ${code(word)}.`,
    points: [say`Did you mean ${eitherOf(nearest)}?`],
  }),
  'unknown-cluster': ({ cluster, known, asNamespace, asNode }) => ({
    sum: strong`I know no cluster named ${code(cluster)}.`,
    points: [
      known.length === 0 ? say`No cluster has registered yet` : say`I know ${codes(known, 10)}`,
      ...(asNode === null ? [] : [say`If ${code(cluster)} is a node: ${code(asNode)}`]),
      ...(asNamespace === null ? [] : [say`If ${code(cluster)} is a namespace: ${code(asNamespace)}`]),
    ],
  }),
  'no-cluster': () => ({
    sum: strong`No cluster has registered yet, so there is nobody to ask.`,
    points: [say`Start a worker in a cluster (${code('dca worker')}); it registers by itself within seconds`],
  }),
  'which-cluster': ({ known }) => ({
    sum: strong`Which cluster?`,
    points: [say`I know ${codes(known, 10)}`, say`Add ${code(`--cluster ${known[0] ?? 'NAME'}`)}`],
  }),
  'not-in-channel': () => ({
    sum: strong`Only you can see this answer: I am not in this channel.`,
    points: [say`To have answers here for everybody: ${code('/invite @dca')}`],
  }),
  'possible-repeat': () => ({
    sum: say`This may stand here twice: Slack did not say whether the first one arrived.`,
  }),
  'stop-accepted': () => ({ sum: strong`Stopping: the reading under way ends first.` }),
  'stop-too-late': () => ({ sum: strong`Too late to stop: the answer is already there.` }),
  refused: ({ reason, rules }) => ({ sum: strong`I may not answer this here.`, points: refusal(reason, rules) }),
  'nothing-to-explain': () => ({
    sum: strong`There is nothing to explain in this message.`,
    points: [say`Paste the output of ${code('datadog-cluster-agent status')}, or attach it as a file`],
  }),
  failed: ({ reference }) => ({
    sum: strong`That did not work: something failed inside dca-bot.`,
    points: [say`Its log says what, under the reference ${code(reference)}`],
  }),
  'stop-unreachable': () => ({
    sum: strong`That did not work: dca-bot cannot reach its queue (Redis).`,
    points: [say`Try again in a minute. ${code('dca doctor')} says what is wrong`],
  }),
};

/** The first few of what could be meant. */
function eitherOf(questions: readonly string[]): Rich {
  return join(questions.slice(0, 3).map(code), ' or ');
}
