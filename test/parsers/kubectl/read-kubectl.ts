import { readFileSync } from 'node:fs';
import type { HorizontalPodAutoscaler } from '../../../src/domain/autoscaling-objects.ts';
import { type ExplainedDocument, readDocuments } from '../../../src/parsers/documents.ts';

export const LEADER_AND_FOLLOWER = 'agent-2025-leader-and-follower';
export const ENDPOINT_CHECKS = 'agent-2025-endpoint-checks-running';

export function kubectlText(path: string): string {
  return readFileSync(new URL(`../../fixtures/kubectl/${path}`, import.meta.url), 'utf8');
}

type Of<K extends ExplainedDocument['kind']> = Extract<ExplainedDocument, { readonly kind: K }>;

/** The documents of one kind in a text. */
export function documentsOf<K extends ExplainedDocument['kind']>(kind: K, text: string): readonly Of<K>[] {
  return readDocuments('paste', text).filter((one): one is Of<K> => one.kind === kind);
}

export function hpasIn(text: string): readonly HorizontalPodAutoscaler[] {
  return documentsOf('hpa', text).map(({ hpa }) => hpa);
}

/** What is in a text, without what is in it: one word for each document. */
export function wordsFor(text: string): readonly string[] {
  return readDocuments('paste', text).map((one) => {
    switch (one.kind) {
      case 'hpa':
        return `hpa ${one.form} ${one.hpa.metadata.name}`;
      case 'stored':
        return `stored ${one.store} ${one.metrics.length}`;
      case 'scale-target':
        return `target ${one.target.kind}/${one.target.name}`;
      case 'unrecognised':
        return `unrecognised ${one.why}`;
      case 'refusal':
        return `refusal ${one.resource} ${one.why}`;
      case 'log':
        return `log ${one.troubles.map(({ kind }) => kind).join(' ')}`;
      default:
        return one.kind;
    }
  });
}

/** Breaks lines as a terminal of this width does. */
export function hardWrap(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => line.match(new RegExp(`.{1,${width}}`, 'g')) ?? [''])
    .join('\n');
}
