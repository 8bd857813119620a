import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { Language } from '../domain/question.ts';
import type { NamedFlare } from '../engine/explain-flare.ts';
import { explainTexts, type NamedText } from '../engine/explain-texts.ts';
import { readFlare } from '../engine/read-flare.ts';
import { isZip } from '../parsers/flare/open-zip.ts';
import { phrasesOf } from '../phrases/phrases-of.ts';
import { EXIT_USAGE } from './exit-code.ts';
import { type MannerFlags, mannerOf } from './manner.ts';
import { printReport, wantsColour } from './print-report.ts';

/** `dca explain`: saved or pasted output and flares, no cluster. All files together are one report. */
export async function runExplain(files: readonly string[], flags: MannerFlags): Promise<void> {
  const view = mannerOf(flags, undefined, process.env);
  const read = await readAll(files.length === 0 ? ['-'] : files, view.language);
  if (read === undefined) {
    process.exitCode = EXIT_USAGE;
    return;
  }
  const look = { json: flags.json ?? false, colour: wantsColour(flags.color, process.env) };
  printReport(explainTexts(read.texts, Date.now, read.flares), view, look);
}

interface ReadFiles {
  readonly texts: readonly NamedText[];
  readonly flares: readonly NamedFlare[];
}

/** A zip is a flare, by its first bytes and whatever it is called; anything else is text. */
async function readAll(files: readonly string[], language: Language): Promise<ReadFiles | undefined> {
  const texts: NamedText[] = [];
  const flares: NamedFlare[] = [];
  for (const file of files) {
    try {
      const name = file === '-' ? 'stdin' : (file.split('/').at(-1) ?? file);
      const bytes = file === '-' ? await buffer(process.stdin) : await readFile(file);
      if (isZip(bytes)) flares.push({ name, read: await readFlare(name, bytes) });
      else texts.push({ name, text: bytes.toString('utf8') });
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      process.stderr.write(`${phrasesOf(language).ui.cli.fileUnreadable(file, detail)}\n`);
      return undefined;
    }
  }
  return { texts, flares };
}
