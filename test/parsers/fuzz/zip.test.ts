import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openZip } from '../../../src/parsers/flare/open-zip.ts';
import { writtenZip } from '../flare/written-zip.ts';
import { FUZZ_SEED, FUZZ_TIMEOUT, tryOften } from './fuzz-runs.ts';

const FILES: Readonly<Record<string, string>> = {
  'pod-1/status.log': 'Cluster Agent (v7.63.0)\n'.repeat(40),
  'pod-1/logs/cluster-agent.log': Array.from({ length: 90 }, (_, i) => `line ${i * i}`).join('\n'),
  'pod-1/telemetry.log': 'api_requests 7\n',
  'pod-1/empty.log': '',
};
const ENTRIES = Object.entries(FILES).map(([name, content]) => ({ name, content }));
const DEFLATED = writtenZip(ENTRIES);
const STORED = writtenZip(ENTRIES.map((entry) => ({ ...entry, stored: true })));
const MARKS = ['PK\u0003\u0004', 'PK\u0001\u0002', 'PK\u0005\u0006', 'PK\u0006\u0006', 'PK\u0006\u0007'].map((mark) =>
  Buffer.from(mark, 'latin1'),
);

/** All that an archive holds, each file with its content; a file that is refused is `null`. */
async function contentsOf(bytes: Buffer): Promise<ReadonlyMap<string, string | null> | undefined> {
  const opened = await openZip(bytes);
  if ('refusal' in opened) {
    expect(opened.detail).not.toBe('');
    return undefined;
  }
  const contents = new Map<string, string | null>();
  for (const file of opened.files) {
    const read = await file.read();
    contents.set(file.name, 'content' in read ? read.content.toString('latin1') : null);
  }
  return contents;
}

const place = fc.nat(2 ** 20 - 1).map((n) => n / 2 ** 20);
const damages = fc.array(
  fc.record({
    kind: fc.constantFrom('flip', 'cut', 'lose', 'double', 'put'),
    at: place,
    length: fc.oneof(fc.nat(8), fc.nat(300)),
    byte: fc.integer({ min: 1, max: 255 }),
    mark: fc.constantFrom(...MARKS),
  }),
  { minLength: 1, maxLength: 5 },
);
type Damage = typeof damages extends fc.Arbitrary<readonly (infer One)[]> ? One : never;

function damaged(bytes: Buffer, { kind, at, length, byte, mark }: Damage): Buffer {
  const start = Math.floor(at * bytes.length);
  const piece = bytes.subarray(start, start + length);
  const behind = bytes.subarray(start + piece.length);
  switch (kind) {
    case 'flip':
      return Buffer.concat([bytes.subarray(0, start), Buffer.from(piece.map((one) => one ^ byte)), behind]);
    case 'cut':
      return bytes.subarray(0, start);
    case 'lose':
      return Buffer.concat([bytes.subarray(0, start), behind]);
    case 'double':
      return Buffer.concat([bytes.subarray(0, start), piece, bytes.subarray(start)]);
    default:
      return Buffer.concat([bytes.subarray(0, start), mark, bytes.subarray(start)]);
  }
}

describe(`zip (DCA_TEST_SEED=${FUZZ_SEED})`, () => {
  it('takes any bytes', { timeout: FUZZ_TIMEOUT }, () =>
    tryOften(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.constantFrom(...MARKS), fc.uint8Array({ maxLength: 40 })), { maxLength: 12 }),
        async (pieces) => {
          await contentsOf(Buffer.concat(pieces));
        },
      ),
    ),
  );

  it('of a damaged archive, reads what was in it or refuses', { timeout: FUZZ_TIMEOUT }, async () => {
    let opened = 0;
    await tryOften(
      fc.asyncProperty(fc.constantFrom(DEFLATED, STORED), damages, async (whole, all) => {
        const contents = await contentsOf(all.reduce(damaged, whole));
        if (contents === undefined) return;
        opened += 1;
        // No file of it is another one, and none is missing unseen.
        expect([...contents.keys()].toSorted()).toEqual(Object.keys(FILES).toSorted());
        for (const [name, content] of contents) if (content !== null) expect(content).toBe(FILES[name]);
      }),
    );
    expect(opened).toBeGreaterThan(0);
  });
});
