import type { FactsByCode } from '../../domain/finding-facts.ts';
import { clockTime, number } from '../measure.ts';
import {
  claimedLeaders,
  commands,
  deploymentOf,
  execCommand,
  inNamespace,
  lockCommand,
  lockName,
  locksOfBothKinds,
  remedy,
  setting,
  shortPod,
} from '../names.ts';
import type { FindingPhrases, PhraseContext } from '../phrases.ts';
import { code, join, type Rich, say, strong } from '../rich.ts';
import { HOW_ELECTION_WORKS } from './election.ts';
import { ago, because, lasting, list } from './wording.ts';

function agreement(asked: number, agreeing: number): Rich {
  if (asked === 0) return [];
  if (agreeing < asked) return say`。照会した ${asked} レプリカのうち ${agreeing} つがこのリーダーを示しています`;
  return asked === 1 ? say`。照会したレプリカの認識も同じです` : say`。${asked} レプリカすべての認識が一致しています`;
}

function healthySum(facts: FactsByCode['leader-healthy'], context: PhraseContext): Rich {
  const holder = code(facts.holder);
  const agreed = agreement(facts.asked, facts.agreeing);
  const lease = facts.leaseSeconds === null ? [] : say`、リース ${lasting(facts.leaseSeconds)}`;
  if (facts.movedBetweenReads)
    return strong`リーダー ${holder} は稼働中です(2 回の読み取りの間にロックが更新されたことを確認${lease})${agreed}。`;
  if (facts.ageSeconds === null)
    return strong`リーダーは ${holder} です(Agent 自身の出力による。最終更新からの経過時間は不明)${agreed}。`;
  return strong`リーダーは ${holder} です(${ago(facts.ageSeconds, context)}に更新${lease})${agreed}。`;
}

function claim(
  { by, kind, leader, ageSeconds }: FactsByCode['leaders-disagree']['claims'][number],
  context: PhraseContext,
): Rich {
  const who = say`${kind === 'pod' ? 'Pod' : kind} ${code(by)} によるリーダー: ${code(leader)}`;
  return ageSeconds === null ? say`${who}(更新時刻は不明)` : say`${who}(${ago(ageSeconds, context)}に更新)`;
}

export const leader = {
  'leader-healthy': (facts, context) => {
    const where =
      facts.lock === null
        ? say`ロックではなく Agent の ${code('status')} から読み取りました`
        : say`ロック: ${lockName(facts.lock)}`;
    const renewed = facts.renewedAt === null ? [] : say`、最終更新 ${clockTime(facts.renewedAt, context.now)}`;
    const changes = facts.transitions === null ? [] : say`、リーダー交代は累計 ${number(facts.transitions)} 回`;
    return {
      sum: healthySum(facts, context),
      points: [say`${where}${renewed}${changes}`],
      teach: HOW_ELECTION_WORKS,
      see: commands(
        facts.lock === null ? undefined : lockCommand(facts.lock),
        execCommand(facts.holder, context, 'datadog-cluster-agent status'),
      ),
    };
  },
  'leader-single-replica': ({ holder }, context) => ({
    sum: strong`Cluster Agent は 1 レプリカ構成です。${shortPod(holder)} が止まると引き継ぐ Pod がありません。`,
    points: [
      say`アップグレードやノードの drain のたびに、イベント収集が止まり、外部メトリクスを使う HPA も動かなくなります`,
      say`対象の Pod: ${code(holder)}`,
    ],
    remedy: remedy(say`${setting('replicas', context)} を設定してください。`),
    teach: [
      say`リーダーの仕事はレプリカ間で分担されません。2 つ目はロックが空くのを待つだけですが、その分のメモリで約 1 リース以内の引き継ぎが保証されます。`,
    ],
  }),
  'leader-unreadable': ({ attempts }, { codes }) => ({
    sum: strong`リーダーを特定できません。${
      attempts.length === 0
        ? '読み取り先が 1 つもありませんでした'
        : attempts.length === 1
          ? '唯一の読み取り先が読めませんでした'
          : `${number(attempts.length)} 件の読み取り先がいずれも読めませんでした`
    }。`,
    points: attempts.map(
      ({ source, why, detail }) =>
        say`${code(source)}: ${because(why, codes.includes('rights-missing') ? '' : detail)}`,
    ),
    notAtFault: say`Cluster Agent の異常を示すものではありません。リーダーは存在している可能性があります。`,
    ...(codes.includes('rights-missing')
      ? {}
      : {
          remedy: remedy(
            say`もう一度質問してください。続く場合は API サーバーが応答するか確認してください。`,
            'kubectl get --raw /readyz',
          ),
        }),
  }),
  'leaders-disagree': ({ claims }, context) => {
    const leaders = claimedLeaders(claims);
    const deployment = context.deployment ?? leaders.map(deploymentOf).find((name) => name !== null) ?? null;
    return {
      sum:
        leaders.length === 2
          ? strong`2 つの Cluster Agent が同時にリーダーになっています: ${join(leaders.map(shortPod), ' と ')}。`
          : strong`${number(leaders.length)} 個の Cluster Agent がリーダーとして示されています: ${list(leaders.map(shortPod))}。`,
      points: [
        ...claims.map((one) => claim(one, context)),
        ...(locksOfBothKinds(claims)
          ? [
              say`原因(推定): レプリカごとにロックの種類が違います。${code('DD_LEADER_ELECTION_DEFAULT_RESOURCE')} が揃っておらず、ロールアウトが途中で止まっているときに起きます`,
            ]
          : []),
      ],
      effect: say`イベントが二重に送られ、クラスターチェックも二重に配布されます。レプリカ間の転送は ${code('Query was already forwarded')} で失敗することがあります。`,
      remedy:
        deployment === null
          ? remedy(
              say`全レプリカの ${code('DD_LEADER_ELECTION_DEFAULT_RESOURCE')} を揃えてください。もう一方のロックは自然に失効します。`,
            )
          : remedy(
              say`ロールアウトを完了させるか、元に戻してください。古い Pod のロックは自然に失効します。`,
              `kubectl rollout status deploy/${deployment}${inNamespace(context)}`,
            ),
      teach: HOW_ELECTION_WORKS,
    };
  },
  'leader-lock-leftover': (facts, context) => ({
    sum: strong`${lockName(facts.leftover)} は使われなくなったロックです。使用中のロックは ${lockName(facts.used)} です。`,
    points: [
      say`${code(facts.holder)} の名前が残っています${facts.holderGone ? '(この Pod はもう存在しません)' : ''}${
        facts.ageSeconds === null ? [] : say`。最終更新: ${ago(facts.ageSeconds, context)}`
      }`,
    ],
    remedy: remedy(say`不要です。稼働中の Agent はこのロックを更新していません。`),
    teach: [
      say`アップグレードや Helm から Operator への移行でロックの種類や名前が変わると、古いオブジェクトが最後の保持者の名前とともに残ります。`,
    ],
  }),
  'asked-a-follower': (facts, context) => {
    const command =
      facts.leader === null ? undefined : execCommand(facts.leader, context, 'datadog-cluster-agent clusterchecks');
    return {
      sum:
        context.origin === 'text'
          ? strong`チェックを配布していないのは正常です。${shortPod(facts.pod)} はフォロワーで、配布するのはリーダーだけです。`
          : strong`応答したのはフォロワー(${shortPod(facts.pod)})だけで、リーダーでのクラスターチェックの状況は不明です。`,
      points: [
        facts.leader !== null
          ? say`リーダーは ${code(facts.leader)}、この出力は ${code(facts.pod)} のものです`
          : facts.leaderIp !== null
            ? say`リーダーのアドレスは ${code(facts.leaderIp)}、この出力は ${code(facts.pod)} のものです`
            : say`リーダーは見つかっていません。この出力は ${code(facts.pod)} のものです`,
        say`フォロワーでは ${code('currently follower')}、${code('0 Pod-backed Endpoints-Checks')}、${code('No checks have run yet')} は正常な表示です`,
      ],
      remedy:
        command === undefined
          ? remedy(say`${code('/dca leader')} でリーダーを確認してください。`)
          : remedy(say`リーダーに照会してください。`, command),
      teach: HOW_ELECTION_WORKS,
    };
  },
  'clock-skew': ({ who, node, aheadSeconds }) => {
    const way = aheadSeconds < 0 ? '遅れて' : '進んで';
    const by = lasting(Math.abs(aheadSeconds));
    if (who === 'bot')
      return {
        sum: strong`dca-bot の時計が API サーバーより ${by}${way}います。`,
        points: [say`経過時間はすべて API サーバーの時計で計算しているため、この回答には影響しません`],
        remedy: remedy(
          say`dca-bot が動いているホスト${node === null ? [] : say`(${code(node)})`}の時刻同期(chrony / NTP)を直してください。`,
        ),
      };
    return {
      sum:
        node === null
          ? strong`リーダーの時計が API サーバーより ${by}${way}います。`
          : strong`リーダーのノード ${code(node)} の時計が API サーバーより ${by}${way}います。`,
      points: [
        say`リーダー選出はマシン間の時刻を比較しないため、フェイルオーバーは起きません`,
        say`このノードから Datadog に送られるデータの時刻は ${by}${aheadSeconds < 0 ? '過去' : '未来'}にずれます`,
      ],
      remedy: remedy(
        say`このノードの時刻同期(chrony / NTP)を直してください。この回答の経過時間はすべて API サーバーの時計によります。`,
      ),
    };
  },
} satisfies Partial<FindingPhrases>;
