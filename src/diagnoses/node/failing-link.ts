import type { Finding, Verdict } from '../../domain/finding.ts';
import { secondsBetween } from '../leadership.ts';
import { staleAddress, withoutAddress } from './address.ts';
import { type LinkCase, serviceOf } from './link-case.ts';
import type { LinkTrouble } from './link-trouble.ts';
import { tokenMismatch } from './token-mismatch.ts';
import { wrongService } from './wrong-service.ts';

/** A container this young may still be on its way: it tries again after some seconds. */
const YOUNG_SECONDS = 120;

/** Why the link fails: its own settings first, then where it goes to, then what it hears there. */
export function failingLink(of: LinkCase, trouble: LinkTrouble): Finding {
  return (
    unusableToken(of, trouble) ??
    // That the Service is not there is the reason why nobody was told its address.
    wrongServiceOfNone(of, trouble) ??
    withoutAddress(of, trouble) ??
    staleAddress(of) ??
    wrongService(of, trouble) ??
    timeOut(of, trouble) ??
    failingTls(of, trouble) ??
    refusedToken(of, trouble) ??
    disconnected(of, trouble)
  );
}

/** The Agent looks for its token after the address, and goes nowhere without one. */
function unusableToken({ story, subject }: LinkCase, { cause, error, evidence }: LinkTrouble): Finding | undefined {
  if (cause.kind !== 'token-empty' && cause.kind !== 'token-too-short') return undefined;
  const facts = { ...story, cause: cause.kind === 'token-empty' ? 'empty' : 'too-short', error } as const;
  return { code: 'node-agent-token-unusable', verdict: 'fault', subject, facts, evidence };
}

function wrongServiceOfNone(of: LinkCase, trouble: LinkTrouble): Finding | undefined {
  const wrong = wrongService(of, trouble);
  return wrong?.facts.cause === 'absent' ? wrong : undefined;
}

function timeOut(of: LinkCase, { cause, error, evidence }: LinkTrouble): Finding | undefined {
  const { story, subject, live } = of;
  const service = serviceOf(of);
  const ready = service?.known ? (service.value?.ready ?? null) : null;
  // With nobody behind a Service, connections are refused or run out of time, by how the node's proxy is made.
  if (cause.kind !== 'timeout' && !(cause.kind === 'unreachable' && ready === 0)) return undefined;
  const facts = { ...story, error, service: live?.look.service ?? null, ready };
  const seen = [...evidence, ...(service?.known ? [service.source] : [])];
  return { code: 'node-agent-timeout', verdict: harmByAge(of), subject, facts, evidence: seen };
}

function failingTls({ story, subject }: LinkCase, { cause, error, evidence }: LinkTrouble): Finding | undefined {
  if (cause.kind !== 'tls') return undefined;
  return { code: 'node-agent-tls-failing', verdict: 'fault', subject, facts: { ...story, error }, evidence };
}

function refusedToken(of: LinkCase, trouble: LinkTrouble): Finding | undefined {
  return trouble.cause.kind === 'token-refused' ? tokenMismatch([{ of, trouble }], null) : undefined;
}

function disconnected(of: LinkCase, { cause, error, logLine, evidence }: LinkTrouble): Finding {
  // It never learnt a version, which is asked for once: it may talk to the Cluster Agent since.
  const verdict = cause.kind === 'never-refreshed' ? 'warning' : harmByAge(of);
  const facts = { ...of.story, error: of.link?.error ?? error, logLine };
  return { code: 'node-agent-disconnected', verdict, subject: of.subject, facts, evidence };
}

function harmByAge({ live, snapshot }: LinkCase): Verdict {
  const seconds = secondsBetween(live?.look.pod.startedAt, snapshot.now);
  return seconds !== null && seconds >= 0 && seconds < YOUNG_SECONDS ? 'warning' : 'fault';
}
