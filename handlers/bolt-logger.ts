import { type Logger, LogLevel } from '@slack/bolt';
import { hideCredentials } from '../src/telemetry/hide-credentials.ts';
import type { Log } from '../src/telemetry/log.ts';

/**
 * Our log in the form Slack's libraries want. Their debug lines hold whole payloads, words of people included, so those
 * are never written, whatever level is set.
 */
export function boltLogger(log: Log): Logger {
  const write =
    (level: 'info' | 'warn' | 'error') =>
    (...parts: unknown[]) => {
      const [first, ...rest] = parts;
      const error = parts.find((part) => part instanceof Error);
      const detail = [first, ...rest.filter((part) => typeof part === 'string')]
        .filter((part) => typeof part === 'string')
        .join(' ');
      log[level]({ detail: hideCredentials(detail).slice(0, 500), ...(error ? { err: error } : {}) }, 'Slack library');
    };
  return {
    debug: () => {},
    // What the libraries call info ("Now connected to Slack") we say ourselves.
    info: () => {},
    warn: write('warn'),
    error: write('error'),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}
