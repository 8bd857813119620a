import { describe, expect, it } from 'vitest';
import { hpaSubject } from '../../../src/diagnoses/hpa/subject.ts';
import type { Autoscaling } from '../../../src/domain/autoscaling.ts';
import type { Subject } from '../../../src/domain/question.ts';
import type { Reading } from '../../../src/domain/reading.ts';
import type { Snapshot } from '../../../src/domain/snapshot.ts';
import { brief, failed } from '../build.ts';
import { external, fromText, hpa, looking, read } from './build-autoscaling.ts';

function searching(
  subject: Subject,
  found: Reading<readonly string[]>,
  near: readonly string[] = [],
  views?: Autoscaling['views'],
): Snapshot {
  const live = looking({ question: { kind: 'hpa', subject } });
  return { ...live, autoscaling: { ...live.autoscaling!, views: views ?? [], search: { found, near } } };
}
const seen = looking().autoscaling!.views;
const gone = looking({ hpa: failed('absent', 'not found') }).autoscaling!.views;

describe.each<[string, Snapshot, string[]]>([
  ['an HPA on an external metric', looking(), []],
  ['an HPA that is not there', looking({ hpa: failed('absent') }), ['hpa-not-found unknown']],
  ['an HPA that may not be read', looking({ hpa: failed('forbidden') }), ['hpa-unreadable unknown']],
  ['an HPA that took too long', looking({ hpa: failed('timeout') }), ['hpa-unreadable unknown']],
  ['deleted between two looks', looking({ again: { hpa: failed('absent') } }), ['hpa-not-found unknown']],
  ['the second look failed', looking({ again: { hpa: failed('timeout') } }), []],
  ['an HPA on cpu', looking({ hpa: hpa({ metrics: [{ type: 'Resource' }] }) }), ['hpa-not-external explained']],
  ['an HPA without metrics', looking({ hpa: hpa({ metrics: [] }) }), ['hpa-not-external explained']],
  ['cpu and an external metric', looking({ hpa: hpa({ metrics: [{ type: 'Resource' }, external('q')] }) }), []],
  ['a text of an HPA on cpu', fromText({ hpa: hpa({ metrics: [{ type: 'Pods' }] }) }), ['hpa-not-external explained']],
  ['nobody by that name', searching({ name: 'chekout' }, read([]), ['shop/checkout']), ['hpa-not-found unknown']],
  ['several by that name', searching({ name: 'web' }, read(['a/web', 'b/web'])), ['hpa-name-ambiguous unknown']],
  ['one by that name', searching({ name: 'checkout' }, read(['shop/checkout']), [], seen), []],
  ['two for one workload', searching({ name: 'web', resource: 'deployment' }, read(['a/x', 'a/y']), [], seen), []],
  ['a search that was refused', searching({ name: 'web' }, failed('forbidden')), ['hpa-unreadable unknown']],
  ['a search that was refused, found in default', searching({ name: 'checkout' }, failed('forbidden'), [], seen), []],
  [
    'a search that was refused, not in default',
    searching({ name: 'web' }, failed('forbidden'), [], gone),
    ['hpa-unreadable unknown'],
  ],
])('the subject: %s', (_name, snapshot, expected) => {
  it(`gives ${expected.join(', ') || 'nothing'}`, () => expect(brief(hpaSubject.diagnose(snapshot))).toEqual(expected));
});

it.each<[Subject, string, string | null]>([
  [{ name: 'web' }, 'web', null],
  [{ namespace: 'shop', name: 'web' }, 'shop/web', 'shop'],
  [{ namespace: 'shop', name: 'web', resource: 'hpa' }, 'shop/web', 'shop'],
  [{ name: 'web', resource: 'deployment' }, 'deployment/web', null],
])('%j was asked as %s', (subject, asked, namespace) => {
  const [finding] = hpaSubject.diagnose(searching(subject, read([]), ['shop/webs', 'shop/wet']));
  expect(finding?.facts).toEqual({ asked, namespace, near: ['shop/webs', 'shop/wet'] });
});

it('names the types of an HPA that has nothing to do with the Agent', () => {
  const metrics = [{ type: 'Resource' }, { type: 'Pods' }, { type: 'Resource' }];
  const [finding] = hpaSubject.diagnose(looking({ hpa: hpa({ metrics }) }));
  expect(finding?.facts).toEqual({ hpa: 'shop/checkout', types: ['Resource', 'Pods'] });
});
