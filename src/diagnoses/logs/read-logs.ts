import type { LogScan } from '../../domain/log-scan.ts';

/** A log that was read. */
export interface ReadLog {
  readonly pod: string;
  readonly source: string;
  readonly scanned: Extract<LogScan['reading'], { readonly known: true }>['value'];
}

export function readLogs(logs: readonly LogScan[]): readonly ReadLog[] {
  return logs.flatMap(({ pod, reading }) =>
    reading.known ? [{ pod, source: reading.source, scanned: reading.value }] : [],
  );
}
