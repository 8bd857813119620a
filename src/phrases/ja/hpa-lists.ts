import type { FactsByCode } from '../../domain/finding-facts.ts';
import type { HpaRow, MetricRow } from '../../domain/hpa-facts.ts';
import { complaints, metricName, nextPage, storeCommand } from '../hpa-names.ts';
import { amount } from '../measure.ts';
import { commands } from '../names.ts';
import type { FindingPhrases, PhraseContext } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { VERDICT_WORDS } from './hpa-wording.ts';
import { ago, lasting, list } from './wording.ts';

/** How many entries that are in trouble are quoted under the table. */
const QUOTED = 5;
/** How many words are counted in the sum. */
const COUNTED = 8;
const NONE = say`-`;

function hpaRow(row: HpaRow): readonly Rich[] {
  const { min, max, replicas, moreMetrics } = row;
  return [
    say`${row.hpa}`,
    say`${VERDICT_WORDS[row.word].word}`,
    row.shown === '' ? NONE : say`${row.shown}`,
    replicas === null ? NONE : say`${amount(replicas)}`,
    say`${amount(min)}-${amount(max)}`,
    moreMetrics === 0 ? say`${row.metric}` : say`${row.metric} +${moreMetrics}`,
  ];
}

function hpaSum({ total, counts, namespace }: FactsByCode['hpa-list']): Rich {
  const where = namespace === null ? [] : say`${code(namespace)} で`;
  if (total === 0) return strong`${where}外部メトリクスを使う HPA はありません。`;
  if (counts.length === 1 && counts[0]?.word === 'fine')
    return strong`${where}外部メトリクスを使う HPA ${amount(total)} 個は${total === 1 ? '' : 'すべて'}正常です。`;
  const parts = counts.slice(0, COUNTED).map((one) => say`${VERDICT_WORDS[one.word].word} ${amount(one.count)}`);
  const others = counts.slice(COUNTED).reduce((sum, one) => sum + one.count, 0);
  const all = others === 0 ? parts : [...parts, say`その他 ${amount(others)}`];
  return strong`${where}外部メトリクスを使う HPA は ${amount(total)} 個です: ${list(all, all.length)}。`;
}

/** Which page this is and how the next one is asked for; nothing for a list of one page. */
function pageLine(context: PhraseContext, page: number, pages: number): readonly Rich[] {
  if (pages < 2) return [];
  const next = nextPage(context, page, pages);
  return [
    next === undefined
      ? say`${amount(pages)} ページ中 ${page} ページ目(最後)`
      : say`${amount(pages)} ページ中 ${page} ページ目。次のページ: ${code(next)}`,
  ];
}

function metricRow(row: MetricRow): readonly Rich[] {
  const [user, ...others] = row.users;
  return [
    say`${metricName(row.metric, row.labels)}`,
    row.value === null || !row.valid ? NONE : say`${amount(row.value)}`,
    row.ageSeconds === null ? NONE : say`${lasting(row.ageSeconds)}`,
    row.valid ? say`有効` : row.active ? say`無効` : say`未使用`,
    user === undefined ? NONE : others.length === 0 ? say`${user}` : say`${user} +${others.length}`,
  ];
}

function metricsSum({ total, valid }: FactsByCode['metrics-list'], { question }: PhraseContext): Rich {
  const namespace = question.subject?.namespace;
  const whose = namespace === undefined ? [] : say`名前空間 ${code(namespace)} について `;
  if (total === 0) return strong`${whose}Cluster Agent は外部メトリクスを保持していません。`;
  if (total === valid)
    return strong`${whose}Cluster Agent が保持する外部メトリクス ${amount(total)} 件は${total === 1 ? '' : 'すべて'}有効です。`;
  return total === 1
    ? strong`${whose}Cluster Agent が保持する外部メトリクスは 1 件で、有効ではありません。`
    : strong`${whose}Cluster Agent が保持する外部メトリクス ${amount(total)} 件中、有効なものは${valid === 0 ? 'ありません' : ` ${amount(valid)} 件です`}。`;
}

/** Every HPA on an external metric, and every metric the Agent holds. */
export const hpaLists = {
  'hpa-list': (facts, context) => {
    const told = facts.rows.find(({ word }) => word !== 'fine') ?? facts.rows[0];
    return {
      sum: hpaSum(facts),
      ...(facts.rows.length === 0
        ? {}
        : {
            table: {
              columns: ['HPA', '診断', 'TARGETS', 'Pod 数', '最小-最大', 'メトリクス'],
              rows: facts.rows.map(hpaRow),
            },
          }),
      points: [
        ...pageLine(context, facts.page, facts.pages),
        ...(told === undefined ? [] : [say`1 つを詳しく見るには: ${code(`hpa ${told.hpa}`)}`]),
        ...(facts.others === 0 ? [] : [say`外部メトリクスを使わない HPA は他に ${amount(facts.others)} 個あります`]),
      ],
      teach: facts.counts.map(({ word }) => say`${VERDICT_WORDS[word].word}: ${VERDICT_WORDS[word].means}。`),
      see: ['kubectl get hpa -A'],
    };
  },
  'metrics-list': (facts, context) => {
    const written = facts.updatedSeconds === null ? [] : say`(${ago(facts.updatedSeconds, context)}に書き込み)`;
    return {
      sum: metricsSum(facts, context),
      ...(facts.rows.length === 0
        ? {}
        : {
            table: { columns: ['メトリクス', '値', '経過', '状態', '使用元'], rows: facts.rows.map(metricRow) },
          }),
      points: [
        ...pageLine(context, facts.page, facts.pages),
        ...complaints(facts.rows)
          .slice(0, QUOTED)
          .map(
            ({ id, others, error }) =>
              say`${code(id)}${others === 0 ? '' : ` 他 ${amount(others)} 件`}: ${code(error)}`,
          ),
        facts.store === 'configmap'
          ? say`保存先: ConfigMap${facts.configMap === null ? [] : say` ${code(facts.configMap)}`}${written}`
          : say`保存先: DatadogMetric オブジェクト`,
      ],
      teach: [
        say`経過はデータの測定からの時間で、無効なメトリクスでは失敗した更新からの時間です。無効なメトリクスは提供されないため、値を載せていません。Agent はそこに 0 を書きますが、負荷がゼロという意味ではありません。`,
        say`未使用: 参照するオートスケーラーがないため、Agent は更新しません。`,
      ],
      see: commands(storeCommand(facts.store, facts.configMap)),
    };
  },
} satisfies Partial<FindingPhrases>;
