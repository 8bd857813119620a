import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DEPTHS, LANGUAGES } from '../../src/domain/question.ts';
import { slackAnswer } from '../../src/formatters/slack-answer.ts';
import { plainTextOf } from '../../src/formatters/slack-notices.ts';
import { terminalAnswer } from '../../src/formatters/terminal-answer.ts';
import { GOLDEN_REPORTS } from './golden-reports.ts';
import { faults } from './slack-rules.ts';

const FOLDER = new URL('../golden/', import.meta.url);
const UPDATE = process.env.UPDATE_GOLDEN === '1';

/** Compares with the file of that name; `UPDATE_GOLDEN=1` writes it, to be read by a person before it is kept. */
function expectGolden(name: string, text: string): void {
  const file = fileURLToPath(new URL(name, FOLDER));
  if (UPDATE) writeFileSync(file, text);
  expect(existsSync(file), `${name} is missing: run with UPDATE_GOLDEN=1`).toBe(true);
  expect(text).toBe(readFileSync(file, 'utf8'));
}

describe.each(Object.entries(GOLDEN_REPORTS))('%s', (name, report) => {
  it.each(LANGUAGES)('reads in %s as it was read and found good', (language) => {
    const texts = DEPTHS.map(
      (depth) => `── ${depth}\n${terminalAnswer(report, { language, depth }, { colour: false })}`,
    );
    expectGolden(`${name}.${language}.txt`, texts.join('\n'));
    const messages = DEPTHS.map((depth) => [depth, slackAnswer(report, { language, depth })] as const);
    for (const [, message] of messages) expect(faults(message)).toEqual([]);
    expectGolden(`${name}.${language}.slack.json`, `${JSON.stringify(Object.fromEntries(messages), null, 1)}\n`);
  });

  it('says the same in Slack as in a terminal', () => {
    const view = { language: 'en', depth: 'normal' } as const;
    const words = (text: string) =>
      text
        .replace(/&amp;/g, '&')
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .match(/[\w./-]{4,}/g);
    const terminal = new Set(words(terminalAnswer(report, view, { colour: false })));
    const slack = words(plainTextOf(slackAnswer(report, view)).replace(/^(• )?:[a-z_]+: /gm, ''));
    expect(slack?.filter((word) => !terminal.has(word))).toEqual([]);
  });
});
