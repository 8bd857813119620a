import type { Admission } from '../domain/agent-status.ts';
import type { Finding } from '../domain/finding.ts';
import type { FactsByCode } from '../domain/finding-facts.ts';
import { about, bestDocument } from './documents.ts';
import type { Rule } from './rule.ts';

/** The Agent renews its certificate 30 days before the end (`admission_controller.certificate.expiration_threshold`); under 7 days it has failed to. */
const EXPIRING_SECONDS = 7 * 86_400;

type Problem = FactsByCode['admission-failing']['problems'][number];

/** The admission controller's webhooks and certificate. `failurePolicy: Ignore` hides their failure from everybody else. */
export const admission: Rule = {
  topic: 'delivery',
  codes: ['admission-disabled', 'admission-healthy', 'admission-failing'],
  looksAt: '`Admission Controller`',
  diagnose: (snapshot): Finding[] => {
    const document = bestDocument(snapshot);
    if (document === undefined) return [];
    const section = document.status.admission;
    const { pod } = document;
    switch (section.state) {
      case 'absent':
        return [];
      case 'disabled':
        return [about(document, 'admission-disabled', 'explained', { pod })];
      case 'error':
        return [
          about(document, 'admission-failing', 'fault', { pod, problems: [{ what: 'error', detail: section.text }] }),
        ];
      case 'present': {
        const problems = problemsOf(section.value);
        if (problems.length === 0) {
          const webhooks = section.value.configurations.reduce((sum, { webhooks: list }) => sum + list.length, 0);
          const certificateSeconds = section.value.secret?.validSeconds ?? null;
          return [about(document, 'admission-healthy', 'ok', { pod, webhooks, certificateSeconds })];
        }
        const verdict = problems.every(({ what }) => what === 'certificate-expiring') ? 'warning' : 'fault';
        return [about(document, 'admission-failing', verdict, { pod, problems })];
      }
    }
  },
};

function problemsOf({ configurations, secret }: Admission): Problem[] {
  const problems: Problem[] = [];
  for (const { kind, name, error, webhooks } of configurations) {
    if (error !== undefined) problems.push({ what: 'webhook-error', detail: `${kind} ${name}: ${error}` });
    for (const webhook of webhooks) {
      const { caBundleDigest } = webhook;
      if (caBundleDigest === undefined || secret?.caBundleDigest === undefined) continue;
      if (caBundleDigest !== secret.caBundleDigest)
        problems.push({
          what: 'digest-differs',
          detail: `${webhook.name}: ${caBundleDigest} ≠ ${secret.caBundleDigest}`,
        });
    }
  }
  if (secret?.error !== undefined) problems.push({ what: 'secret-error', detail: `${secret.name}: ${secret.error}` });
  const seconds = secret?.validSeconds;
  if (seconds !== undefined && seconds <= 0) problems.push({ what: 'certificate-expired', detail: `${-seconds}` });
  else if (seconds !== undefined && seconds < EXPIRING_SECONDS)
    problems.push({ what: 'certificate-expiring', detail: `${seconds}` });
  return problems;
}
