import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStub, type StubApiServer } from './stub-api-server.ts';

const BOUNDS = { timeoutMs: 5_000 };
const PATH = '/api/v1/namespaces/dd/pods/dca-1/log';

let stub: StubApiServer;
beforeAll(async () => {
  stub = await openStub();
});
afterAll(() => stub.close());

async function streamed(body: string, over: { tailLines?: number; maxBytes?: number } = {}) {
  stub.answers({ [PATH]: { body } });
  const pieces: string[] = [];
  const target = { namespace: 'dd', pod: 'dca-1', container: 'agent', previous: false, tailLines: 7, maxBytes: 1_000 };
  const reading = await stub.reader.streamLog({ ...target, ...over }, (text) => pieces.push(text), BOUNDS);
  return { reading, pieces, text: pieces.join('') };
}

describe('a streamed log', () => {
  it('is asked for with one byte more than is wanted, to know whether it ends there', async () => {
    const { reading } = await streamed('a\n');
    expect(stub.sent).toEqual([`GET ${PATH}?container=agent&previous=false&tailLines=7&limitBytes=1001`]);
    expect(reading.source).toBe('kubectl logs dca-1 -n dd -c agent --tail=7');
  });

  it.each([
    ['nothing', '', {}, { bytes: 0, more: false }],
    ['fewer lines than asked for', 'a\n'.repeat(6), {}, { bytes: 12, more: false }],
    ['as many lines as asked for', 'a\n'.repeat(7), {}, { bytes: 14, more: true }],
    ['exactly as many bytes as allowed', 'abcde', { maxBytes: 5 }, { bytes: 5, more: false }],
    ['one byte more than allowed', 'abcdef', { maxBytes: 5 }, { bytes: 5, more: true }],
    ['far more than a server should send', 'x'.repeat(2_000_000), {}, { bytes: 1_000, more: true }],
  ])('of %s', async (_what, body, over, value) => {
    const { reading, text } = await streamed(body, over);
    expect(reading).toMatchObject({ known: true, value });
    expect(text).toBe(body.slice(0, value.bytes));
  });

  it('keeps characters whole over many pieces', async () => {
    const body = '日本語\n'.repeat(200_000);
    const { reading, pieces, text } = await streamed(body, { maxBytes: 10_000_000 });
    expect(reading).toMatchObject({ known: true, value: { bytes: 2_000_000, more: true } });
    expect(pieces.length).toBeGreaterThan(3);
    expect(text === body).toBe(true);
  });

  it.each([
    [3, '日'],
    [4, '日'],
    [5, '日'],
    [6, '日本'],
  ])('leaves out half a character at the cut after %i bytes', async (maxBytes, expected) => {
    expect((await streamed('日本語', { maxBytes })).text).toBe(expected);
  });
});
