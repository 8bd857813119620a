import { number } from '../measure.ts';
import { agentDown, deploymentsCommand, lockName, logCommand, remedy, setting, shortPod } from '../names.ts';
import type { FindingPhrases, PhraseContext } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { HOW_ELECTION_WORKS, NOBODY_LEADS } from './election.ts';
import { ago, codes, lasting, list } from './wording.ts';

const ELECTION_LINES = "--tail=200 | grep -iE 'leader|forbidden'";

function whileNobodyLeads(context: PhraseContext): { readonly effect?: Rich } {
  return agentDown(context) ? {} : { effect: NOBODY_LEADS };
}

/** Nobody leads, or nobody can tell. */
export const leaderLost = {
  'leader-missing': (facts, context) => {
    const points = [
      ...(facts.tried.length === 0 ? [] : [say`確認したロック: ${list(facts.tried.map(lockName))}`]),
      ...(facts.detail === null ? [] : [say`Agent の出力: ${code(facts.detail)}`]),
    ];
    const common = { ...whileNobodyLeads(context), teach: HOW_ELECTION_WORKS };
    switch (facts.cause) {
      case 'no-holder':
        return {
          ...common,
          sum: strong`リーダーがいません。ロックはありますが、保持者が空です。`,
          points: [...points, say`リーダーが正常に停止した直後の数秒間は、この状態になります`],
          remedy: remedy(
            say`30 秒後にもう一度確認してください。変わらなければ、ロックを取得できない理由をログで確認してください。`,
            logCommand(null, context, ELECTION_LINES),
          ),
        };
      case 'no-lock':
        return {
          ...common,
          sum: strong`リーダーがいません。考えられるどの名前でもロックが見つかりません。`,
          points,
          ...(agentDown(context)
            ? {}
            : {
                remedy: remedy(
                  say`${setting('leaderElection', context)} を設定してください。設定済みの場合は ${code('DD_LEADER_LEASE_NAME')} で別の名前が指定されていないか確認してください。`,
                ),
              }),
        };
      case 'election-off':
        return {
          ...common,
          sum: strong`リーダーがいません。リーダー選出が無効になっています。`,
          points: [...points, say`該当する設定は ${code('DD_LEADER_ELECTION')} です`],
          remedy: remedy(say`${setting('leaderElection', context)} を設定してください。`),
        };
      case 'failing':
        return {
          ...common,
          sum: strong`リーダーを特定できません。Cluster Agent のリーダー選出が失敗しています。`,
          points,
          remedy: remedy(
            say`Agent のエラーに応じて対処してください。${code('forbidden')} なら Agent の Role にロックの ${code('get')} と ${code('update')} を追加、${code('not found')} なら ${setting('leaderElection', context)} を設定します。詳細はログにあります。`,
            logCommand(null, context, ELECTION_LINES),
          ),
        };
    }
  },
  'leader-renewal-stale': (facts, context) => {
    const lease = lasting(facts.leaseSeconds);
    const age = lasting(facts.ageSeconds);
    const alone = facts.replicas === 1;
    const points = [
      say`最後に更新したのは ${code(facts.holder)}(${ago(facts.ageSeconds, context)}${facts.lock === null ? [] : say`、${lockName(facts.lock)}`})`,
      ...(facts.replicas === null
        ? []
        : [
            alone
              ? say`レプリカは 1 つだけで、他にロックを取得できる Pod がありません`
              : say`${number(facts.replicas)} レプリカがロックを取得できます`,
          ]),
    ];
    if (facts.retrySeconds > 0)
      return {
        sum: alone
          ? strong`リーダーの更新が ${age}間途絶えています(リース ${lease})。引き継ぐレプリカがありません。`
          : strong`リーダーの更新が ${age}間途絶えています(リース ${lease})。引き継ぎは自動で行われます。`,
        points,
        remedy:
          context.origin === 'text'
            ? remedy(say`クラスターに直接照会してください。テキストだけではその後の状態は分かりません。`)
            : remedy(
                say`今は不要です。${lasting(facts.retrySeconds)}後にもう一度確認し、変わらなければ障害と判断してください。`,
              ),
        teach: HOW_ELECTION_WORKS,
      };
    return {
      sum: alone
        ? strong`リーダーがいません。唯一のレプリカが ${age}間ロックを更新していません(リース ${lease})。`
        : strong`リーダーがいません。ロックが ${age}間更新されておらず、リース ${lease}の 2 倍を超えています。`,
      points,
      ...whileNobodyLeads(context),
      remedy: alone
        ? remedy(
            context.codes.includes('leader-single-replica')
              ? say`${shortPod(facts.holder)} を復旧させてください。直近のログ:`
              : say`${shortPod(facts.holder)} を復旧させ、その後 ${setting('replicas', context)} を設定してください。直近のログ:`,
            logCommand(facts.holder, context, '--tail=100'),
          )
        : remedy(say`ロックを取得できない理由をログで確認してください。`, logCommand(null, context, ELECTION_LINES)),
      teach: HOW_ELECTION_WORKS,
    };
  },
  'leader-renewal-unclear': (facts) => {
    const ahead =
      facts.aheadSeconds === null ? say`更新時刻が未来` : say`更新時刻が ${lasting(facts.aheadSeconds)}先の未来`;
    return {
      sum: facts.readTwice
        ? strong`リーダー ${code(facts.holder)} が稼働中か判断できません。${ahead}で、2 回読み取っても変わりませんでした。`
        : strong`リーダー ${code(facts.holder)} が稼働中か判断できません。${ahead}で、ロックを 2 回読み取れませんでした。`,
      points: facts.lock === null ? [] : [say`ロック: ${lockName(facts.lock)}`],
      remedy: remedy(say`保持者のノードの時刻同期(chrony / NTP)を直してから、もう一度確認してください。`),
      teach: [
        say`更新時刻は保持者自身の時計で書き込まれます。その時計が進んでいる間は経過時間に意味がなく、ロックが更新され続けることだけが稼働の証拠になります。`,
      ],
    };
  },
  'leader-holder-gone': (facts, context) => {
    const { ageSeconds: age, leaseSeconds: lease } = facts;
    const left = age === null || lease === null ? 0 : lease - age;
    return {
      sum:
        left > 0
          ? strong`リーダーのロックは、もう存在しない Pod ${code(facts.holder)} を指しています。あと ${lasting(left)}で失効します。`
          : strong`リーダーのロックは、もう存在しない Pod ${code(facts.holder)} を指しています。`,
      points: [
        ...(age === null
          ? []
          : [
              say`最終更新: ${ago(age, context)}${lease === null ? [] : say`(リース ${lasting(lease)})`}${facts.lock === null ? [] : say`、${lockName(facts.lock)}`}`,
            ]),
        facts.pods.length === 0
          ? say`引き継げる Cluster Agent の Pod がありません`
          : say`現在の Cluster Agent の Pod: ${codes(facts.pods)}`,
      ],
      ...whileNobodyLeads(context),
      remedy:
        left > 0 && facts.pods.length > 0
          ? remedy(
              say`今は不要です。別のレプリカが自動でロックを取得します。${lasting(left + 15)}後にもう一度確認してください。`,
            )
          : facts.pods.length === 0
            ? remedy(
                say`Cluster Agent の Pod を復旧させてください。Deployment の状態は次のコマンドで確認できます。`,
                deploymentsCommand(context),
              )
            : remedy(
                say`ロックを取得できない理由をログで確認してください。`,
                logCommand(facts.pods[0] ?? null, context, ELECTION_LINES),
              ),
      teach: HOW_ELECTION_WORKS,
    };
  },
  'leader-holder-down': (facts, context) => {
    const left = Math.max(0, facts.leaseSeconds - (facts.ageSeconds ?? 0));
    const alone = facts.otherPods.length === 0;
    return {
      sum: strong`リーダー ${code(facts.holder)} はロックを保持していますが、コンテナが動いていません${facts.reason === null ? [] : say`(${code(facts.reason)})`}。`,
      points: [
        say`${lockName(facts.lock)}${facts.ageSeconds === null ? [] : say`、${ago(facts.ageSeconds, context)}に更新`}(リース ${lasting(facts.leaseSeconds)})`,
        alone ? say`引き継げる Ready のレプリカはありません` : say`引き継げるレプリカ: ${codes(facts.otherPods)}`,
      ],
      ...whileNobodyLeads(context),
      remedy: alone
        ? remedy(
            say`Pod を復旧してください。終了直前のログ:`,
            logCommand(facts.holder, context, '--previous --tail=50'),
          )
        : remedy(
            say`今は不要です。失効後に別のレプリカがロックを取得します。${lasting(left + 15)}後に再度確認してください。`,
          ),
      teach: HOW_ELECTION_WORKS,
    };
  },
} satisfies Partial<FindingPhrases>;
