import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SimulatedCluster, startSimulatedCluster } from '../../simulator/cluster/simulated-cluster.ts';
import type { FindingCode, FindingOf } from '../../src/domain/finding.ts';
import type { ClusterKind, Language } from '../../src/domain/question.ts';
import type { Report } from '../../src/domain/report.ts';
import { answerQuestion, type EngineOptions } from '../../src/engine/answer-question.ts';
import { slackAnswer } from '../../src/formatters/slack-answer.ts';
import { terminalAnswer } from '../../src/formatters/terminal-answer.ts';
import type { ClusterReader } from '../../src/kube/cluster-reader.ts';
import { openCluster } from '../../src/kube/live-cluster.ts';

export interface AskedCluster {
  readonly simulated: SimulatedCluster;
  readonly reader: ClusterReader;
  ask(kind: ClusterKind, over?: Partial<EngineOptions>): Promise<Report>;
  close(): Promise<void>;
}

/** A scenario folder played over TLS, and the worker's engine in front of it. */
export async function askedCluster(scenario: string): Promise<AskedCluster> {
  const simulated = await startSimulatedCluster({ scenario });
  const folder = await mkdtemp(join(tmpdir(), 'dca-ask-'));
  const kubeconfig = join(folder, 'kubeconfig');
  await simulated.writeKubeconfig(kubeconfig);
  const reader = await openCluster({ kubeconfig });
  return {
    simulated,
    reader,
    ask: (kind, over = {}) =>
      answerQuestion(reader, { kind }, { exec: true, clock: Date.now, deadlineMs: 15_000, ...over }),
    close: async () => {
      await reader.close();
      await simulated.close();
      await rm(folder, { recursive: true });
    },
  };
}

export function codesOf(report: Report): readonly FindingCode[] {
  return report.findings.map(({ code }) => code);
}

/** The only finding of that code; throws when there is none or more than one. */
export function finding<C extends FindingCode>(report: Report, code: C): FindingOf<C> {
  const found = report.findings.filter((candidate) => candidate.code === code);
  if (found.length !== 1) throw new Error(`${found.length} × ${code} among ${codesOf(report).join(' ')}`);
  // A finding's facts go with its code.
  return found[0] as FindingOf<C>;
}

/** What a person reads in a terminal. */
export function said(report: Report, language: Language = 'en'): string {
  return terminalAnswer(report, { language, depth: 'normal' }, { colour: false });
}

/** Everything that would be sent to Slack, as JSON, in both languages. */
export function sentToSlack(report: Report): string {
  const messages = (['en', 'ja'] as const).map((language) => slackAnswer(report, { language, depth: 'teach' }));
  return JSON.stringify(messages);
}
