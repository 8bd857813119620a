import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answersQueue, diagnoseQueue, jobIdOf, slugOf } from '../../src/queue/names.ts';

const anyName = fc.string({ unit: 'binary', minLength: 0, maxLength: 80 });

describe('queue names', () => {
  it.each([
    ['prod-eu', /^diagnose-prod-eu-[0-9a-f]{10}$/],
    ['Prod EU', /^diagnose-prod-eu-[0-9a-f]{10}$/],
    ['東京', /^diagnose-[0-9a-f]{10}$/],
    ['Zürich', /^diagnose-zu-rich-[0-9a-f]{10}$/],
    ['arn:aws:eks:eu-west-1:1:cluster/a', /^diagnose-arn-aws-eks-eu-west-1-1-cluster-[0-9a-f]{10}$/],
    ['', /^diagnose-[0-9a-f]{10}$/],
  ])('%s', (name, shape) => {
    expect(diagnoseQueue(name)).toMatch(shape);
  });

  it('are short, safe and stable for any name', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        expect(diagnoseQueue(name)).toMatch(/^diagnose-[a-z0-9-]{10,43}$/);
        expect(answersQueue(name)).toBe(`answers-${slugOf(name)}`);
        expect(slugOf(name)).toBe(slugOf(`${name}`));
      }),
    );
  });

  it('never put two clusters on one queue', () => {
    fc.assert(
      fc.property(anyName, anyName, (one, two) => {
        if (one !== two) expect(diagnoseQueue(one)).not.toBe(diagnoseQueue(two));
      }),
    );
    expect(slugOf('Prod')).not.toBe(slugOf('prod'));
    expect(slugOf('\ud800')).not.toBe(slugOf('\ud801'));
    expect(slugOf('a'.repeat(40))).not.toBe(slugOf('a'.repeat(41)));
  });

  it('job ids are what BullMQ takes, and one per ask', () => {
    expect(jobIdOf('Ev0123ABC')).toBe('Ev0123ABC');
    fc.assert(
      fc.property(
        fc.oneof(
          anyName,
          fc.nat().map(String),
          fc.string().map((s) => `a:${s}`),
        ),
        anyName,
        (one, two) => {
          expect(jobIdOf(one)).toMatch(/^[^:]{1,128}$/);
          expect(jobIdOf(one)).not.toMatch(/^\d+$/);
          if (one !== two) expect(jobIdOf(one)).not.toBe(jobIdOf(two));
        },
      ),
    );
    expect(jobIdOf(jobIdOf('1234'))).not.toBe(jobIdOf('1234'));
  });
});
