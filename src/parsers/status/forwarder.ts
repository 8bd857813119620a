import type { Forwarder } from '../../domain/agent-status.ts';
import { asCount, asObject, countsAboveZero, textEntries } from './json-value.ts';
import { readCount } from './read-number.ts';
import { keyValue, keyValues, offOrFailed, type SectionResult, type SectionText, subSections } from './section.ts';

const KEY_ENDING = /^(?:API key ending with )?(\S{1,64})$/;

/**
 * `Forwarder`: what was sent to Datadog and what was not. Its text leaves out counters that are zero, so a missing one
 * is zero, but only in a section that is whole.
 */
export function forwarderFromText(section: SectionText): SectionResult<Forwarder> {
  const parts = new Map(subSections(section.lines).map((part) => [part.title, part.lines]));
  const transactions = parts.get('Transactions');
  if (!transactions || !section.complete) {
    return offOrFailed(section.lines);
  }
  const counters = keyValues(transactions);
  const total = (title: string) => readCount(keyValues(parts.get(title) ?? []).get('Total number')) ?? 0;
  return {
    state: 'present',
    value: {
      dropped: readCount(counters.get('Dropped')) ?? 0,
      retried: readCount(counters.get('Retried')) ?? 0,
      retryQueueSize: readCount(counters.get('RetryQueueSize')) ?? 0,
      successes: total('Transaction Successes'),
      errors: total('Transaction Errors'),
      errorsByType: listedCounts(parts.get('Transaction Errors') ?? [], 'Errors By Type'),
      httpErrors: listedCounts(parts.get('HTTP Errors') ?? [], 'HTTP Errors By Code'),
      apiKeys: [...apiKeys(parts.get('API Keys status')), ...apiKeys(parts.get('API Keys errors'))],
    },
  };
}

function listedCounts(lines: readonly string[], heading: string): Record<string, number> {
  const counts: [string, number][] = [];
  let listIndent = -1;
  for (const line of lines) {
    const pair = keyValue(line);
    if (pair?.key === heading) {
      listIndent = pair.indent;
    } else if (pair && listIndent >= 0 && pair.indent > listIndent) {
      const count = readCount(pair.value);
      if (count) {
        counts.push([pair.key, count]);
      }
    }
  }
  return Object.fromEntries(counts);
}

function apiKeys(lines: readonly string[] = []): Forwarder['apiKeys'] {
  return lines.flatMap((line) => {
    const pair = keyValue(line);
    return pair ? apiKey(pair.key, pair.value) : [];
  });
}

function apiKey(key: string, text: string): Forwarder['apiKeys'] {
  const endsWith = KEY_ENDING.exec(key)?.[1];
  return endsWith === undefined ? [] : [{ endsWith, text }];
}

/** The document's `forwarderStats`. */
export function forwarderFromJson(value: unknown): SectionResult<Forwarder> {
  const stats = asObject(value);
  const transactions = asObject(stats?.Transactions);
  if (!transactions) {
    return undefined;
  }
  const keys = [...textEntries(stats?.APIKeyStatus), ...textEntries(stats?.APIKeyFailure)];
  return {
    state: 'present',
    value: {
      dropped: asCount(transactions.Dropped) ?? 0,
      retried: asCount(transactions.Retried) ?? 0,
      retryQueueSize: asCount(transactions.RetryQueueSize) ?? 0,
      successes: asCount(transactions.Success) ?? 0,
      errors: asCount(transactions.Errors) ?? 0,
      errorsByType: countsAboveZero(transactions.ErrorsByType),
      httpErrors: countsAboveZero(transactions.HTTPErrorsByCode),
      apiKeys: keys.flatMap(([key, text]) => apiKey(key, text)),
    },
  };
}
