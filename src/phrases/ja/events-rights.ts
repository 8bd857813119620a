import type { FactsByCode } from '../../domain/finding-facts.ts';
import { configCheckCommand } from '../check-names.ts';
import {
  canWatch,
  EVENT_CHECK,
  EVENT_SETTINGS,
  eventLog,
  refusal,
  stopsCollecting,
  tokenCommand,
} from '../event-names.ts';
import { configMapRightsManifest, eventRightsManifest } from '../manifests.ts';
import { clockTime, number } from '../measure.ts';
import { commands, execCommand, remedy, shortPod } from '../names.ts';
import type { FindingPhrases, PhraseContext } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { EVENTS_LOST, HOW_EVENTS_ARE_COLLECTED } from './events-wording.ts';
import { grant } from './rights-wording.ts';
import { ago, codes } from './wording.ts';

function forbiddenSum({ denied, logFirst, account }: FactsByCode['events-forbidden'], { now }: PhraseContext): Rich {
  if (!stopsCollecting(denied))
    return strong`${code(account)} に events の ${codes(denied)} 権限がありませんが、収集は続いています。`;
  return logFirst === null
    ? strong`Kubernetes イベントは収集されていません。${code(account)} に events の ${codes(denied)} 権限がありません。`
    : strong`${clockTime(logFirst, now)} 以降、Kubernetes イベントが収集されていません。Cluster Agent に events の ${codes(denied)} 権限がありません。`;
}

function verbs({ allowed, unknown }: FactsByCode['events-forbidden']): Rich {
  const has = allowed.length === 0 ? say`events の権限は 1 つもありません` : say`${codes(allowed)} は許可されています`;
  return unknown.length === 0 ? has : say`${has}。${codes(unknown)} は API サーバーから確認できませんでした`;
}

/** What the Agent may do with events, and the check that collects them. */
export const eventsRights = {
  'events-forbidden': (facts, context) => ({
    sum: forbiddenSum(facts, context),
    points: [
      say`アカウント ${code(facts.account)}(API サーバーの回答): ${verbs(facts)}`,
      ...(facts.logTimes === 0
        ? []
        : [
            say`リーダーのログに ${code(refusal(facts.denied))} が${facts.logFirst === null ? [] : say` ${clockTime(facts.logFirst, context.now)} から`} ${number(facts.logTimes)} 回あります`,
          ]),
      ...(facts.totalEvents === null ? [] : [say`起動以降に送ったイベントは累計 ${number(facts.totalEvents)} 件です`]),
    ],
    ...(stopsCollecting(facts.denied) ? { effect: EVENTS_LOST } : {}),
    notAtFault: say`設定とリーダーに問題はありません。`,
    remedy: grant(eventRightsManifest(facts.account), context),
    teach: HOW_EVENTS_ARE_COLLECTED,
    see: commands(...facts.denied.slice(0, 3).map((verb) => canWatch(facts.account, verb))),
  }),
  'events-token-forbidden': (facts, context) => ({
    sum: strong`Cluster Agent がイベントの読み取り位置を記録できません。ConfigMap ${code(facts.configMap)} の ${codes(facts.denied)} 権限がありません。`,
    points: [say`アカウント ${code(facts.account)}(API サーバーの回答)`],
    effect: say`イベントの収集は続きますが、再起動やリーダー交代のたびに一部が重複または欠落します。`,
    remedy: grant(configMapRightsManifest(facts.account, facts.configMap), context),
    teach: HOW_EVENTS_ARE_COLLECTED,
    see: commands(tokenCommand(facts.configMap, context)),
  }),
  'apiserver-check-failing': (facts, context) => ({
    sum:
      facts.state === 'ERROR'
        ? strong`リーダーの ${code(EVENT_CHECK)} チェックが失敗しているため、Kubernetes イベントが収集されていません。`
        : strong`リーダーの ${code(EVENT_CHECK)} チェックに警告が出ています。`,
    points: [
      ...(facts.error === null || facts.error === '' ? [] : [say`チェックの出力: ${code(facts.error)}`]),
      say`状態は ${code(facts.state)}${facts.runs === null ? [] : say`、実行 ${number(facts.runs)} 回`}、${
        facts.lastSuccessSeconds === null ? '成功の記録なし' : `最後の成功は ${ago(facts.lastSuccessSeconds, context)}`
      }`,
      say`リーダー: ${code(facts.leader)}`,
    ],
    effect: facts.state === 'ERROR' ? EVENTS_LOST : say`収集は続いていますが、警告の対象が欠けている場合があります。`,
    remedy: remedy(say`出力の内容に対処してください。詳細はリーダーのログに出ます。`, eventLog(facts.leader, context)),
    teach: HOW_EVENTS_ARE_COLLECTED,
    see: commands(execCommand(facts.leader, context, 'datadog-cluster-agent status')),
  }),
  'apiserver-check-absent': (facts, context) => ({
    sum: strong`リーダー ${shortPod(facts.leader)} で、Kubernetes イベントを収集する ${code(EVENT_CHECK)} チェックが実行されていません。`,
    points: [
      facts.otherChecks.length === 0
        ? say`他のチェックも実行されていません`
        : say`実行中のチェック: ${codes(facts.otherChecks, 8)}`,
      say`リーダー: ${code(facts.leader)}`,
    ],
    effect: EVENTS_LOST,
    remedy: remedy(
      say`このチェックの設定が読み込まれているか確認してください。${code('/etc/datadog-agent/conf.d')} に重ねたボリュームがイメージ内の設定を隠している場合や、${code(EVENT_SETTINGS[1])} がない場合に起きます。`,
      configCheckCommand(context),
    ),
    teach: HOW_EVENTS_ARE_COLLECTED,
    see: commands(execCommand(facts.leader, context, 'datadog-cluster-agent status')),
  }),
} satisfies Partial<FindingPhrases>;
