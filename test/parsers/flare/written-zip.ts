import { crc32, deflateRawSync } from 'node:zlib';

/** One entry of an archive written by hand; what is left out is as an honest archive has it. */
export interface WrittenEntry {
  readonly name: string;
  readonly content?: string | Buffer;
  readonly stored?: boolean;
  readonly method?: number;
  readonly flags?: number;
  readonly crc?: number;
  readonly externalAttributes?: number;
  /** What the directory says, where that differs from what is there. */
  readonly says?: { readonly packed?: number; readonly unpacked?: number; readonly at?: number };
  readonly localName?: string;
  /** Extra field in the directory. */
  readonly extra?: Buffer;
}

export interface WrittenArchive {
  /** What the end record says of the number of entries. */
  readonly count?: number;
  /** What it says of the directory's start, relative to the true one. */
  readonly shift?: number;
  /** Bytes between the directory and the end record. */
  readonly between?: Buffer;
}

/** An archive byte by byte, as no library would write it. */
export function writtenZip(entries: readonly WrittenEntry[], archive: WrittenArchive = {}): Buffer {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const content = Buffer.from(entry.content ?? '');
    const data = entry.stored ? content : deflateRawSync(content);
    const method = entry.method ?? (entry.stored ? 0 : 8);
    const crc = entry.crc ?? crc32(content);
    const name = Buffer.from(entry.name);
    const localName = Buffer.from(entry.localName ?? entry.name);
    const flags = entry.flags ?? 0x800;
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(flags, 6);
    head.writeUInt16LE(method, 8);
    head.writeUInt32LE(0x5a_37_97_5d, 10);
    head.writeUInt32LE(crc, 14);
    head.writeUInt32LE(data.length, 18);
    head.writeUInt32LE(content.length, 22);
    head.writeUInt16LE(localName.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(0x0314, 4);
    central.writeUInt16LE(20, 6);
    central.writeUInt16LE(flags, 8);
    central.writeUInt16LE(method, 10);
    central.writeUInt32LE(0x5a_37_97_5d, 12);
    central.writeUInt32LE(crc, 16);
    central.writeUInt32LE(entry.says?.packed ?? data.length, 20);
    central.writeUInt32LE(entry.says?.unpacked ?? content.length, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt16LE(entry.extra?.length ?? 0, 30);
    central.writeUInt32LE((entry.externalAttributes ?? 0o100644 * 0x10000) >>> 0, 38);
    central.writeUInt32LE(entry.says?.at ?? at, 42);
    local.push(head, localName, data);
    directory.push(central, name, entry.extra ?? Buffer.alloc(0));
    at += head.length + localName.length + data.length;
  }
  const listed = Buffer.concat(directory);
  const between = archive.between ?? Buffer.alloc(0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(archive.count ?? entries.length, 8);
  end.writeUInt16LE(archive.count ?? entries.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at + (archive.shift ?? 0), 16);
  return Buffer.concat([...local, listed, between, end]);
}

/** A zip64 extra field that says a size the entry does not have. */
export function zip64Extra(unpacked: bigint): Buffer {
  const extra = Buffer.alloc(12);
  extra.writeUInt16LE(0x0001, 0);
  extra.writeUInt16LE(8, 2);
  extra.writeBigUInt64LE(unpacked, 4);
  return extra;
}
