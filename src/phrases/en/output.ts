import { execCommand, ranCommand, remedy, shortPod } from '../names.ts';
import type { FindingPhrases } from '../phrases.ts';
import { code, say, strong } from '../rich.ts';
import { codes, count, WHYS } from './wording.ts';

const KUBECTL_STATUS = 'datadog-cluster-agent status --json';

/** What an Agent printed, and what could not be read of it. */
export const output = {
  'agent-command-failed': (facts, context) => {
    const notSeen = [
      say`what only ${facts.pod === '' ? 'the Agent' : 'this pod'} can tell: its checks, its metrics, its requests to Datadog`,
    ];
    if (facts.why === 'absent' && context.codes.includes('agent-not-running'))
      return { sum: strong`No Cluster Agent runs that could answer ${code(ranCommand(facts.command))}.`, notSeen };
    return {
      sum: strong`No answer to ${code(ranCommand(facts.command))}${facts.pod === '' ? [] : say` from ${shortPod(facts.pod)}`}: ${WHYS[facts.why]}.`,
      points:
        facts.pod === '' ? [] : [say`Pod ${code(facts.pod)}${facts.detail === '' ? [] : say`: ${code(facts.detail)}`}`],
      notSeen,
      remedy: remedy(say`run it by hand to see what it says:`, facts.command),
    };
  },
  'agent-version-unclear': (facts) => ({
    sum: strong`Two versions are told: ${code('status')} says ${code(facts.title)}, the image is ${code(facts.image)}.`,
    points: [
      say`A build without a version tag prints ${code('6.0.0')}; the image tag is then the better guess (inferred)`,
    ],
    remedy: remedy(say`nothing.`),
  }),
  'output-not-recognised': (facts) => {
    switch (facts.kind) {
      case 'document':
        return {
          sum: strong`I cannot read ${code(facts.from)}: it is not an Agent output that I know.`,
          points: facts.detail === null ? [] : [say`${code(facts.detail)}`],
          remedy: remedy(say`send the whole output of this command, from its first line on:`, KUBECTL_STATUS),
        };
      case 'sections':
        return {
          sum: strong`${count(facts.sections.length, 'section')} of ${code(facts.from)} ${facts.sections.length === 1 ? 'is' : 'are'} new to me and not judged: ${codes(facts.sections, 6)}.`,
          points: [say`Kept word for word in the report; everything else was read`],
          remedy: remedy(say`nothing.`),
        };
      case 'cut-off':
        return {
          sum: strong`The text from ${code(facts.from)} ends in the middle: what is missing is unknown, not absent.`,
          ...(facts.detail === null ? {} : { points: [say`${code(facts.detail)}`] }),
          remedy: remedy(
            say`send the whole output, or ${code('status --json')}, which is shorter to copy:`,
            KUBECTL_STATUS,
          ),
        };
    }
  },
  'status-render-error': (facts, context) => ({
    sum: facts.knownBug
      ? strong`The Agent breaks off its own metric list: a known bug of its text ${code('status')}, nothing in your cluster.`
      : strong`The Agent could not print ${count(facts.errors.length, 'part')} of its own ${code('status')}.`,
    points: [
      ...facts.errors.map((error) => say`${code(error)}`),
      ...(facts.knownBug ? [say`The counts above the list are right; only the list is missing`] : []),
    ],
    remedy: facts.knownBug
      ? remedy(
          context.origin === 'text'
            ? say`nothing. To see the list, send the JSON form:`
            : say`nothing. The list is in the JSON form:`,
          execCommand(facts.from, context, KUBECTL_STATUS) ?? KUBECTL_STATUS,
        )
      : remedy(
          say`look at the JSON form, which is made without the templates:`,
          execCommand(facts.from, context, KUBECTL_STATUS) ?? KUBECTL_STATUS,
        ),
  }),
  'version-unsupported': (facts) => ({
    sum: strong`I do not know this layout of ${code('status')}${facts.title === '' ? [] : say` (${code(facts.title)})`}, so I judge nothing in it.`,
    points: [say`From ${code(facts.from)}`],
    notAtFault: say`This says nothing against the Agent.`,
    remedy: remedy(say`send the JSON form, which changes less between versions:`, KUBECTL_STATUS),
  }),
  'node-agent-status': (facts) => ({
    sum: strong`This is a node Agent's status, not a Cluster Agent's; it says nothing of a Cluster Agent.`,
    points: [
      say`${code(facts.from)}: node Agent${facts.version === '' ? [] : say` ${facts.version}`}${facts.hostname === null ? [] : say` on ${code(facts.hostname)}`}`,
    ],
    remedy: remedy(say`for the Cluster Agent itself, send the output of this command:`, 'datadog-cluster-agent status'),
    teach: [
      say`Each node runs an Agent that collects; the Cluster Agent talks to the API server for all of them. ${code('agent status')} and ${code('datadog-cluster-agent status')} are different documents.`,
    ],
  }),
} satisfies Partial<FindingPhrases>;
