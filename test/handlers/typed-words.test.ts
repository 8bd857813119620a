import { describe, expect, test } from 'vitest';
import { typedWords, wordsToBot } from '../../handlers/typed-words.ts';

describe('the words as typed', () => {
  test.each([
    { slack: '  status  ', typed: 'status' },
    { slack: 'a &lt;b&gt; &amp;amp; c', typed: 'a <b> &amp; c' },
    { slack: '<@U1|ann> <@U2>', typed: '@ann @U2' },
    { slack: '<#C1|ops> <#C2>', typed: '#ops #C2' },
    { slack: '<!here> <!subteam^S1|@sre> <!subteam^S2>', typed: '@here @sre @subteam' },
    { slack: '<http://prod.example|prod.example>', typed: 'prod.example' },
    { slack: '<https://prod.example/a?b=1>', typed: 'https://prod.example/a?b=1' },
    { slack: '<mailto:a@b.example|a@b.example> <mailto:c@d.example>', typed: 'a@b.example c@d.example' },
    { slack: '&lt;!channel&gt;', typed: '<!channel>' },
    { slack: '<>', typed: '<>' },
    { slack: 'リーダー 🗼', typed: 'リーダー 🗼' },
  ])('$slack', ({ slack, typed }) => {
    expect(typedWords(slack)).toBe(typed);
  });

  test('hostile text takes linear time', () => {
    const hostile = `${'<'.repeat(40_000)}${'<@'.repeat(20_000)}${'<@a|'.repeat(10_000)}`;
    expect(typedWords(hostile)).toBe(hostile);
  });
});

describe('the words to the bot', () => {
  test.each([
    { text: '<@UBOT> status', words: 'status' },
    { text: '<@UBOT|dca>: leader', words: ': leader' },
    { text: 'hm <@UBOT> status please', words: 'status please' },
    { text: 'status <@UBOT>', words: 'status' },
    { text: '<@UBOT>', words: '' },
    { text: '<@UBOT> ask <@UBOT>', words: 'ask @UBOT' },
    { text: '<@UBOTX> status', words: '@UBOTX status' },
    { text: 'no mention', words: 'no mention' },
  ])('$text', ({ text, words }) => {
    expect(wordsToBot(text, 'UBOT')).toBe(words);
  });
});
