import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';

export interface ZipWriter {
  /** Resolves once the file is packed, so that no more than one waits in memory. */
  add(name: string, modified: Date, text: string): Promise<void>;
  /** The archive; `undefined` when it takes more than 50 MB. */
  end(): Promise<Buffer | undefined>;
}

const MAX_BYTES = 50_000_000;
const PIECE = 64 * 1024;
/** Plain file, readable by all: whatever rights its original had say nothing here. */
const MODE = 0o100644;

/** Writes an archive whose bytes depend on nothing but what is put in, in that order. */
export function zipWriter(): ZipWriter {
  const zip = new ZipFile();
  const pieces: Buffer[] = [];
  let size = 0;
  zip.outputStream.on('data', (piece: Buffer) => {
    size += piece.length;
    if (size > MAX_BYTES) pieces.length = 0;
    else pieces.push(piece);
  });
  const written = new Promise<void>((resolve, reject) => {
    zip.outputStream.on('end', resolve);
    zip.outputStream.on('error', reject);
    zip.on('error', reject);
  });
  // Whoever calls `end` hears of it; until then a failure must not end the process.
  written.catch(() => {});
  return {
    add: async (name, modified, text) => {
      const content = Readable.from(piecesOf(Buffer.from(text)));
      zip.addReadStreamLazy(name, { mtime: modified, mode: MODE }, (pass) => pass(null, content));
      await finished(content, { writable: false });
    },
    end: async () => {
      zip.end();
      await written;
      return size > MAX_BYTES ? undefined : Buffer.concat(pieces);
    },
  };
}

function* piecesOf(bytes: Buffer): Iterable<Buffer> {
  for (let start = 0; start < bytes.length; start += PIECE) yield bytes.subarray(start, start + PIECE);
}
