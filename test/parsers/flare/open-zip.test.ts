import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openZip, type ZipFileEntry } from '../../../src/parsers/flare/open-zip.ts';
import { type WrittenArchive, type WrittenEntry, writtenZip, zip64Extra } from './written-zip.ts';

const FLARE = readFileSync(
  join(import.meta.dirname, '../../../simulator/cluster/scenarios/leader-and-follower/flare.zip'),
);
const MB = 1_000_000;
const plain: WrittenEntry = { name: 'host/status.log', content: 'fine' };

async function opened(bytes: Buffer): Promise<readonly ZipFileEntry[]> {
  const zip = await openZip(bytes);
  if ('refusal' in zip) throw new Error(`${zip.refusal}: ${zip.detail}`);
  return zip.files;
}

async function refusalOf(bytes: Buffer): Promise<string> {
  const zip = await openZip(bytes);
  return 'refusal' in zip ? zip.refusal : 'taken';
}

async function text(file: ZipFileEntry | undefined): Promise<string> {
  const read = await file?.read();
  return read === undefined ? 'no file' : 'content' in read ? read.content.toString() : read.refusal;
}

describe('an honest archive', () => {
  test('comes by name, without its folders, with its dates', async () => {
    const files = await opened(
      writtenZip([{ name: 'host/' }, { name: 'host/b', content: 'B', stored: true }, { name: 'host/a', content: 'A' }]),
    );
    expect(files.map(({ name, bytes }) => [name, bytes])).toEqual([
      ['host/a', 1],
      ['host/b', 1],
    ]);
    expect(await Promise.all(files.map(text))).toEqual(['A', 'B']);
    expect(files[0]?.modified.toISOString()).toBe('2025-01-23T18:58:58.000Z');
  });

  test('a flare of an Agent is taken whole', async () => {
    const files = await opened(FLARE);
    expect(files).toHaveLength(61);
    for (const file of files) expect(await file.read()).toHaveProperty('content');
  });

  test.each([
    [2_000, 'taken'],
    [2_001, 'too-many-files'],
  ])('of %i files is %s', async (count, end) => {
    const entries = Array.from({ length: count }, (_, i) => ({ name: `host/${i}`, stored: true, content: 'x' }));
    expect(await refusalOf(writtenZip(entries))).toBe(end);
  });
});

describe('names and kinds of files', () => {
  test.each([
    ['../status.log', 'path'],
    ['host/../../etc/passwd', 'path'],
    ['/etc/passwd', 'path'],
    ['C:/windows', 'path'],
    ['c:status.log', 'path'],
    ['host\\status.log', 'path'],
    ['host/..\\x', 'path'],
    ['host/a\u0000.log', 'path'],
    ['host/a\n.log', 'path'],
    ['host//a.log', 'path'],
    ['host/./a.log', 'path'],
    ['', 'path'],
    [`host/${'a'.repeat(1_100)}`, 'path'],
    ['host/..a.log', 'taken'],
    ['host/a..log', 'taken'],
    ['host/ログ.log', 'taken'],
  ])('%j is %s', async (name, end) => {
    expect(await refusalOf(writtenZip([{ ...plain, name }]))).toBe(end);
  });

  test.each([
    ['a link', 0o120777, 'path'],
    ['a pipe', 0o010644, 'path'],
    ['a device', 0o060644, 'path'],
    ['a socket', 0o140644, 'path'],
    ['a plain file', 0o100600, 'taken'],
    ['one without a mode', 0, 'taken'],
  ])('%s (%o) is %s', async (_what, mode, end) => {
    expect(await refusalOf(writtenZip([{ ...plain, externalAttributes: mode * 0x10000 }]))).toBe(end);
  });

  test.each<[string, readonly string[]]>([
    ['twice', ['host/a', 'host/a']],
    ['twice but for case', ['host/a', 'host/A']],
    ['twice in two forms of one character', ['host/\u00e9', 'host/e\u0301']],
    ['as a file and as a folder', ['host/a', 'host/a/b']],
    ['as a folder and as a file', ['host/a/', 'host/a']],
  ])('a name that stands %s is damage', async (_how, names) => {
    const entries = names.map((name) => (name.endsWith('/') ? { name } : { ...plain, name }));
    expect(await refusalOf(writtenZip(entries))).toBe('damaged');
  });

  test('a name that the entry itself contradicts is damage', async () => {
    expect(await refusalOf(writtenZip([{ ...plain, localName: 'host/another' }]))).toBe('damaged');
  });
});

describe('encryption and methods', () => {
  test.each([
    ['traditional encryption', 0x801, 'encrypted'],
    ['strong encryption', 0x841, 'encrypted'],
    ['a hidden directory', 0x2800, 'encrypted'],
  ])('%s', async (_what, flags, end) => {
    expect(await refusalOf(writtenZip([{ ...plain, flags }]))).toBe(end);
  });

  test.each([1, 9, 12, 14, 93, 99])('method %i is not read', async (method) => {
    expect(await refusalOf(writtenZip([{ ...plain, method }]))).toBe('damaged');
  });
});

describe('bombs', () => {
  const nulls = (megabytes: number) => Buffer.alloc(megabytes * MB);

  test('much out of little', async () => {
    expect(await refusalOf(writtenZip([{ ...plain, content: nulls(11) }]))).toBe('bomb');
  });

  test('less than 10 MB may pack as well as it can', async () => {
    expect(await refusalOf(writtenZip([{ ...plain, content: nulls(9) }]))).toBe('taken');
  });

  test('one file of more than 20 MB', async () => {
    const noise = Buffer.alloc(20 * MB + 1);
    for (let i = 0; i < noise.length; i += 97) noise[i] = (i * 31) % 251;
    expect(await refusalOf(writtenZip([{ ...plain, stored: true, content: noise }]))).toBe('too-large');
  });

  test('200 MB in sum', async () => {
    // All say what they would unpack to; none is unpacked to find out.
    const entries = (count: number) =>
      Array.from({ length: count }, (_, i) => ({
        name: `host/${i}`,
        content: 'x'.repeat(100),
        says: { unpacked: 9 * MB },
      }));
    expect(await refusalOf(writtenZip(entries(23)))).toBe('too-large');
    expect(await refusalOf(writtenZip(entries(22)))).toBe('taken');
  });

  test('entries that share their bytes', async () => {
    const zip = writtenZip([plain, { ...plain, name: 'host/status2.log', says: { at: 0 } }]);
    expect(await refusalOf(zip)).toBe('bomb');
  });

  test('a file that unpacks to more than the directory says ends there', async () => {
    const [file] = await opened(writtenZip([{ ...plain, content: nulls(9), says: { unpacked: 1_000 } }]));
    expect(await text(file)).toBe('damaged');
  });

  test('a zip64 field that says exabytes', async () => {
    const lie = { ...plain, says: { unpacked: 0xffffffff }, extra: zip64Extra(2n ** 52n) };
    expect(await refusalOf(writtenZip([lie]))).toBe('bomb');
    const zeroLie = { ...plain, says: { unpacked: 0xffffffff }, extra: zip64Extra(2n ** 63n) };
    expect(await refusalOf(writtenZip([zeroLie]))).not.toBe('taken');
  });

  test('50 MB at most are looked at', async () => {
    expect(await refusalOf(Buffer.alloc(50 * MB + 1))).toBe('too-large');
  });
});

describe('damage', () => {
  test.each<[string, WrittenArchive]>([
    ['a directory that is said to begin later', { shift: 3 }],
    ['one that is said to begin earlier', { shift: -3 }],
    ['fewer entries than there are', { count: 1 }],
    ['more entries than there are', { count: 3 }],
    ['something between the directory and its end', { between: Buffer.from('hidden') }],
  ])('%s', async (_what, archive) => {
    const zip = writtenZip([plain, { ...plain, name: 'host/b' }], archive);
    expect(await refusalOf(zip)).toBe('damaged');
  });

  test.each([
    ['nothing', Buffer.alloc(0), 'not-a-zip'],
    ['text', Buffer.from('Getting the status'), 'not-a-zip'],
    ['the end alone', writtenZip([]), 'not-a-zip'],
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]), 'not-a-zip'],
    ['the first half', FLARE.subarray(0, FLARE.length / 2), 'damaged'],
    ['all but the last byte', FLARE.subarray(0, -1), 'damaged'],
  ])('%s', async (_what, bytes, end) => {
    expect(await refusalOf(bytes)).toBe(end);
  });

  test('a wrong checksum is told when the file is read', async () => {
    const [file] = await opened(writtenZip([{ ...plain, crc: 17 }]));
    expect(await text(file)).toBe('damaged');
  });

  test('content that is no deflate', async () => {
    const [file] = await opened(writtenZip([{ ...plain, stored: true, method: 8, content: 'not deflated at all' }]));
    expect(await text(file)).toBe('damaged');
  });

  test('an entry that runs into the directory', async () => {
    expect(await refusalOf(writtenZip([{ ...plain, says: { packed: 500, unpacked: 500 } }]))).toBe('damaged');
  });

  test('whatever is changed, nothing throws and nothing runs away', { timeout: 60_000 }, async () => {
    const small = writtenZip([
      plain,
      { name: 'host/b.log', content: 'b'.repeat(300) },
      { name: 'host/c', stored: true },
    ]);
    const change = fc.record({ at: fc.nat(small.length - 1), to: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        const bytes = Buffer.from(small);
        for (const { at, to } of changes) bytes[at] = to;
        const zip = await openZip(bytes);
        if ('refusal' in zip) return;
        for (const file of zip.files) {
          expect(file.name).not.toMatch(/(?:^|\/)\.\.(?:\/|$)|^\/|\\/);
          const read = await file.read();
          if ('content' in read) expect(read.content.length).toBe(file.bytes);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
