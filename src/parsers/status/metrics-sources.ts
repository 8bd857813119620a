import type { MetricsSource } from '../../domain/agent-status.ts';
import { asList, asObject, asText } from './json-value.ts';
import { readTime } from './read-time.ts';
import { keyValue } from './section.ts';

const URL_LINE = /^(\S{1,2000})(?: {1,8}\[(OK|Failed|Unknown)\])?$/;

/** Which Datadog API is queried: `URL:` lines of `Data sources` or, since 7.59, of `External Metrics Endpoints`. */
export function metricsSourcesFromText(lines: readonly string[]): readonly MetricsSource[] {
  const sources: MetricsSource[] = [];
  for (const line of lines) {
    const pair = keyValue(line);
    const last = sources.at(-1);
    if (pair?.key === 'URL' || pair?.key === '- URL') {
      const parts = URL_LINE.exec(pair.value);
      if (parts) {
        sources.push({ url: parts[1]!, ...statusOf(parts[2]) });
      }
    } else if (last && pair?.key === 'Last failure') {
      sources[sources.length - 1] = { ...last, ...timeOf('lastFailure', pair.value) };
    } else if (last && pair?.key === 'Last Success') {
      sources[sources.length - 1] = { ...last, ...timeOf('lastSuccess', pair.value) };
    }
  }
  return sources;
}

/** The document's `externalmetrics`: one client, several with their state, or none where it could not be built. */
export function metricsSourcesFromJson(value: unknown): readonly MetricsSource[] {
  const object = asObject(value);
  const clients = asList(object?.clients) ?? [object?.client];
  return clients.flatMap((raw) => {
    const client = asObject(raw);
    const url = asText(client?.url);
    return client === undefined || url === undefined
      ? []
      : [
          {
            url,
            ...statusOf(asText(client.status)),
            ...timeOf('lastFailure', asText(client.lastFailure)),
            ...timeOf('lastSuccess', asText(client.lastSuccess)),
          },
        ];
  });
}

function statusOf(word: string | undefined): Pick<MetricsSource, 'status'> {
  return word === 'OK' || word === 'Failed' || word === 'Unknown' ? { status: word } : {};
}

function timeOf<Key extends 'lastFailure' | 'lastSuccess'>(key: Key, text: string | undefined) {
  const time = readTime(text);
  return time === undefined ? {} : ({ [key]: time } as Record<Key, string>);
}
