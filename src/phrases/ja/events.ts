import type { FactsByCode } from '../../domain/finding-facts.ts';
import {
  ELECTION_LOG,
  EVENT_CHECK,
  EVENT_SETTINGS,
  eventLog,
  NEWEST_EVENTS,
  tokenCommand,
  withoutElection,
} from '../event-names.ts';
import { number } from '../measure.ts';
import { commands, execCommand, remedy, shortPod } from '../names.ts';
import type { FindingPhrases, PhraseContext } from '../phrases.ts';
import { code, join, type Rich, say, strong } from '../rich.ts';
import { EVENTS_LOST, figures, HOW_EVENTS_ARE_COLLECTED, settingTold, switchOnHere } from './events-wording.ts';
import { ago, because, codesOf, lasting } from './wording.ts';

function leaderStatus(leader: string, context: PhraseContext): string | undefined {
  return execCommand(leader, context, 'datadog-cluster-agent status');
}

function noneSum({ cause, leader, tokenSeconds }: FactsByCode['events-none-collected']): Rich {
  if (cause === 'ever')
    return strong`リーダー ${shortPod(leader)} は Kubernetes イベントを収集できる状態ですが、起動以降 1 件も送っていません。`;
  return tokenSeconds === null
    ? strong`クラスターに新しいイベントがあるのに、Kubernetes イベントがしばらく収集されていません。`
    : strong`クラスターに新しいイベントがあるのに、Kubernetes イベントが ${lasting(tokenSeconds)}収集されていません。`;
}

/** Whether Kubernetes events are collected. */
export const events = {
  'events-healthy': (facts, context) => {
    const told = figures(facts);
    return {
      sum: strong`Kubernetes イベントはリーダー ${shortPod(facts.leader)} が収集しています${told.length === 0 ? [] : say`(${join(told, '、')})`}。`,
      points: [
        say`${code(facts.leader)} の ${code(EVENT_CHECK)} チェック${facts.lastRunSeconds === null ? [] : say`、直近の実行は ${ago(facts.lastRunSeconds, context)}`}`,
        ...(facts.tokenSeconds === null ? [] : [say`読み取り位置の最後の記録: ${ago(facts.tokenSeconds, context)}`]),
      ],
      teach: HOW_EVENTS_ARE_COLLECTED,
      see: commands(leaderStatus(facts.leader, context), tokenCommand('datadogtoken', context)),
    };
  },
  'events-leader-election-off': (facts, context) => ({
    sum: strong`Kubernetes イベントはどのレプリカも収集していません。収集するのはリーダーだけですが、リーダー選出が無効です。`,
    points: [
      settingTold(facts.setting),
      ...(facts.logTimes === 0 ? [] : [say`ログに ${code(ELECTION_LOG)} が ${number(facts.logTimes)} 回あります`]),
    ],
    effect: say`${EVENTS_LOST}クラスターチェックを配布するリーダーもいません。`,
    notAtFault: say`権限とイベント自体に問題はありません。`,
    remedy: switchOnHere(facts.setting, 'leaderElection', context),
    teach: HOW_EVENTS_ARE_COLLECTED,
    see: commands(eventLog(null, context)),
  }),
  'events-collection-off': (facts, context) => {
    const change = switchOnHere(facts.setting, 'events', context);
    return {
      sum: strong`Kubernetes イベントは収集されていません。Agent の設定で無効になっています。`,
      points: [settingTold(facts.setting)],
      effect: EVENTS_LOST,
      remedy: { ...change, say: say`意図した設定であれば不要です。そうでなければ、${change.say}` },
      teach: HOW_EVENTS_ARE_COLLECTED,
    };
  },
  'events-none-collected': (facts, context) => ({
    sum: noneSum(facts),
    points: [
      say`${code(facts.leader)} の ${code(EVENT_CHECK)} チェック${figures(facts).length === 0 ? [] : say`: ${join(figures(facts), '、')}`}`,
      ...(facts.inCluster === null
        ? []
        : [
            say`API サーバーにあるイベントは ${number(facts.inCluster)} 件${facts.newestSeconds === null ? [] : say`、最新は ${ago(facts.newestSeconds, context)}のものです`}`,
          ]),
      ...(facts.tokenSeconds === null ? [] : [say`読み取り位置の最後の記録: ${ago(facts.tokenSeconds, context)}`]),
    ],
    effect: EVENTS_LOST,
    notAtFault: say`設定と権限に問題はありません。どちらも収集を許可しています。`,
    remedy: remedy(
      say`リーダーのログを確認してください。何も出ていなければその Pod を削除してください。次のリーダーがチェックを新しく始めます。`,
      eventLog(facts.leader, context),
    ),
    teach: HOW_EVENTS_ARE_COLLECTED,
    see: commands(leaderStatus(facts.leader, context), NEWEST_EVENTS),
  }),
  'events-none-to-collect': (facts, context) => ({
    sum: strong`現在クラスターにイベントが 1 件もないため、収集するものがありません。`,
    points: [
      say`${code(EVENT_CHECK)} チェックは ${code(facts.leader)} で実行されています${facts.runs === null ? [] : say`(${number(facts.runs)} 回)`}`,
    ],
    remedy: remedy(say`不要です。動きの少ないクラスターでは、何時間もイベントがないことがあります。`),
    teach: HOW_EVENTS_ARE_COLLECTED,
    see: commands(NEWEST_EVENTS, leaderStatus(facts.leader, context)),
  }),
  'events-unknown': ({ attempts }, context) => ({
    sum: strong`Kubernetes イベントが収集されているか確認できませんでした。`,
    points: attempts.map(
      ({ source, why, detail }) =>
        say`${code(source)}: ${because(why, context.codes.includes('rights-missing') ? '' : detail)}`,
    ),
    notAtFault: say`収集の異常を示すものではありません。「故障」ではなく「不明」です。`,
    ...(context.codes.includes('rights-missing')
      ? {}
      : {
          remedy: remedy(
            say`もう一度質問してください。リーダーのログでも確認できます。`,
            eventLog(context.leader, context),
          ),
        }),
    teach: HOW_EVENTS_ARE_COLLECTED,
  }),
  'node-agents-also-elect': (facts, context) => ({
    sum:
      facts.total === facts.of
        ? strong`Cluster Agent とは別に、${facts.of === 1 ? '唯一の Node Agent' : say`${number(facts.of)} 台すべての Node Agent`} もリーダー選出を行っています。`
        : strong`Cluster Agent とは別に、Node Agent ${number(facts.of)} 台中 ${number(facts.total)} 台もリーダー選出を行っています。`,
    points: [
      ...(facts.agents.length === 0
        ? []
        : [
            say`該当するノード: ${codesOf(
              facts.agents.map(({ node, pod }) => node || pod),
              facts.total,
            )}`,
          ]),
      say`その Pod で ${code(EVENT_SETTINGS[0])} または ${code(EVENT_SETTINGS[1])} が ${code('true')} です`,
    ],
    effect: say`同じイベントが二重に送られ、同じ名前のロックを取り合います。`,
    notAtFault: say`Cluster Agent に問題はありません。これは Cluster Agent の仕事です。`,
    remedy: remedy(
      say`Node Agent から両方の設定を外してください(コンテナの ${code('env')}。Helm や Operator で管理している場合はそちらで)。`,
      withoutElection(facts, context),
    ),
    teach: HOW_EVENTS_ARE_COLLECTED,
  }),
} satisfies Partial<FindingPhrases>;
