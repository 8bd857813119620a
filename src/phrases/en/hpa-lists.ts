import type { FactsByCode } from '../../domain/finding-facts.ts';
import type { HpaRow, MetricRow } from '../../domain/hpa-facts.ts';
import { complaints, metricName, nextPage, storeCommand } from '../hpa-names.ts';
import { amount } from '../measure.ts';
import { commands } from '../names.ts';
import type { FindingPhrases, PhraseContext } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { VERDICT_WORDS } from './hpa-wording.ts';
import { ago, count, lasting, list } from './wording.ts';

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
  const where = namespace === null ? [] : say` in ${code(namespace)}`;
  if (total === 0) return strong`No HPA${where} uses an external metric.`;
  if (counts.length === 1 && counts[0]?.word === 'fine')
    return total === 1
      ? strong`The one HPA${where} on an external metric is fine.`
      : strong`All ${amount(total)} HPAs${where} on external metrics are fine.`;
  const parts = counts.slice(0, COUNTED).map((one) => say`${amount(one.count)} ${VERDICT_WORDS[one.word].word}`);
  const others = counts.slice(COUNTED).reduce((sum, one) => sum + one.count, 0);
  const all = others === 0 ? parts : [...parts, say`${amount(others)} other`];
  return strong`${count(total, 'HPA')}${where} on external metrics: ${list(all, all.length)}.`;
}

/** Which page this is and how the next one is asked for; nothing for a list of one page. */
function pageLine(context: PhraseContext, page: number, pages: number): readonly Rich[] {
  if (pages < 2) return [];
  const next = nextPage(context, page, pages);
  return [
    next === undefined
      ? say`Page ${page} of ${amount(pages)}, the last`
      : say`Page ${page} of ${amount(pages)}; the next: ${code(next)}`,
  ];
}

function metricRow(row: MetricRow): readonly Rich[] {
  const [user, ...others] = row.users;
  return [
    say`${metricName(row.metric, row.labels)}`,
    row.value === null || !row.valid ? NONE : say`${amount(row.value)}`,
    row.ageSeconds === null ? NONE : say`${lasting(row.ageSeconds)}`,
    row.valid ? say`valid` : row.active ? say`invalid` : say`unused`,
    user === undefined ? NONE : others.length === 0 ? say`${user}` : say`${user} +${others.length}`,
  ];
}

function metricsSum({ total, valid }: FactsByCode['metrics-list'], { question }: PhraseContext): Rich {
  const namespace = question.subject?.namespace;
  const whose = namespace === undefined ? [] : say` for namespace ${code(namespace)}`;
  if (total === 0) return strong`The Agent holds no external metric${whose}.`;
  if (total === 1) return strong`The Agent holds one external metric${whose}, ${valid === 1 ? 'valid' : 'not valid'}.`;
  return strong`The Agent holds ${amount(total)} external metrics${whose}, ${total === valid ? 'all' : valid === 0 ? 'none of them' : `${amount(valid)} of them`} valid.`;
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
              columns: ['HPA', 'VERDICT', 'TARGETS', 'PODS', 'MIN-MAX', 'METRIC'],
              rows: facts.rows.map(hpaRow),
            },
          }),
      points: [
        ...pageLine(context, facts.page, facts.pages),
        ...(told === undefined ? [] : [say`One in full: ${code(`hpa ${told.hpa}`)}`]),
        ...(facts.others === 0
          ? []
          : [say`${count(facts.others, 'more HPA')} ${facts.others === 1 ? 'uses' : 'use'} no external metric`]),
      ],
      teach: facts.counts.map(({ word }) => say`${VERDICT_WORDS[word].word}: ${VERDICT_WORDS[word].means}.`),
      see: ['kubectl get hpa -A'],
    };
  },
  'metrics-list': (facts, context) => {
    const written = facts.updatedSeconds === null ? [] : say`, written ${ago(facts.updatedSeconds, context)}`;
    return {
      sum: metricsSum(facts, context),
      ...(facts.rows.length === 0
        ? {}
        : {
            table: { columns: ['METRIC', 'VALUE', 'AGE', 'STATE', 'USED BY'], rows: facts.rows.map(metricRow) },
          }),
      points: [
        ...pageLine(context, facts.page, facts.pages),
        ...complaints(facts.rows)
          .slice(0, QUOTED)
          .map(
            ({ id, others, error }) =>
              say`${code(id)}${others === 0 ? '' : ` and ${amount(others)} more`}: ${code(error)}`,
          ),
        facts.store === 'configmap'
          ? say`Kept in ${facts.configMap === null ? 'a ConfigMap' : say`ConfigMap ${code(facts.configMap)}`}${written}`
          : say`Kept in DatadogMetric objects`,
      ],
      teach: [
        say`AGE is the age of the data; of an invalid metric it is the time since the refresh that failed. An invalid metric is not served, so its value is left out: the Agent writes 0 there, and that is no load.`,
        say`unused: no autoscaler names it, so the Agent does not refresh it.`,
      ],
      see: commands(storeCommand(facts.store, facts.configMap)),
    };
  },
} satisfies Partial<FindingPhrases>;
