import { describe, expect, it } from 'vitest';
import { parseStatus } from '../../../src/parsers/status/parse-status.ts';
import { fixtureText } from './read-fixture.ts';

describe('texts that are no status', () => {
  it.each([
    ['', 'empty', 'no output'],
    [' \r\n\t\n', 'empty', 'no output'],
    ['Getting the status from the agent.\n', 'empty', 'no output'],
    [
      fixtureText('made/unreachable.txt'),
      'agent-unreachable',
      'Get "https://localhost:5005/status": dial tcp 127.0.0.1:5005: connect: connection refused',
    ],
    ['Error: unknown flag: --jsn\nUsage:\n', 'error-text', 'Error: unknown flag: --jsn'],
    ['no session token provided\n', 'error-text', 'no session token provided'],
    ['invalid session token\ninvalid session token\n', 'error-text', 'invalid session token'],
    ['unsupported authorization scheme: Basic', 'error-text', 'unsupported authorization scheme: Basic'],
    ['503 Service Unavailable\n', 'error-text', '503 Service Unavailable'],
    ['401 Unauthorized', 'error-text', '401 Unauthorized'],
    [
      'Error from server (Forbidden): pods "dca" is forbidden',
      'error-text',
      'Error from server (Forbidden): pods "dca" is forbidden',
    ],
    ['{"error":"shutting down"}', 'error-text', 'shutting down'],
    ['{"apiVersion":"v1","kind":"Pod"}', 'not-a-status', 'JSON with the keys apiVersion, kind'],
    ['{"a": {"b": [1', 'broken-json', 'the JSON ends early: 3 brackets are open'],
    ['{"a": "b', 'broken-json', 'the JSON ends early: 2 brackets are open'],
    ['{"a": 1,}}', 'broken-json', 'the JSON is broken'],
    ['{ hello }', 'not-a-status', 'it begins with: { hello }'],
    ['pod/dca-1   1/1   Running', 'not-a-status', 'it begins with: pod/dca-1   1/1   Running'],
    ['Forwarder\n=========\n\n  Transactions\n', 'not-a-status', 'it begins with: Forwarder'],
  ])('%j', (text, why, detail) => {
    expect(parseStatus(text)).toEqual({ recognised: false, why, detail });
  });

  it.each(['Datadog Cluster Agent 9 (2027.1)', 'Cluster Agent - v8.0.0', 'Datadog Agents v8'])(
    'a title in a new form is told by its words: %s',
    (title) => {
      const row = '='.repeat(title.length);
      const text = `Getting the status from the agent.\n${row}\n${title}\n${row}\n\n  Status date: later\n`;
      const words = title.includes('Agents') ? expect.objectContaining({ why: 'not-a-status' }) : undefined;
      expect(parseStatus(text)).toEqual(
        words ?? { recognised: false, why: 'unknown-generation', detail: title, title },
      );
    },
  );

  it('keeps details short', () => {
    expect(parseStatus(`Error: ${'x '.repeat(4_500)}`)).toMatchObject({
      why: 'error-text',
      detail: expect.stringMatching(/^Error: (?:x ){240,246}x…$/),
    });
  });
});
