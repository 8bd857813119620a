import { questionProblem } from '../../handlers/question-problem.ts';
import { isClusterKind } from '../domain/question.ts';
import { answerQuestion } from '../engine/answer-question.ts';
import { helpMessage, plainTextOf } from '../formatters/slack-notices.ts';
import { terminalNotice } from '../formatters/terminal-notices.ts';
import { parseQuestion } from '../parsers/question/parse-question.ts';
import { EXIT_USAGE } from './exit-code.ts';
import { type MannerFlags, mannerOf } from './manner.ts';
import { openClusterOrExplain } from './open-cluster.ts';
import { printReport, wantsColour } from './print-report.ts';

export interface AskFlags extends MannerFlags {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly namespace?: string;
  readonly exec: boolean;
  /** Seconds. */
  readonly timeout: number;
}

/** `dca ask`: the worker's engine on the current kubeconfig, with no Slack and no Redis. */
export async function runAsk(words: readonly string[], flags: AskFlags): Promise<void> {
  const parsed = parseQuestion(words.join(' '));
  const { language, depth } = mannerOf(flags, parsed.ok ? parsed.manner : undefined, process.env);
  if (!parsed.ok) {
    process.stderr.write(terminalNotice(questionProblem(parsed, words.join(' '), 'dca ask'), language));
    process.exitCode = EXIT_USAGE;
    return;
  }
  if (!isClusterKind(parsed.question.kind)) {
    process.stdout.write(`${plainTextOf(helpMessage(language))}\n`);
    return;
  }
  const context = flags.context ?? parsed.question.cluster;
  const reader = await openClusterOrExplain(
    {
      ...(flags.kubeconfig === undefined ? {} : { kubeconfig: flags.kubeconfig }),
      ...(context === undefined ? {} : { context }),
    },
    language,
  );
  if (reader === undefined) return;
  try {
    const report = await answerQuestion(reader, parsed.question, {
      exec: flags.exec,
      clock: Date.now,
      deadlineMs: flags.timeout * 1000,
      ...(flags.namespace === undefined ? {} : { namespace: flags.namespace }),
    });
    const look = { json: flags.json ?? false, colour: wantsColour(flags.color, process.env) };
    printReport(report, { language, depth }, look);
  } finally {
    await reader.close();
  }
}
