import type { MetricsLogKind, MetricsLogTrouble } from '../../domain/autoscaling.ts';
import { cutText } from '../cut-text.ts';
import { entryTime, logReader } from '../logs/log-reader.ts';
import { troubleGroups } from '../logs/trouble-groups.ts';
import { logMeaning } from './log-kinds.ts';

/** The Agent itself refuses to send a longer query than about 7,000 characters. */
const MAX_QUERY = 8_000;
/** Queries told apart; the rest is counted without its query. */
const MAX_GROUPS = 50;

/**
 * What an Agent's log says about external metrics: equal troubles (of one kind and, where the line names one, one query)
 * counted, in the order of their first appearance. Only the leader's log holds them. Linear in the log's length.
 */
export function readMetricsLog(text: string): readonly MetricsLogTrouble[] {
  const groups = troubleGroups<MetricsLogKind>(MAX_GROUPS);
  const reader = logReader((entry) => {
    // What the Agent means to say about its metrics it says in its own form.
    const meaning = entry.form === 'agent' ? logMeaning(entry.message) : undefined;
    if (meaning) {
      const { kind, query } = meaning;
      const about = query === undefined ? undefined : cutText(query, MAX_QUERY);
      groups.add({ kind, about, at: entryTime(entry), message: entry.message });
    }
  });
  reader.take(text);
  reader.end();
  return groups.all().map(({ about, ...trouble }) => (about === undefined ? trouble : { ...trouble, query: about }));
}
