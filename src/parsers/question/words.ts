import type { QuestionKind } from '../../domain/question.ts';

/** The questions that words can ask, in the order in which `help` and suggestions name them. */
export const ASKABLE = ['status', 'leader', 'clusters', 'help'] as const satisfies readonly QuestionKind[];
export type AskableKind = (typeof ASKABLE)[number];

/** What people type for a question. Keys are lower case, as compatibility-normalised (NFKC) text gives them. */
export const ALIASES: ReadonlyMap<string, AskableKind> = new Map(
  Object.entries({
    status: 'status stat state stats st agent dca 状態 状況 ステータス すてーたす 稼働状況',
    leader:
      'leader leaders lead leading leads election elections leader-election leaderelection leader_election leadership lease lock リーダー リーダ りーだー 選出 リーダー選出 リーダー選挙',
    clusters: 'clusters cluster contexts クラスター クラスタ くらすたー クラスター一覧 クラスタ一覧',
    help: 'help h ? ?? -h --help -help halp usage commands command man ヘルプ へるぷ 使い方 つかいかた 助けて',
  } satisfies Record<AskableKind, string>).flatMap(([kind, words]) =>
    words.split(' ').map((word) => [word, kind as AskableKind] as const),
  ),
);

/** Questions of several words, longest first. */
export const PHRASES: readonly (readonly [readonly string[], AskableKind])[] = [
  [['who', 'is', 'the', 'leader'], 'leader'],
  [['who', 'is', 'leading'], 'leader'],
  [['who', 'is', 'leader'], 'leader'],
  [["who's", 'the', 'leader'], 'leader'],
  [["who's", 'leading'], 'leader'],
  [['who', 'leads'], 'leader'],
  [['leader', 'election'], 'leader'],
  [['agent', 'status'], 'status'],
  [['list', 'clusters'], 'clusters'],
];

/** Aliases of a question that, after another one, only say whose answer is meant: `leader of the agent`. */
export const OWNERS: ReadonlySet<string> = new Set(['agent', 'dca', 'cluster', 'クラスター', 'クラスタ']);

/** Words that ask for the reasons as well: the same question at the depth `teach`. */
export const WHY_WORDS: ReadonlySet<string> = new Set(['why', 'なぜ', 'なんで', '何故', 'どうして']);

/** Words people put around a question and that change nothing. */
export const FILLERS: ReadonlySet<string> = new Set(
  `a about an are at can check could current currently datadog do does for get give hey hi how how's hows i in is it me
  my no not now of our please pls say see show tell that the there this to up us we what what's whats you cluster-agent
  を の は が に で と 今 現在 誰 だれ 誰ですか 誰だ 何 どう どうですか 一覧 教えて 教えてください 教えて下さい 見せて
  見せてください ください 下さい ですか です お願いします お願い`.split(/\s+/),
);
