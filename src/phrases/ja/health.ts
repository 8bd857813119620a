import type { FactsByCode } from '../../domain/finding-facts.ts';
import type { HealthTopic } from '../../domain/health-facts.ts';
import { rowsOf } from '../health-names.ts';
import { number } from '../measure.ts';
import type { FindingPhrases } from '../phrases.ts';
import { code, join, plain, type Rich, say, strong } from '../rich.ts';
import { list } from './wording.ts';

const TOPICS = {
  status: 'Agent 本体',
  leader: 'リーダー',
  events: 'イベント',
  metrics: '外部メトリクス',
  hpa: 'HPA',
  checks: 'クラスターチェック',
  endpoints: 'エンドポイントチェック',
  metadata: 'メタデータ',
  node: 'Node Agent',
  logs: 'ログ',
} as const satisfies Record<HealthTopic, string>;

function topics(rows: FactsByCode['health-overview']['rows']): Rich {
  return list(
    rows.map(({ topic }) => say`${TOPICS[topic]}`),
    4,
  );
}

function names(asked: readonly HealthTopic[]): Rich {
  return join(asked.map(code), '、');
}

function overviewSum({ rows }: FactsByCode['health-overview']): Rich {
  const { bad, unknown, well } = rowsOf(rows);
  if (rows.length === 0) return strong`確認できた項目がなく、Cluster Agent の状態は不明です。`;
  if (bad.length === 0 && unknown.length === 0)
    return strong`異常はありません。${number(rows.length)} 項目すべてを確認しました。`;
  const rest = unknown.length === 0 ? [] : say`。判断できない項目が ${number(unknown.length)} 件あります`;
  return bad.length === 0
    ? strong`${number(rows.length)} 項目中 ${number(well.length)} 項目に異常はありません。判断できない項目: ${topics(unknown)}。`
    : strong`${number(rows.length)} 項目中 ${number(bad.length)} 項目に問題があります: ${topics(bad)}${rest}。`;
}

/** Everything at once, a line for each topic. */
export const health = {
  'health-overview': (facts, context) => {
    const { lines, ok } = rowsOf(facts.rows);
    const [first] = lines;
    return {
      sum: overviewSum(facts),
      lines: [
        ...lines.map(({ topics, verdict, top, more }) => ({
          verdict,
          say: say`${names(topics)}: ${top === null ? say`上記の理由で確認できません。` : plain(context.sumOf(top))}${more === 0 ? [] : say`他 ${number(more)} 件。`}`,
        })),
        ...(ok.length === 0
          ? []
          : [
              {
                verdict: 'ok' as const,
                say: say`異常なし: ${names(ok.map(({ topic }) => topic))}`,
              },
            ]),
      ],
      teach: [
        say`各行はそれぞれ 1 つの質問への回答です。${code(`/dca ${first?.topics[0] ?? 'leader'}`)} のように質問すると、その項目の詳細を確認できます。`,
        say`一部でも読み取れなかった項目は、異常なしではなく不明とします。`,
      ],
    };
  },
} satisfies Partial<FindingPhrases>;
