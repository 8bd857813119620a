import type { FactsByCode } from '../../domain/finding-facts.ts';
import { clockTime, number } from '../measure.ts';
import { commands, inNamespace, remedy, setting } from '../names.ts';
import { restartAgents, tokenFingerprints } from '../node-names.ts';
import type { FindingPhrases, PhraseContext, Remedy } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { HOW_THE_LINK_WORKS, theAgent } from './node-wording.ts';
import { codesOf } from './wording.ts';

type Facts = FactsByCode['node-agent-token-mismatch'];

function who({ agents, total, of, asked }: Facts): Rich {
  const [only] = agents;
  if (asked !== null)
    return say`報告のない ${number(asked.silent)} 台のうち、照会した ${number(asked.total)} 台すべての Node Agent `;
  if (total === 1 && only !== undefined) return theAgent(only);
  if (of === total) return say`${number(total)} 台すべての Node Agent `;
  return of === null || of < total
    ? say`${number(total)} 台の Node Agent `
    : say`${number(of)} 台中 ${number(total)} 台の Node Agent `;
}

function mismatchSum(facts: Facts): Rich {
  const refused = say`${who(facts)}が Cluster Agent に拒否されています(403)`;
  if (facts.sameSecret === false) return strong`${refused}。トークンの取得元が Cluster Agent と異なります。`;
  return facts.refusedAreOlder === true
    ? strong`${refused}。古いトークンのまま動いています。`
    : strong`${refused}。トークンが Cluster Agent のものと一致していません。`;
}

function source(secret: Facts['secret']): Rich {
  return secret === null ? say`不明` : say` Secret ${code(secret.name)} の ${code(secret.key)}`;
}

function places({ secret, clusterAgentSecret, sameSecret }: Facts): Rich {
  if (sameSecret === true) return say`両方とも${source(secret ?? clusterAgentSecret)} を参照しています`;
  if (sameSecret === null && secret === null && clusterAgentSecret === null)
    return say`両側のトークンの取得元は不明です`;
  return say`トークンの取得元: Node Agent は${source(secret)}、Cluster Agent は${source(clusterAgentSecret)}`;
}

function starts(
  { agents, total, clusterAgentStartedAt, refusedAreOlder }: Facts,
  { now }: PhraseContext,
): readonly Rich[] {
  const own =
    clusterAgentStartedAt === null ? [] : say`Cluster Agent の起動は ${clockTime(clusterAgentStartedAt, now)}。`;
  const refused = total === 1 ? say`拒否されたコンテナ` : say`拒否された ${number(total)} 台`;
  if (refusedAreOlder === true)
    return [
      say`${own}${refused}は${total === 1 ? '' : 'すべて'}それより前に起動しています`,
      say`Secret の変更後に Node Agent が再起動されていません(起動時刻からの推定です。Secret の中身は読みません)`,
    ];
  if (refusedAreOlder === false)
    return [say`${own}それより後に起動したものも拒否されており、起動時刻では説明できません(Secret の中身は読みません)`];
  const started = agents[0]?.startedAt;
  return started === undefined || started === null
    ? []
    : [say`${own}拒否されたコンテナ${total === 1 ? '' : 'の 1 つ'}の起動は ${clockTime(started, now)} です`];
}

function newTokens(context: PhraseContext): Rich {
  return context.installer === 'unknown'
    ? say`デプロイのたびに起きる場合は、毎回新しいトークンが作られています。両方が 1 つの固定の Secret を参照するようにしてください。`
    : say`${context.installer === 'helm' ? 'Helm や Argo CD の同期' : 'Operator による変更'}のたびに起きる場合は、${setting('tokenSecret', context)} を設定してください。`;
}

function restart(facts: Facts, context: PhraseContext): Remedy {
  const pod = facts.agents[0]?.pod ?? null;
  const nodes = restartAgents(facts.owner, pod === '' ? null : pod, context);
  if (facts.sameSecret === false || (facts.sameSecret === null && facts.refusedAreOlder !== true))
    return remedy(
      say`${setting('tokenSecret', context)} で両側が同じ Secret のトークンを使うようにし、Node Agent を再起動してください。`,
      nodes,
    );
  if (facts.refusedAreOlder === false)
    return remedy(
      say`Cluster Agent を再起動してください。その後も拒否される Node Agent があれば、そちらも再起動が必要です。`,
      context.deployment === null
        ? undefined
        : `kubectl rollout restart deploy/${context.deployment}${inNamespace(context)}`,
    );
  return remedy(say`Node Agent を順に再起動してください。${newTokens(context)}`, nodes);
}

/** Node Agents whose token the Cluster Agent refuses. */
export const nodeToken = {
  'node-agent-token-mismatch': (facts, context) => ({
    sum: mismatchSum(facts),
    points: [
      places(facts),
      ...starts(facts, context),
      ...(facts.total === 1 || facts.agents.length === 0
        ? []
        : [
            say`拒否された Agent: ${codesOf(
              facts.agents.map(({ node, pod }) => node || pod),
              facts.total,
            )}`,
          ]),
      ...(facts.asked === null
        ? []
        : [say`報告のない残り ${number(facts.asked.silent - facts.asked.total)} 台には照会していません`]),
      ...(facts.error === null || facts.error === '' ? [] : [say`Agent の出力: ${code(facts.error)}`]),
    ],
    effect: say`${facts.total === 1 ? say`このノード` : say`これらの ${number(facts.total)} 台`}にはクラスターチェックが届かず、新しい Pod に ${code('kube_service')} タグが付きません。`,
    notAtFault: say`ネットワークと Service に問題はありません。拒否の応答が届いています。`,
    remedy: restart(facts, context),
    teach: [
      ...HOW_THE_LINK_WORKS,
      say`コンテナは、起動時に Secret にあったトークンを持ち続けます。両側の指紋(${code('sha256sum')})を比べると、トークンを表示せずに一致を確認できます。`,
    ],
    see: commands(...tokenFingerprints(facts.agents[0]?.pod ?? null, context)),
  }),
} satisfies Partial<FindingPhrases>;
