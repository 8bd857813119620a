import type { Finding } from '../domain/finding.ts';
import type { FlareBuild, FlareLook } from '../domain/flare.ts';
import type { Rule } from './rule.ts';

/** What became of the flare that was asked for, and which flares were read. */
export const flares: Rule = {
  topic: 'flare',
  codes: ['flare-ready', 'flare-failed', 'flare-read', 'flare-refused'],
  looksAt: 'the archive that the flare command builds',
  diagnose: ({ flares: found, cluster }) =>
    found === undefined ? [] : [...(found.build ? [built(found.build, cluster)] : []), ...found.looks.map(looked)],
};

function built(build: FlareBuild, cluster: string): Finding {
  const subject = build.pod ?? cluster;
  const evidence = build.pod === null ? [] : [`kubectl exec ${build.pod} -- datadog-cluster-agent flare`];
  if (!build.built) {
    const { built: _, ...facts } = build;
    return { code: 'flare-failed', verdict: 'unknown', subject, facts, evidence };
  }
  const { built: _, ...facts } = build;
  // What lies on in the container holds what this one has masked.
  const verdict = facts.removed ? (facts.local ? 'explained' : 'ok') : 'warning';
  return { code: 'flare-ready', verdict, subject, facts, evidence };
}

function looked(look: FlareLook): Finding {
  const { from } = look;
  if (!look.read) {
    const { read: _, ...facts } = look;
    return { code: 'flare-refused', verdict: 'unknown', subject: from, facts, evidence: [from] };
  }
  const { read: _, ...facts } = look;
  return { code: 'flare-read', verdict: 'ok', subject: from, facts, evidence: [from] };
}
