import { open, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import type { AnswerFile, FlareKeeping } from '../domain/flare.ts';
import type { Language } from '../domain/question.ts';
import { terminalNotice } from '../formatters/terminal-notices.ts';
import { phrasesOf } from '../phrases/phrases-of.ts';
import { EXIT_USAGE } from './exit-code.ts';

/** A file that waits for the flare. */
export interface FlareTarget {
  readonly keeping: FlareKeeping;
  /** Writes the archive, and says so; without one the file is taken away again. */
  close(): Promise<void>;
}

/** Where the question is asked. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
}

/** Asks on the terminal whether a flare is wanted, and opens the file for it. `no`: there is nothing to do. */
export async function agreeOnFlare(
  { out, yes = false }: { readonly out?: string; readonly yes?: boolean },
  cluster: string,
  language: Language,
  terminal: Terminal = { input: process.stdin, output: process.stderr },
): Promise<FlareTarget | 'no'> {
  const { flare } = phrasesOf(language).ui;
  if (out === undefined) return usage(flare.needsFile);
  if (!yes) {
    if (terminal.input.isTTY !== true) return usage(flare.needsYes);
    terminal.output.write(terminalNotice({ kind: 'flare-offer', cluster, file: out }, language));
    if (!(await isYes(flare.question, terminal))) return 'no';
  }
  // Before anything is built; what is there already is somebody's, and stays.
  const file = await open(out, 'wx', 0o600).catch((error: unknown) => reasonOf(error));
  if (typeof file === 'string') return usage(flare.notWritten(out, file));
  let archive: AnswerFile | undefined;
  return {
    keeping: {
      left: [],
      tell: (news) => {
        if (news.news === 'file') archive = news.file;
      },
    },
    close: async () => {
      try {
        if (archive !== undefined) await file.writeFile(archive.bytes);
        await file.close();
        if (archive === undefined) await rm(out, { force: true });
        else terminal.output.write(`${flare.written(out, archive.bytes.length)}\n`);
      } catch (error) {
        terminal.output.write(`${flare.notWritten(out, reasonOf(error))}\n`);
        process.exitCode = EXIT_USAGE;
      }
    },
  };
}

function usage(sentence: string): 'no' {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = EXIT_USAGE;
  return 'no';
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function isYes(question: string, { input, output }: Terminal): Promise<boolean> {
  const asking = createInterface({ input, output });
  try {
    return /^(?:y|yes|はい)$/i.test((await asking.question(question)).trim());
  } finally {
    asking.close();
  }
}
