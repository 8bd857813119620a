import { describe, expect, it } from 'vitest';
import { createLog } from '../../src/telemetry/log.ts';

function capture() {
  const lines: Record<string, unknown>[] = [];
  return { lines, destination: { write: (line: string) => void lines.push(JSON.parse(line)) } };
}

describe('log', () => {
  it('prints one JSON line with level, time and fields', () => {
    const { lines, destination } = capture();
    createLog({ level: 'info' }, destination).child({ cluster: 'prod' }).info({ ask: 'E1' }, 'stored');
    expect(lines).toEqual([
      { level: 'info', time: expect.any(String), app: 'dca-bot', cluster: 'prod', ask: 'E1', msg: 'stored' },
    ]);
    expect(Number.isNaN(Date.parse(String(lines[0]?.time)))).toBe(false);
  });

  it('keeps quiet below its level', () => {
    const { lines, destination } = capture();
    const log = createLog({ level: 'warn' }, destination);
    log.debug({}, 'a');
    log.info({}, 'b');
    log.warn({}, 'c');
    expect(lines.map((line) => line.msg)).toEqual(['c']);
  });

  it.each([
    'body',
    'text',
    'blocks',
    'words',
    'payload',
    'snapshot',
    'token',
    'botToken',
    'signingSecret',
    'responseUrl',
  ])('drops the field %s at three depths', (key) => {
    const { lines, destination } = capture();
    const planted = 'planted-secret-71';
    createLog({ level: 'info' }, destination).info(
      { [key]: planted, a: { [key]: planted }, b: { c: { [key]: planted } }, kept: 'kept-72' },
      'x',
    );
    expect(JSON.stringify(lines)).not.toContain(planted);
    expect(JSON.stringify(lines)).toContain('kept-72');
  });

  it.each([
    ['redis://me:hunter2@db:6379 refused', 'hunter2'],
    ['bad xoxb-12-34-abc given', 'xoxb-12-34-abc'],
    ['bad xapp-1-A-zz given', 'xapp-1-A-zz'],
  ])('hides credentials inside an error: %s', (message, secret) => {
    const { lines, destination } = capture();
    createLog({ level: 'info' }, destination).error({ err: new Error(message) }, 'failed');
    expect(JSON.stringify(lines)).not.toContain(secret);
    expect(JSON.stringify(lines)).toContain('[hidden]');
  });

  it('prints what was thrown even when it is no Error', () => {
    const { lines, destination } = capture();
    createLog({ level: 'info' }, destination).error({ err: 'plain words' }, 'failed');
    expect(lines[0]?.err).toEqual({ message: 'plain words' });
  });
});
