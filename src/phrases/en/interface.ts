import type { Progress } from '../../domain/report.ts';
import type { InterfaceWords } from '../interface-words.ts';
import { clockTime, took } from '../measure.ts';
import { code, join, type Rich, say, strong } from '../rich.ts';
import { CLI, DOCTOR } from './command-line.ts';
import { FLARE } from './flare-notices.ts';
import { NOTICES } from './notices.ts';
import { count, lasting, WHYS } from './wording.ts';

const STEPS = {
  pods: 'finding the Cluster Agent pods',
  locks: 'reading the leader locks',
  status: "asking the pods for the Agent's status",
  kubernetes: 'reading Kubernetes objects',
  flare: 'having the leader build the flare',
  diagnosis: 'working out what it means',
} as const satisfies Record<Progress['step'], string>;

/** English words around the findings. */
export const ui: InterfaceWords = {
  headings: {
    do: 'Do',
    effect: 'Effect',
    notSeen: 'Not seen',
    howItWorks: 'How it works',
    seeItYourself: 'See it yourself',
  },
  colon: ': ',
  more: (amount) => `and ${amount} more, in the report`,
  moreFindings: (amount) =>
    `${count(amount, 'more finding')} did not fit here; the report holds ${amount === 1 ? 'it' : 'them'}.`,
  lessonCut: 'The rest of the explanation did not fit here: ask a narrower question, such as /dca leader.',
  moreClusters: (amount) => `and ${count(amount, 'more cluster')}; dca clusters lists all of them`,
  unread: (source, why, detail, others) => {
    const alike = others === 0 ? '' : ` and the same of ${count(others, 'other pod')}`;
    return say`${code(source)}${alike} (${WHYS[why]}${detail === null ? '' : `: ${detail}`})`;
  },
  footer: (facts) => [
    ...(facts.cluster === '' ? [] : [say`${facts.cluster}`]),
    ...agent(facts.versions, facts.images),
    say`read ${clockTime(facts.time, facts.cluster === '' ? '' : facts.time)} in ${took(facts.tookMs, 'en')}`,
    ...(facts.masked === 0 ? [] : [say`${count(facts.masked, 'secret value')} masked`]),
    ...(facts.report === null ? [] : [say`report ${code(facts.report)}`]),
    join(facts.codes.map(code), ' '),
  ],
  stopButton: 'Stop',
  answerButtons: { again: 'Run again', deeper: 'Go deeper' },
  opening: {
    asked: (words, cluster) => say`${strong`${words}`}${cluster === '' ? [] : say` · ${code(cluster)}`}`,
    waiting: (cluster) => (cluster === '' ? say`About to start.` : say`Waiting for the cluster's worker.`),
    working: (progress, elapsed) =>
      progress === null
        ? say`Working (${lasting(elapsed)})`
        : say`Working: ${STEPS[progress.step]}, ${progress.done} of ${progress.total} (${lasting(elapsed)})`,
    stopped: say`Stopped before the reading was done; nothing was judged.`,
  },
  notices: NOTICES,
  flare: FLARE,
  help: {
    intro: say`I read the Datadog Cluster Agent of a cluster, with the smallest rights, and say what I found. I change nothing; a flare is built only when you confirm it, and removed again.`,
    groups: [
      {
        title: 'Ask a cluster',
        lines: [
          { ask: '/dca status', answers: 'does the Agent run, and what does it say of itself' },
          { ask: '/dca leader', answers: 'which replica leads, and is it alive' },
          {
            ask: '/dca hpa shop/web',
            answers: 'what the figures of an HPA with an external metric are made of, and what it will do next',
          },
          { ask: '/dca hpa', answers: 'every HPA with an external metric, a word on each' },
          { ask: '/dca metrics', answers: 'the values the Agent keeps for HPAs: how old, valid or not, who uses them' },
          {
            ask: '/dca checks',
            answers: 'every cluster check: where it runs, and which ones fail or run nowhere',
          },
          {
            ask: '/dca checks http_check',
            answers: 'one check from its cause to its result; also for a node (node/worker-3) or a Service (shop/web)',
          },
          {
            ask: '/dca endpoints shop/web',
            answers: 'the endpoint checks of a Service, pod by pod; without a name all',
          },
          {
            ask: '/dca metadata shop/web-7xk2p',
            answers: 'which Services the Agent knows for a pod, against the API server; also for a node, or all',
          },
          {
            ask: '/dca node worker-3',
            answers: 'does the node Agent there reach the Cluster Agent; without a name all',
          },
          { ask: '/dca events', answers: 'are Kubernetes events collected, and if not, why' },
          { ask: '/dca logs', answers: 'known troubles in the logs of all replicas, counted, with what they mean' },
          { ask: '/dca health', answers: 'all of these at once, a line for each, the worst first' },
          {
            ask: '/dca flare',
            answers:
              "the Agent's support archive, masked, as a file for you alone; asks first, and sends nothing to Datadog",
          },
          { ask: '@dca leader', answers: 'the same inside a thread, where Slack allows no commands' },
          { ask: '@dca', answers: 'alone in a thread: buttons for what its messages name' },
        ],
      },
      {
        title: 'Compare and explain',
        lines: [
          { ask: '/dca compare prod-a prod-b', answers: 'what is wrong in one cluster and not in the other' },
          {
            ask: '/dca compare REPORT',
            answers: 'the question of an earlier answer, asked again now: what has changed',
          },
          { ask: '/dca replay REPORT', answers: 'an earlier answer, judged again by the rules of today' },
          { ask: '/dca explain', answers: 'an output of the Agent or of kubectl that you paste after it' },
        ],
      },
      {
        title: 'Around it',
        lines: [
          { ask: '/dca clusters', answers: 'which clusters I know, and whether I hear from them' },
          { ask: '/dca help', answers: 'this' },
        ],
      },
    ],
    options: [
      say`${code('--cluster prod-eu')} asks another cluster than the channel's`,
      say`${code('-n shop')} asks about one namespace, ${code('--page 2')} goes on in a list (${code('hpa')}, ${code('metrics')} and ${code('checks')})`,
      say`${code('--depth line')} is one line, ${code('--depth teach')} adds how it works and commands to see it yourself`,
      say`${code('--lang ja')} answers in Japanese`,
    ],
  },
  clusters: {
    title: (amount, silent) =>
      amount === 0
        ? strong`No cluster has registered yet.`
        : silent === 0
          ? strong`${count(amount, 'cluster')}, all heard of.`
          : strong`${count(amount, 'cluster')}, ${silent} silent.`,
    line: ({ name, lastSeenSeconds, version, silent }) => {
      const seen = lastSeenSeconds === null ? say`never heard of` : say`last heard of ${lasting(lastSeenSeconds)} ago`;
      const state: Rich = silent ? strong`silent` : say`working`;
      return say`${code(name)}: ${state}, ${seen}${version === null ? [] : say`, worker ${version}`}`;
    },
  },
  doctor: DOCTOR,
  cli: CLI,
};

function agent(versions: readonly string[], images: readonly string[]): readonly Rich[] {
  const tags = images.map((image) => image.slice(image.lastIndexOf('/') + 1)).map((name) => name.split(':')[1] ?? name);
  if (versions.length === 0 && tags.length === 0) return [];
  if (versions.length === 0) return [say`image ${tags.join(', ')}`];
  return [say`Agent ${versions.join(', ')}${tags.length === 0 ? '' : ` (image ${tags.join(', ')})`}`];
}
