import { type DestinationStream, pino, stdSerializers } from 'pino';
import { hideCredentials } from './hide-credentials.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

type Write = (fields: Readonly<Record<string, unknown>>, message: string) => void;

/** Structured lines. Fields hold names, ids, counts and `err`; never what a person or a cluster wrote. */
export interface Log {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
  readonly fatal: Write;
  /** A log that adds `fields` to every line. */
  child(fields: Readonly<Record<string, unknown>>): Log;
}

/** What a person or a cluster said is dropped even when somebody hands it in by mistake. */
const DROPPED = ['body', 'text', 'blocks', 'words', 'payload', 'snapshot', 'stdout', 'stderr'];
const SECRET = ['token', 'botToken', 'appToken', 'signingSecret', 'password', 'secret', 'authorization', 'responseUrl'];

/** Opens a log that prints one JSON line per event to `destination` (standard output when absent). */
export function createLog(
  options: { readonly level: LogLevel; readonly name?: string },
  destination?: DestinationStream,
): Log {
  const settings = {
    level: options.level,
    base: { app: options.name ?? 'dca-bot' },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: [...DROPPED, ...SECRET].flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[hidden]' },
    serializers: { err: readableError },
  };
  return destination === undefined ? pino(settings) : pino(settings, destination);
}

function readableError(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { message: hideCredentials(String(error)) };
  const { type, message, stack } = stdSerializers.err(error);
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { type, message: hideCredentials(message), ...code, stack: hideCredentials(stack) };
}
