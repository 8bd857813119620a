import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/domain/question.ts';
import { textOf } from '../../src/phrases/rich.ts';
import { allText, CODES, ownWords, sentences, wordsOfCode } from './every-phrase.ts';

const KANA_OR_KANJI = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
/** What stays when a point only quotes: a name, Kubernetes' state of it, a figure. */
const QUOTED_ONLY = /^(?:[\s:×,+、]|HTTP|Pod|Pending|Running|CrashLoopBackOff|\d)*$/;

describe.each(LANGUAGES)('every finding phrase in %s', (language) => {
  it.each(CODES)('%s has whole sentences', (code) => {
    for (const words of wordsOfCode(code, language)) {
      const text = allText(words);
      expect(text).not.toMatch(/undefined|NaN|\bnull\b|\[object|Infinity/);
      for (const [place, rich] of sentences(words)) {
        const sentence = textOf(rich);
        expect(sentence, place).not.toMatch(/ {2}|\( | \)| [.,;:](?: |$)|\.\.|。。|、。|^\s|\s$/);
        expect(sentence.length, place).toBeGreaterThan(2);
        expect(sentence.length, place).toBeLessThan(520);
      }
      expect(textOf(words.sum)).toMatch(/[.。]$/);
      expect(ownWords(words.sum)).not.toMatch(/[!\uff01?]|\p{Extended_Pictographic}/u);
      expect(words.sum.some(({ bold }) => bold)).toBe(true);
      expect(textOf(words.sum).length).toBeLessThan(220);
      for (const point of words.points ?? []) expect(textOf(point)).not.toMatch(/[.。]$/);
      for (const command of [words.remedy?.command, ...(words.see ?? [])])
        expect(command ?? 'x').not.toMatch(/ {2}|\n/);
    }
  });
});

describe('Japanese beside English', () => {
  it.each(CODES)('%s is said in Japanese, not left in English', (code) => {
    const english = wordsOfCode(code, 'en');
    wordsOfCode(code, 'ja').forEach((japanese, index) => {
      const other = english[index]!;
      expect(textOf(japanese.sum)).not.toBe(textOf(other.sum));
      for (const [place, rich] of sentences(japanese)) {
        if (place === 'points' && QUOTED_ONLY.test(ownWords(rich))) continue;
        expect(ownWords(rich), `${code} ${place}`).toMatch(KANA_OR_KANJI);
      }
    });
  });

  it.each(CODES)('%s offers the same help in both: places, commands, settings', (code) => {
    const english = wordsOfCode(code, 'en');
    wordsOfCode(code, 'ja').forEach((japanese, index) => {
      const other = english[index]!;
      expect(japanese.remedy?.command).toBe(other.remedy?.command);
      expect(japanese.see).toEqual(other.see);
      const places = (words: typeof other) => [...new Set(sentences(words).map(([place]) => place))];
      expect(places(japanese)).toEqual(places(other));
      const named = (words: typeof other) =>
        new Set(sentences(words).flatMap(([, rich]) => rich.filter((span) => span.code).map(({ text }) => text)));
      expect(named(japanese)).toEqual(named(other));
    });
  });

  it('uses half-width digits and no full-width brackets or colons', () => {
    for (const code of CODES)
      for (const words of wordsOfCode(code, 'ja'))
        expect(allText(words)).not.toMatch(/[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff08\uff09\uff1a\uff01]/);
  });
});
