import type { Rule } from '../rule.ts';
import { eventFlow } from './event-flow.ts';

/** Whether events are collected where nothing known stands in the way: by figures, never by the absence of complaints alone. */
export const eventsCollected: Rule = {
  topic: 'events',
  codes: ['events-none-collected', 'events-unknown', 'events-none-to-collect', 'events-healthy'],
  looksAt:
    'the figures of `kubernetes_apiserver` in the leader’s `status`, ConfigMap `datadogtoken`, and the events that the API server holds',
  diagnose: (snapshot) => {
    const { finding } = eventFlow(snapshot);
    return finding === undefined ? [] : [finding];
  },
};
