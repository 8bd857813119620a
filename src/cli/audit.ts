import { readAudit } from '../audit/read-audit.ts';
import { withRedis } from './with-redis.ts';

interface AuditFlags {
  readonly config?: string;
  /** Milliseconds. */
  readonly since: number;
  readonly follow?: boolean;
}

/** `dca audit`: who asked what and how it ended, one JSON object a line, oldest first. */
export async function runAudit({ config, since, follow }: AuditFlags): Promise<void> {
  const end = new AbortController();
  const stop = () => end.abort();
  // Whoever reads along has heard enough: `dca audit | head`.
  process.stdout.on('error', stop);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  await withRedis(config, async (redis, keys) => {
    let away = false;
    const onError = (error: unknown) => {
      if (!away) process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      away = true;
    };
    const reading = { sinceMs: since, ...(follow === true ? { follow: end.signal, onError } : {}) };
    for await (const line of readAudit(redis, keys, reading)) {
      away = false;
      if (end.signal.aborted) return;
      await written(`${line}\n`);
    }
  });
}

/** Waits for a slow reader, so that a long stream does not pile up here. */
function written(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(text, () => resolve());
  });
}
