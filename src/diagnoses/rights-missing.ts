import type { Finding } from '../domain/finding.ts';
import type { Attempt, Right } from '../domain/finding-facts.ts';
import type { Unknown } from '../domain/reading.ts';
import { neededReadings } from './needed-readings.ts';
import type { Rule } from './rule.ts';

/** The API server's sentence about a missing right; `group` is empty for the core API. */
const REFUSAL =
  /cannot (?<verb>\S+) resource "(?<resource>[^"]+)" in API group "(?<group>[^"]*)"(?: in the namespace "(?<namespace>[^"]+)")?/;

/** What dca-bot was not allowed to see and this question needed, with the rights to add. Other refusals are footnotes of the answer. */
export const rightsMissing: Rule = {
  topic: 'running',
  codes: ['rights-missing'],
  looksAt: 'every reading that was refused',
  diagnose: (snapshot): Finding[] => {
    const refused = neededReadings(snapshot).filter(
      (reading): reading is Unknown => !reading.known && reading.why === 'forbidden',
    );
    if (refused.length === 0) return [];
    return [
      {
        code: 'rights-missing',
        verdict: 'unknown',
        subject: snapshot.cluster,
        facts: { rights: unique(refused.flatMap(rightOf)), refused: unique(refused.map(attemptOf)) },
        evidence: refused.map(({ source }) => source),
      },
    ];
  },
};

function rightOf({ detail }: Unknown): Right[] {
  const groups = REFUSAL.exec(detail)?.groups;
  if (groups === undefined) return [];
  const { verb = '', resource = '', group = '', namespace } = groups;
  return [{ verb, group, resource, namespace: namespace ?? null }];
}

function attemptOf({ source, why, detail }: Unknown): Attempt {
  return { source, why, detail };
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
