import type { Finding } from '../domain/finding.ts';
import { about, clusterAgentDocuments } from './documents.ts';
import { needsStatus } from './needed-readings.ts';
import type { Rule } from './rule.ts';

/** The Agent's own template breaks its metric list off where a metric has a reference; nothing is wrong in the cluster. */
const KNOWN_RENDER_BUG = /custommetrics\.tmpl.*can't evaluate field reference/;

/** What an Agent printed and dca-bot could not read: said, so that nobody takes it for empty. */
export const unreadOutput: Rule = {
  topic: 'running',
  codes: [
    'output-not-recognised',
    'status-render-error',
    'version-unsupported',
    'agent-command-failed',
    'nothing-to-explain',
  ],
  looksAt: 'every `status` output',
  diagnose: (snapshot) => [
    ...snapshot.statuses.flatMap(({ from, reading }): Finding[] => {
      if (reading.known || reading.why === 'forbidden' || !needsStatus(snapshot)) return [];
      const { why, detail, source } = reading;
      const base = { verdict: 'unknown' as const, subject: from, evidence: [source] };
      if (why === 'unsupported') return [{ ...base, code: 'version-unsupported', facts: { from, title: detail } }];
      if (snapshot.origin === 'text' && why === 'absent')
        return [{ ...base, code: 'nothing-to-explain', facts: { from } }];
      if (snapshot.origin === 'text')
        return [{ ...base, code: 'output-not-recognised', facts: { from, kind: 'document', sections: [], detail } }];
      return [{ ...base, code: 'agent-command-failed', facts: { pod: from, command: source, why, detail } }];
    }),
    ...clusterAgentDocuments(snapshot).flatMap((document): Finding[] => {
      const { cutOff, unknownSections, renderErrors } = document.status;
      const { from } = document;
      const findings: Finding[] = [];
      if (cutOff)
        findings.push(
          about(document, 'output-not-recognised', 'unknown', { from, kind: 'cut-off', sections: [], detail: null }),
        );
      if (unknownSections.length > 0) {
        const sections = unknownSections.map(({ title }) => title);
        findings.push(
          about(document, 'output-not-recognised', 'explained', { from, kind: 'sections', sections, detail: null }),
        );
      }
      if (renderErrors.length > 0) {
        const knownBug = renderErrors.every((error) => KNOWN_RENDER_BUG.test(error));
        const verdict = knownBug ? 'explained' : 'unknown';
        findings.push(about(document, 'status-render-error', verdict, { from, errors: renderErrors, knownBug }));
      }
      return findings;
    }),
  ],
};
