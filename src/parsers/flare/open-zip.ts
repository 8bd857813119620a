import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, getFileNameLowLevel, type ZipFile } from 'yauzl';
import { type Refused, ZIP_LIMITS } from './zip-limits.ts';
import { clashRefusal, nameRefusal, typeRefusal } from './zip-names.ts';

/** One file of an archive. Its content is unpacked when it is asked for, and not kept. */
export interface ZipFileEntry {
  /** With forward slashes; checked to stay in its folder. */
  readonly name: string;
  /** Unpacked. */
  readonly bytes: number;
  readonly modified: Date;
  /** Rejects never; content that is not what the archive says of it is refused. */
  readonly read: () => Promise<{ readonly content: Buffer } | Refused>;
}

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_END = 0x06054b50;
const CENTRAL_END_64 = 0x06064b50;
const ENCRYPTED = 0x1 | 0x40 | 0x2000;
const STORED = 0;
const DEFLATED = 8;

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;
}

/**
 * Opens an archive that is trusted in nothing: all that its directory says is checked before any of it is unpacked. The
 * files come by name; folders are left out. Holds no more than the archive itself and, while it is read, one file.
 */
export async function openZip(bytes: Buffer): Promise<{ readonly files: readonly ZipFileEntry[] } | Refused> {
  if (bytes.length > ZIP_LIMITS.archiveBytes) return { refusal: 'too-large', detail: `${bytes.length} bytes` };
  if (!isZip(bytes)) return { refusal: 'not-a-zip', detail: 'it does not begin as an archive does' };
  let zip: ZipFile;
  const entries: Entry[] = [];
  let directoryStart: number;
  let directoryEnd: number;
  try {
    // Names are decoded here: a name that cannot be taken is told from a directory that cannot be read.
    zip = await fromBufferPromise(bytes, { decodeStrings: false, validateEntrySizes: true });
    if (zip.entryCount > ZIP_LIMITS.files) return { refusal: 'too-many-files', detail: `${zip.entryCount} files` };
    directoryStart = cursorOf(zip);
    for await (const entry of zip.eachEntry()) entries.push(entry);
    directoryEnd = cursorOf(zip);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    if (/encrypt/i.test(detail)) return { refusal: 'encrypted', detail };
    return { refusal: 'damaged', detail };
  }
  const end = bytes.length >= directoryEnd + 4 ? bytes.readUInt32LE(directoryEnd) : 0;
  if (end !== CENTRAL_END && end !== CENTRAL_END_64) {
    return { refusal: 'damaged', detail: 'the directory does not end where it says' };
  }
  const named = entries.map((entry) => ({ entry, name: nameOf(entry) }));
  const refused =
    named.map(({ entry, name }) => entryRefusal(entry, name)).find((one) => one !== undefined) ??
    clashRefusal(named.map(({ name }) => name)) ??
    sizeRefusal(entries) ??
    placeRefusal(bytes, entries, directoryStart);
  if (refused) return refused;
  const files = named
    .filter(({ name }) => !name.endsWith('/'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ entry, name }) => ({
      name,
      bytes: entry.uncompressedSize,
      modified: entry.getLastModDate({ timezone: 'UTC' }),
      read: () => readEntry(zip, entry, name),
    }));
  return { files };
}

/** Where the reader of the directory is; the package's types call it a boolean. */
function cursorOf(zip: ZipFile): number {
  return Number(zip.readEntryCursor);
}

function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  return getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true);
}

function entryRefusal(entry: Entry, name: string): Refused | undefined {
  if ((entry.generalPurposeBitFlag & ENCRYPTED) !== 0) return { refusal: 'encrypted', detail: name };
  const byName = nameRefusal(name) ?? typeRefusal(name, entry.externalFileAttributes);
  if (byName) return byName;
  const { compressionMethod: method, compressedSize: packed, uncompressedSize: unpacked } = entry;
  if (method !== STORED && method !== DEFLATED) {
    return { refusal: 'damaged', detail: `${name} is packed by method ${method}` };
  }
  if (name.endsWith('/') && unpacked > 0) return { refusal: 'damaged', detail: `the folder ${name} has content` };
  if (unpacked > ZIP_LIMITS.ratioFrom && unpacked > packed * ZIP_LIMITS.ratio) {
    return { refusal: 'bomb', detail: `${name} would unpack from ${packed} to ${unpacked} bytes` };
  }
  if (unpacked > ZIP_LIMITS.fileBytes) return { refusal: 'too-large', detail: `${name} has ${unpacked} bytes` };
  return undefined;
}

function sizeRefusal(entries: readonly Entry[]): Refused | undefined {
  const total = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  return total > ZIP_LIMITS.unpackedBytes ? { refusal: 'too-large', detail: `${total} bytes unpacked` } : undefined;
}

/** Each entry has its own bytes in front of the directory, and the header there agrees with the directory. */
function placeRefusal(bytes: Buffer, entries: readonly Entry[], directoryStart: number): Refused | undefined {
  let free = 0;
  for (const entry of entries.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader)) {
    const at = entry.relativeOffsetOfLocalHeader;
    if (at < free) return { refusal: 'bomb', detail: 'two entries share the same bytes' };
    if (at + 30 > directoryStart || bytes.readUInt32LE(at) !== LOCAL_HEADER) {
      return { refusal: 'damaged', detail: 'an entry is not where the directory says' };
    }
    const nameEnd = at + 30 + bytes.readUInt16LE(at + 26);
    free = nameEnd + bytes.readUInt16LE(at + 28) + entry.compressedSize;
    if (free > directoryStart) return { refusal: 'damaged', detail: 'an entry runs into the directory' };
    const agrees =
      bytes.subarray(at + 30, nameEnd).equals(entry.fileNameRaw) &&
      bytes.readUInt16LE(at + 8) === entry.compressionMethod;
    if (!agrees) return { refusal: 'damaged', detail: 'an entry calls itself otherwise than the directory does' };
  }
  return undefined;
}

async function readEntry(zip: ZipFile, entry: Entry, name: string): Promise<{ readonly content: Buffer } | Refused> {
  const chunks: Buffer[] = [];
  let sum = 0;
  try {
    // The package ends the stream with an error as soon as more comes than the directory says.
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      const piece = chunk as Buffer;
      sum = crc32(piece, sum);
      chunks.push(piece);
    }
  } catch (error) {
    return { refusal: 'damaged', detail: `${name}: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (sum !== entry.crc32)
    return { refusal: 'damaged', detail: `${name} has another checksum than the directory says` };
  return { content: Buffer.concat(chunks) };
}
