import type { Finding } from '../domain/finding.ts';
import { bestDocument } from './documents.ts';
import type { Rule } from './rule.ts';

/** The title of `status` and the image tag tell different versions, as when the Agent was built without a version tag. */
export const agentVersion: Rule = {
  topic: 'agent',
  codes: ['agent-version-unclear'],
  looksAt: 'the title of `status` against the image tag',
  diagnose: (snapshot): Finding[] => {
    const document = bestDocument(snapshot);
    const image = snapshot.pods.known
      ? snapshot.pods.value.find(({ name }) => name === document?.from)?.image
      : undefined;
    if (document === undefined || image === undefined) return [];
    const tagged = /:v?(\d+\.\d+\.\d+)/.exec(image)?.[1];
    const title = document.status.version;
    const titled = /^\d+\.\d+\.\d+/.exec(title)?.[0];
    if (tagged === undefined || titled === undefined || tagged === titled) return [];
    return [
      {
        code: 'agent-version-unclear',
        verdict: 'explained',
        subject: document.from,
        facts: { title, image },
        evidence: [document.source, snapshot.pods.source],
      },
    ];
  },
};
