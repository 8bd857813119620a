import { describe, expect, it } from 'vitest';
import { askIdOf } from '../../handlers/ask-id.ts';
import { reportIdForm, shortReportId } from '../../src/domain/report-id.ts';

const FULL = `ask${'0123456789abcdef'.repeat(2)}`;

describe("a report's id", () => {
  it.each([
    [FULL, { form: 'full', id: FULL }],
    [FULL.toUpperCase(), { form: 'full', id: FULL }],
    ['ask0123456789', { form: 'short', id: 'ask0123456789' }],
    ['Ask0123456789', { form: 'short', id: 'ask0123456789' }],
    ['ask012345678', undefined],
    ['ask01234567890', undefined],
    ['ask012345678g', undefined],
    [`${FULL}0`, undefined],
    [` ${FULL}`, undefined],
    ['', undefined],
  ])('%j', (typed, expected) => {
    expect(reportIdForm(typed)).toEqual(expected);
  });

  it('is the id of its ask, and the beginning of it is a form of its own', () => {
    const id = askIdOf('command', 'T1', '171.922');
    expect(reportIdForm(id)?.form).toBe('full');
    expect(reportIdForm(shortReportId(id))).toEqual({ form: 'short', id: id.slice(0, 13) });
  });
});
