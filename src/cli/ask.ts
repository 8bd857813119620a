import { isClusterKind } from '../domain/question.ts';
import { answerQuestion } from '../engine/answer-question.ts';
import { helpMessage, plainTextOf } from '../formatters/slack-notices.ts';
import { parseQuestion } from '../parsers/question/parse-question.ts';
import { phrasesOf } from '../phrases/phrases-of.ts';
import { EXIT_USAGE } from './exit-code.ts';
import { type MannerFlags, mannerOf } from './manner.ts';
import { openClusterOrExplain } from './open-cluster.ts';
import { printReport, wantsColour } from './print-report.ts';

export interface AskFlags extends MannerFlags {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly namespace?: string;
  readonly exec: boolean;
  readonly timeout: string;
}

/** `dca ask`: the worker's engine on the current kubeconfig, with no Slack and no Redis. */
export async function runAsk(words: readonly string[], flags: AskFlags): Promise<void> {
  const parsed = parseQuestion(words.join(' '));
  const { language, depth } = mannerOf(flags, parsed.ok ? parsed.manner : undefined, process.env);
  const seconds = Number(flags.timeout);
  if (!parsed.ok || !(seconds > 0)) {
    process.stderr.write(`${phrasesOf(language).ui.cli.notAQuestion(words.join(' '))}\n`);
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
      deadlineMs: seconds * 1000,
      ...(flags.namespace === undefined ? {} : { namespace: flags.namespace }),
    });
    const look = { json: flags.json ?? false, colour: wantsColour(flags.color, process.env) };
    printReport(report, { language, depth }, look);
  } finally {
    await reader.close();
  }
}
