import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Language } from '../domain/question.ts';
import { explainTexts, type NamedText } from '../engine/explain-texts.ts';
import { phrasesOf } from '../phrases/phrases-of.ts';
import { EXIT_USAGE } from './exit-code.ts';
import { type MannerFlags, mannerOf } from './manner.ts';
import { printReport, wantsColour } from './print-report.ts';

/** `dca explain`: saved or pasted output, no cluster. All files together are one report. */
export async function runExplain(files: readonly string[], flags: MannerFlags): Promise<void> {
  const view = mannerOf(flags, undefined, process.env);
  const texts = await readAll(files.length === 0 ? ['-'] : files, view.language);
  if (texts === undefined) {
    process.exitCode = EXIT_USAGE;
    return;
  }
  const look = { json: flags.json ?? false, colour: wantsColour(flags.color, process.env) };
  printReport(explainTexts(texts, Date.now), view, look);
}

async function readAll(files: readonly string[], language: Language): Promise<readonly NamedText[] | undefined> {
  const texts: NamedText[] = [];
  for (const file of files) {
    try {
      texts.push(file === '-' ? { name: 'stdin', text: await text(process.stdin) } : await readNamed(file));
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      process.stderr.write(`${phrasesOf(language).ui.cli.fileUnreadable(file, detail)}\n`);
      return undefined;
    }
  }
  return texts;
}

async function readNamed(file: string): Promise<NamedText> {
  return { name: file.split('/').at(-1) ?? file, text: await readFile(file, 'utf8') };
}
