import type { AnswerFile } from '../domain/flare.ts';
import type { FlareFactsByCode } from '../domain/flare-facts.ts';
import type { LogScan } from '../domain/log-scan.ts';
import { known } from '../domain/reading.ts';
import { maskLongText } from '../masking/mask-long-text.ts';
import { maskText } from '../masking/mask-text.ts';
import {
  belowRoot,
  type FlareFileKind,
  flareFileKind,
  flareHost,
  isFlare,
  isLocalFlare,
} from '../parsers/flare/flare-files.ts';
import { openZip, type ZipFileEntry } from '../parsers/flare/open-zip.ts';
import type { Refused } from '../parsers/flare/zip-limits.ts';
import { logScanner } from '../parsers/logs/log-scanner.ts';
import { textOfFile } from './text-of-file.ts';
import { type ZipWriter, zipWriter } from './write-zip.ts';

/** One text of a flare that the rules know to read; masked. */
export interface FlareText {
  /** Its path below the root folder. */
  readonly file: string;
  readonly kind: Exclude<FlareFileKind, 'log'>;
  readonly text: string;
}

/** What a flare holds, as far as it was read. Everything in it is masked. */
export interface FlareContents {
  readonly host: string | null;
  readonly files: number;
  /** Built by the command alone, without the running process. */
  readonly local: boolean;
  readonly masked: number;
  readonly left: FlareFactsByCode['flare-ready']['left'];
  readonly texts: readonly FlareText[];
  /** Logs are scanned while they are unpacked, and not kept. */
  readonly logs: readonly (LogScan & { readonly file: string })[];
}

/** A text longer than this is no command's output; the rules do without it. */
const LONGEST_TEXT = 8_000_000;
const NAMED_LEFT = 50;

/** Reads a flare that is trusted in nothing, one file at a time. `from` names it in evidence. */
export async function readFlare(from: string, bytes: Buffer): Promise<FlareContents | Refused> {
  return readThrough(from, bytes, undefined);
}

/** The same, with all its texts masked and packed again under the name `name`; what is no text is left out. */
export async function remakeFlare(
  from: string,
  name: string,
  bytes: Buffer,
): Promise<{ readonly contents: FlareContents; readonly archive: AnswerFile } | Refused> {
  const writer = zipWriter();
  const contents = await readThrough(from, bytes, writer);
  const packed = await writer.end();
  if ('refusal' in contents) return contents;
  if (packed === undefined) return { refusal: 'too-large', detail: 'the masked archive takes more than 50 MB' };
  return { contents, archive: { name, bytes: packed } };
}

async function readThrough(
  from: string,
  bytes: Buffer,
  writer: ZipWriter | undefined,
): Promise<FlareContents | Refused> {
  const opened = await openZip(bytes);
  if ('refusal' in opened) return opened;
  const names = opened.files.map(({ name }) => name);
  if (!isFlare(names)) return { refusal: 'not-a-flare', detail: `${names.length} files, none of which a flare has` };
  const left: { file: string; why: FlareContents['left'][number]['why'] }[] = [];
  const texts: FlareText[] = [];
  const logs: FlareContents['logs'][number][] = [];
  let masked = 0;
  for (const file of opened.files) {
    const read = await readText(file);
    if ('why' in read) {
      left.push({ file: maskText(belowRoot(file.name)).text, why: read.why });
      continue;
    }
    masked += read.masked;
    await writer?.add(file.name, file.modified, read.text);
    const kind = flareFileKind(file.name);
    const path = belowRoot(file.name);
    if (kind === 'log') logs.push({ file: path, ...(await scan(`${from}: ${path}`, read.text)) });
    else if (kind && read.text.length <= LONGEST_TEXT) texts.push({ file: path, kind, text: read.text });
  }
  const host = flareHost(names);
  return {
    host: host === undefined ? null : host,
    files: opened.files.length,
    local: isLocalFlare(names),
    masked,
    left: left.slice(0, NAMED_LEFT),
    texts,
    logs,
  };
}

type MaskedFile = { readonly text: string; readonly masked: number };

async function readText(file: ZipFileEntry): Promise<MaskedFile | Pick<FlareContents['left'][number], 'why'>> {
  // A secret in a name would stay in the archive's directory.
  if (maskText(file.name).masked > 0) return { why: 'path' };
  const read = await file.read();
  if ('refusal' in read) return { why: read.refusal };
  const text = textOfFile(read.content);
  return text === undefined ? { why: 'not-text' } : maskLongText(text, rest);
}

const SCANNED_AT_ONCE = 1_000_000;

async function scan(source: string, text: string): Promise<LogScan> {
  const scanner = logScanner();
  for (let start = 0; start < text.length; start += SCANNED_AT_ONCE) {
    scanner.take(text.slice(start, start + SCANNED_AT_ONCE));
    await rest();
  }
  const scanned = { ...scanner.end(), bytes: Buffer.byteLength(text), more: false };
  return { pod: source, reading: known(scanned, source, '') };
}

/** Lets others have the thread. */
function rest(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
