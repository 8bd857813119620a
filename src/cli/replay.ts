import type { Report } from '../domain/report.ts';
import { replayReport } from '../engine/replay-report.ts';
import { impossibleReport } from '../worker/worker-reports.ts';
import { type KeptReport, readKept } from './kept-report.ts';
import { type MannerFlags, mannerOf } from './manner.ts';
import { printReport, wantsColour } from './print-report.ts';

export interface ReplayFlags extends MannerFlags {
  readonly config?: string;
}

/** `dca replay`: today's rules on the readings of a stored report, or of one that was printed with `--json`. */
export async function runReplay(word: string, flags: ReplayFlags): Promise<void> {
  const view = mannerOf(flags, undefined, process.env);
  const kept = await readKept(word, { config: flags.config, language: view.language });
  if (kept === undefined) return;
  const look = { json: flags.json ?? false, colour: wantsColour(flags.color, process.env) };
  printReport(replayed(kept), view, look);
}

function replayed(kept: KeptReport): Report {
  const { id } = kept;
  if (kept.state === 'found') return replayReport(kept.report, id);
  const now = Date.now();
  const occasion = { question: { kind: 'replay', report: id }, cluster: '', startedAt: now, endedAt: now } as const;
  const cause = kept.state === 'absent' ? 'no-report' : 'unreadable';
  return impossibleReport(occasion, 'replay-impossible', { report: id, cause });
}
