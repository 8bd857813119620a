import type { Finding } from '../../domain/finding.ts';
import type { Unknown } from '../../domain/reading.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import type { Rule } from '../rule.ts';

/** What the leader printed of its checks and dca-bot could not get or read: said, so that nobody takes it for "none". */
export const unreadChecks: Rule = {
  topic: 'checks',
  codes: ['agent-command-failed', 'output-not-recognised'],
  looksAt: '`clusterchecks` and `configcheck` of the leader',
  diagnose: (snapshot): Finding[] => {
    const { checks } = snapshot;
    if (checks === undefined) return [];
    const { dispatching, configCheck } = checks;
    const pod = checks.leader ?? '';
    const isText = snapshot.origin === 'text';
    // What keeps one command from answering keeps the other as well.
    const lost = [dispatching, configCheck].find((reading): reading is Unknown => !reading.known);
    const cut = [dispatching, configCheck].filter((reading) => reading.known && reading.value.cutOff);
    const subject = isText ? (cut[0]?.source ?? '') : pod;
    const facts = { from: subject, kind: 'cut-off', sections: [], detail: null } as const;
    const evidence = cut.map(({ source }) => source);
    return [
      ...(lost === undefined || isToldElsewhere(snapshot, lost) ? [] : [failed(pod, lost)]),
      ...(cut.length === 0
        ? []
        : [{ code: 'output-not-recognised', verdict: 'unknown', subject, facts, evidence } as const]),
    ];
  },
};

/** Missing rights and a forbidden exec are told once for everything. */
function isToldElsewhere({ execAllowed, origin }: Snapshot, { why }: Unknown): boolean {
  return why === 'forbidden' || !execAllowed || origin === 'text';
}

function failed(pod: string, { why, detail, source }: Unknown): Finding {
  const facts = { pod, command: source, why, detail };
  return { code: 'agent-command-failed', verdict: 'unknown', subject: pod, facts, evidence: [source] };
}
