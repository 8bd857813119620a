import type { Language } from '../domain/question.ts';
import type { ConfigProblem, ProblemCode, ProblemFacts, TextKind } from './config-problem.ts';

interface Phrases {
  readonly at: (file: string, line: number, column: number) => string;
  readonly kinds: Record<TextKind, string>;
  readonly say: { readonly [C in ProblemCode]: (facts: ProblemFacts[C]) => string };
}

const list = (words: readonly string[], between: string) => words.join(between);

const EN: Phrases = {
  at: (file, line, column) => `${file}, line ${line}, column ${column}`,
  kinds: {
    text: 'a single line of text',
    'web-url': 'a URL that begins with http:// or https://',
    'redis-url': 'a URL that begins with redis://, rediss:// or unix:',
    'kubernetes-name': 'a Kubernetes name (lower-case letters, digits, dots and dashes)',
    'cluster-name': 'a name without spaces, at most 100 characters',
    channel: 'a channel id such as C0123ABCD (in Slack: channel details, at the bottom)',
    user: "a person's id such as U0123ABCD (in Slack: profile, three dots, copy member ID)",
    'user-group': 'the id of a user group such as S0123ABCD (in Slack: People, User groups, copy group ID)',
    app: 'the id of an app or a bot such as A0123ABCD or B0123ABCD',
    'rule-name': 'a name of letters, digits, spaces, dots, dashes and slashes, at most 40',
    path: 'a path that begins with /',
    prefix: 'letters, digits, dots, dashes and braces, at most 40',
    'bot-token': 'a bot token, which begins with xoxb-',
    'app-token': 'an app-level token, which begins with xapp-',
  },
  say: {
    'file-missing': ({ file }) => `There is no file ${file}.`,
    'file-unreadable': ({ file, detail }) => `The file ${file} cannot be read (${detail}).`,
    'not-yaml': ({ detail }) => `This is not YAML: ${detail}.`,
    'not-a-section': () => 'A section with keys belongs here.',
    'not-a-list': () => 'A list belongs here: one line per entry, each beginning with a dash.',
    'unknown-key': ({ key, nearest, legal }) =>
      `The key "${key}" is not known. ${nearest === null ? `Known here: ${list(legal, ', ')}.` : `Did you mean "${nearest}"?`}`,
    'not-legal': ({ given, legal }) =>
      `${given === null ? 'This value' : `"${given}"`} is not possible here. Possible: ${list(legal, ', ')}.`,
    'not-a-number': ({ given, min, max }) =>
      `${given === null ? 'This' : `"${given}"`} is not a whole number from ${min} to ${max}.`,
    'not-a-duration': ({ given, min, max }) =>
      `${given === null ? 'This' : `"${given}"`} is not a duration from ${min} s to ${max} s, such as 30s or 1m30s.`,
    'not-a-text': ({ what, given }) => `${given === null ? 'This' : `"${given}"`} is not ${EN.kinds[what]}.`,
    'secret-in-file': ({ env, fileKey }) =>
      env === null || fileKey === null
        ? 'A secret does not belong into this file.'
        : `A secret does not belong into this file. Put it into the environment as ${env}, or name a file that holds it with ${fileKey}.`,
    'same-cluster-twice': ({ name }) => `Two clusters are called "${name}".`,
    'same-rule-twice': ({ name }) => `Two rules are called "${name}".`,
    'empty-list': () => 'This list is empty, which would mean nobody. Fill it, or leave its key out.',
    'empty-entry': () => 'This entry of the list is empty.',
    'key-missing': ({ key }) => `The rule does not say which ${key}: add ${key}, a list or "all".`,
    'key-needs-other': ({ key, other }) => `A rule with ${key} must also say which ${other}.`,
    'keys-exclude-each-other': ({ first, second }) => `Either ${first} or ${second}, not both.`,
    'env-not-legal': ({ env, what }) => `The environment variable ${env} is not ${EN.kinds[what]}.`,
    'secret-missing': ({ env, fileKey }) =>
      `${env} is not set. Set it in the environment, or name a file that holds it with ${fileKey}.`,
    'empty-file': ({ file }) => `The file ${file} is empty.`,
  },
};

const JA: Phrases = {
  at: (file, line, column) => `${file} の ${line} 行 ${column} 列`,
  kinds: {
    text: '1 行の文字列',
    'web-url': 'http:// または https:// で始まる URL',
    'redis-url': 'redis://、rediss://、unix: のいずれかで始まる URL',
    'kubernetes-name': 'Kubernetes の名前（英小文字、数字、ピリオド、ハイフン）',
    'cluster-name': '空白を含まない 100 文字以内の名前',
    channel: 'C0123ABCD のようなチャンネル ID（Slack のチャンネル詳細の一番下にあります）',
    user: 'U0123ABCD のようなユーザー ID（Slack のプロフィールの「…」からコピーできます）',
    'user-group':
      'S0123ABCD のようなユーザーグループ ID（Slack の「メンバー」→「ユーザーグループ」からコピーできます）',
    app: 'A0123ABCD または B0123ABCD のようなアプリまたはボットの ID',
    'rule-name': '文字、数字、空白、ピリオド、ハイフン、スラッシュからなる 40 文字以内の名前',
    path: '/ で始まるパス',
    prefix: '英数字、ピリオド、ハイフン、波かっこからなる 40 文字以内の文字列',
    'bot-token': 'xoxb- で始まるボットトークン',
    'app-token': 'xapp- で始まるアプリレベルトークン',
  },
  say: {
    'file-missing': ({ file }) => `ファイル ${file} がありません。`,
    'file-unreadable': ({ file, detail }) => `ファイル ${file} を読めません（${detail}）。`,
    'not-yaml': ({ detail }) => `YAML として読めません: ${detail}`,
    'not-a-section': () => 'ここにはキーを持つセクションを書いてください。',
    'not-a-list': () => 'ここにはリストを書いてください（1 行に 1 項目、ハイフンで始めます）。',
    'unknown-key': ({ key, nearest, legal }) =>
      `キー「${key}」はありません。${nearest === null ? `使えるキー: ${list(legal, '、')}` : `「${nearest}」ではありませんか。`}`,
    'not-legal': ({ given, legal }) =>
      `${given === null ? 'この値' : `「${given}」`}はここでは使えません。使える値: ${list(legal, '、')}`,
    'not-a-number': ({ given, min, max }) =>
      `${given === null ? 'この値' : `「${given}」`}は ${min} から ${max} までの整数ではありません。`,
    'not-a-duration': ({ given, min, max }) =>
      `${given === null ? 'この値' : `「${given}」`}は ${min} 秒から ${max} 秒までの時間ではありません（例: 30s、1m30s）。`,
    'not-a-text': ({ what, given }) =>
      `${given === null ? 'この値' : `「${given}」`}は${JA.kinds[what]}ではありません。`,
    'secret-in-file': ({ env, fileKey }) =>
      env === null || fileKey === null
        ? '秘密の値をこのファイルに書かないでください。'
        : `秘密の値をこのファイルに書かないでください。環境変数 ${env} に入れるか、値を収めたファイルを ${fileKey} で指定してください。`,
    'same-cluster-twice': ({ name }) => `「${name}」という名前のクラスターが 2 つあります。`,
    'same-rule-twice': ({ name }) => `「${name}」という名前のルールが 2 つあります。`,
    'empty-list': () =>
      'このリストは空です（誰にも当てはまらないことになります）。項目を書くか、キーごと削除してください。',
    'empty-entry': () => 'リストのこの項目は空です。',
    'key-missing': ({ key }) => `このルールに ${key} がありません。リストまたは all を指定してください。`,
    'key-needs-other': ({ key, other }) => `${key} を使うルールには ${other} も必要です。`,
    'keys-exclude-each-other': ({ first, second }) => `${first} と ${second} は同時に指定できません。`,
    'env-not-legal': ({ env, what }) => `環境変数 ${env} が${JA.kinds[what]}ではありません。`,
    'secret-missing': ({ env, fileKey }) =>
      `${env} が設定されていません。環境変数に入れるか、値を収めたファイルを ${fileKey} で指定してください。`,
    'empty-file': ({ file }) => `ファイル ${file} は空です。`,
  },
};

const PHRASES: Record<Language, Phrases> = { en: EN, ja: JA };

/** One problem in one line: where it is, which key, what is wrong and what would be right. */
export function problemText(problem: ConfigProblem, language: Language = 'en', file = 'dca.yaml'): string {
  const phrases = PHRASES[language];
  const place = problem.line === undefined ? '' : `${phrases.at(file, problem.line, problem.column ?? 1)}: `;
  const path = problem.path === '' ? '' : `${problem.path}: `;
  return `${place}${path}${sentence(phrases, problem)}`;
}

function sentence<C extends ProblemCode>(
  phrases: Phrases,
  problem: { readonly code: C; readonly facts: ProblemFacts[C] },
): string {
  const say: (facts: ProblemFacts[C]) => string = phrases.say[problem.code];
  return say(problem.facts);
}
