import type { FactsByCode } from '../../domain/finding-facts.ts';
import { size, troubledLog } from '../log-names.ts';
import { clockTime, number } from '../measure.ts';
import { commands, logCommand, remedy, shortPod } from '../names.ts';
import type { FindingPhrases, PhraseContext } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { logKind } from './log-kinds.ts';
import { ago, codes, count, list } from './wording.ts';

const HOW_LOGS_ARE_READ: readonly Rich[] = [
  say`I know some hundred lines by their words, in every version's spelling, and count equal ones over all replicas. Files and functions in a line say little: they moved between versions.`,
  say`A trouble is called over when the log goes on without it for more than ten minutes and more than twice its usual gap.`,
  say`An Agent logs a trouble when it meets it, and only at its log level: a quiet log is a good sign, no proof.`,
];

function whenTold({ times, last, lastSeconds, over }: FactsByCode['logs-trouble'], context: PhraseContext): Rich {
  const lines = count(times, 'line');
  if (over && last !== null) return say`${lines}, none since ${clockTime(last, context.now)}`;
  return lastSeconds === null ? say`${lines}` : say`${lines}, the last ${ago(lastSeconds, context)}`;
}

function span({ first, last, times }: FactsByCode['logs-trouble'], { now }: PhraseContext): readonly Rich[] {
  if (first === null || last === null || times < 2) return [];
  return [say`From ${clockTime(first, now)} to ${clockTime(last, now)}`];
}

/** What the replicas' logs say. */
export const logs = {
  'logs-trouble': (facts, context) => {
    const { means, effect, remedy: toDo } = logKind(facts.kind, facts.about);
    return {
      sum: strong`${facts.over ? 'Over: ' : []}${means} (${whenTold(facts, context)}).`,
      points: [
        say`Newest line: ${code(facts.text)}`,
        ...(facts.pods.length === 0
          ? []
          : [say`In the log of ${list(facts.pods.map(({ pod, times }) => say`${code(pod)} × ${number(times)}`))}`]),
        ...span(facts, context),
      ],
      ...(facts.over ? {} : { effect }),
      remedy: facts.over ? remedy(say`nothing, while it stays away.`) : toDo(context),
      teach: HOW_LOGS_ARE_READ,
      see: [troubledLog(facts, context)],
    };
  },
  'logs-more': ({ troubles, kinds }, context) => ({
    sum: strong`The logs hold ${count(troubles, 'more trouble')}, none worse than those told one by one.`,
    points: kinds.map(
      ({ kind, troubles: alike, times, over }) =>
        say`${over ? 'Over: ' : []}${logKind(kind, null).means}${alike === 1 ? [] : say`, ${number(alike)} different ones`} (${count(times, 'line')})`,
    ),
    remedy: remedy(say`mend what is told one by one first; what is left then shows here.`),
    teach: HOW_LOGS_ARE_READ,
    see: commands(logCommand(null, context, '--since=1h')),
  }),
  'logs-quiet': ({ pods, lines, from, to, noise }, context) => ({
    sum: strong`The log of ${count(pods, 'replica')} holds no known trouble and no error, in ${count(lines, 'line')}.`,
    points: [
      ...(from === null || to === null
        ? []
        : [say`Read from ${clockTime(from, context.now)} to ${clockTime(to, context.now)}`]),
      ...(noise === 0
        ? []
        : [
            say`${count(noise, 'line')} ${noise === 1 ? 'looks like an error and is none' : 'look like errors and are none'}`,
          ]),
    ],
    notSeen: [say`what the Agent does not log at its level`],
    teach: HOW_LOGS_ARE_READ,
    see: commands(logCommand(null, context, '--since=1h')),
  }),
  'logs-empty': ({ pods, lines }, context) => ({
    sum:
      pods.length === 0
        ? strong`No replica's log could be read.`
        : strong`The log of ${pods.length === 1 ? shortPod(pods[0] ?? '') : count(pods.length, 'pod')} tells nothing: ${lines === 0 ? 'no line could be read' : say`none of its ${count(lines, 'line')} has the form of an Agent's`}.`,
    points: pods.length === 0 ? [] : [say`Pods: ${codes(pods)}`],
    notSeen: [say`whether these replicas are in trouble: an empty log is no good sign and no bad one`],
    remedy: remedy(
      say`see whether the container logs to a file only (${code('DD_LOG_TO_CONSOLE')}), or has just started:`,
      logCommand(pods.length === 1 ? (pods[0] ?? null) : null, context, '--tail=20'),
    ),
    teach: HOW_LOGS_ARE_READ,
  }),
  'logs-cut': ({ pods, bytes, from }, context) => ({
    sum: strong`Only the newest ${size(bytes)} of ${count(pods.length, 'log')} ${pods.length === 1 ? 'was' : 'were'} read${from === null ? [] : say`, from ${clockTime(from, context.now)} on`}.`,
    points: [say`Pods: ${codes(pods)}`],
    notSeen: [say`what was logged before`],
    remedy: remedy(say`nothing, unless the trouble is older.`),
  }),
} satisfies Partial<FindingPhrases>;
