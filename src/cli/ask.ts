import { questionProblem } from '../../handlers/question-problem.ts';
import { DEFAULTS } from '../config/config.ts';
import { isClusterKind, isTextKind, type Question } from '../domain/question.ts';
import { answerQuestion } from '../engine/answer-question.ts';
import { helpMessage, plainTextOf } from '../formatters/slack-notices.ts';
import { terminalNotice } from '../formatters/terminal-notices.ts';
import { parseQuestion } from '../parsers/question/parse-question.ts';
import { agreeOnFlare } from './ask-flare.ts';
import { EXIT_USAGE } from './exit-code.ts';
import { type MannerFlags, mannerOf } from './manner.ts';
import { openClusterOrExplain } from './open-cluster.ts';
import { printReport, wantsColour } from './print-report.ts';

export interface AskFlags extends MannerFlags {
  readonly kubeconfig?: string;
  readonly context?: string;
  /** Part of the question, as in its words. */
  readonly namespace?: string;
  readonly page?: string;
  readonly agentNamespace?: string;
  readonly exec: boolean;
  /** Seconds. */
  readonly timeout?: number;
  /** For a flare: the file to write, and whether nobody is to be asked. */
  readonly out?: string;
  readonly yes?: boolean;
}

/** `dca ask`: the worker's engine on the current kubeconfig, with no Slack and no Redis. */
export async function runAsk(words: readonly string[], flags: AskFlags): Promise<void> {
  const asked = askedWords(words, flags);
  const parsed = parseQuestion(asked);
  const { language, depth } = mannerOf(flags, parsed.ok ? parsed.manner : undefined, process.env);
  if (!parsed.ok) {
    process.stderr.write(terminalNotice(questionProblem(parsed, asked, 'dca ask'), language));
    process.exitCode = EXIT_USAGE;
    return;
  }
  const { kind } = parsed.question;
  if (isTextKind(kind)) {
    await aboutReports(parsed.question, { ...flags, lang: language, depth });
    return;
  }
  if (!isClusterKind(kind)) {
    process.stdout.write(`${plainTextOf(helpMessage(language))}\n`);
    return;
  }
  const context = flags.context ?? parsed.question.cluster;
  const flare = kind === 'flare' ? await agreeOnFlare(flags, context ?? '', language) : undefined;
  if (flare === 'no') return;
  const reader = await openClusterOrExplain(
    {
      ...(flags.kubeconfig === undefined ? {} : { kubeconfig: flags.kubeconfig }),
      ...(context === undefined ? {} : { context }),
    },
    language,
  );
  if (reader === undefined) {
    await flare?.close();
    return;
  }
  try {
    const options = {
      exec: flags.exec,
      clock: Date.now,
      deadlineMs: flags.timeout === undefined ? DEFAULTS.deadlines[kind] : flags.timeout * 1000,
      ...(flags.agentNamespace === undefined ? {} : { namespace: flags.agentNamespace }),
    };
    const report = await answerQuestion(reader, parsed.question, options, flare ? { flare: flare.keeping } : {});
    const look = { json: flags.json ?? false, colour: wantsColour(flags.color, process.env) };
    printReport(report, { language, depth }, look);
  } finally {
    await flare?.close();
    await reader.close();
  }
}

/** The same as the commands of these names; only these load what they need. */
async function aboutReports({ report, cluster, against }: Question, flags: AskFlags): Promise<void> {
  if (report !== undefined) {
    const { runReplay } = await import('./replay.ts');
    return runReplay(report, flags);
  }
  const { runCompare } = await import('./compare.ts');
  const [before, after] =
    against !== undefined && 'report' in against ? [against.report, cluster] : [cluster, against?.cluster];
  const current = flags.context;
  return runCompare(before ?? current ?? '', after ?? current ?? '', flags);
}

/** The shell's own options may stand outside of the quotes: `dca ask hpa web -n shop`. */
function askedWords(words: readonly string[], { namespace, page }: AskFlags): string {
  return [
    ...words,
    ...(namespace === undefined ? [] : [`--namespace=${namespace}`]),
    ...(page === undefined ? [] : [`--page=${page}`]),
  ].join(' ');
}
