import { readFile } from 'node:fs/promises';
import type { Language } from '../domain/question.ts';
import type { Report } from '../domain/report.ts';
import { reportIdForm } from '../domain/report-id.ts';
import { phrasesOf } from '../phrases/phrases-of.ts';
import { findReportId, loadReport, reportInJson } from '../redis/reports.ts';
import { EXIT_USAGE } from './exit-code.ts';
import { withRedis } from './with-redis.ts';

export type KeptReport =
  | { readonly state: 'found'; readonly report: Report; readonly id: string }
  /** There is no report of that id, or only a newer dca-bot can read it. */
  | { readonly state: 'absent' | 'unreadable'; readonly id: string };

/** What names a kept report: its id in Redis, or a file that `--json` printed. */
export function isReportId(word: string): boolean {
  return reportIdForm(word) !== undefined;
}

/** Reads a kept report. `undefined`: Redis or the file could not be read, which has been told. */
export function readKept(
  word: string,
  { config, language }: { readonly config?: string | undefined; readonly language: Language },
): Promise<KeptReport | undefined> {
  return isReportId(word) ? fromRedis(word, config) : fromFile(word, language);
}

function fromRedis(word: string, config: string | undefined): Promise<KeptReport | undefined> {
  return withRedis(config, async (redis, keys) => {
    const id = await findReportId(redis, keys, word);
    if (id === undefined) return { state: 'absent', id: word };
    const record = await loadReport(redis, keys, id);
    return record.state === 'found' ? { state: 'found', report: record.value, id } : { state: record.state, id };
  });
}

async function fromFile(file: string, language: Language): Promise<KeptReport | undefined> {
  const unreadable = (detail: string) => {
    process.stderr.write(`${phrasesOf(language).ui.cli.fileUnreadable(file, detail)}\n`);
    process.exitCode = EXIT_USAGE;
    return undefined;
  };
  try {
    const record = reportInJson(await readFile(file, 'utf8'));
    if (record.state === 'found') return { state: 'found', report: record.value, id: file.split('/').at(-1) ?? file };
    return unreadable(record.state === 'unreadable' ? record.detail : '');
  } catch (error) {
    return unreadable(error instanceof Error ? error.message : String(error));
  }
}
