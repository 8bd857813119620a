import type { FactsByCode } from '../../domain/finding-facts.ts';
import { apiServiceManifest, serviceManifest } from '../manifests.ts';
import { amount } from '../measure.ts';
import {
  API_SERVICE_COMMAND,
  endpointsCommand,
  metricsLog,
  metricsSetting,
  patchAskedPort,
  patchTargetPort,
  serviceCommand,
  serviceName,
  TRUST_COMMAND,
} from '../metrics-names.ts';
import { agentDown, commands, deploymentsCommand, inNamespace, remedy, setting } from '../names.ts';
import type { FindingPhrases, PhraseContext, Remedy } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { heldPoint, hpasHold, installAgain, NAMESPACES_HANG, NEVER_ASKED, WAY_OF_A_VALUE } from './metrics-wording.ts';
import { lasting, list } from './wording.ts';

function register(context: PhraseContext, providerEnabled: boolean | null): Remedy {
  if (providerEnabled === false)
    return remedy(
      say`${setting('externalMetrics', context)} を設定し、アプリケーションキーを渡してください。登録も行われます。Datadog を使う HPA がなければ不要です。`,
    );
  if (context.installer === 'unknown') {
    const yaml = apiServiceManifest(context);
    return {
      say: say`Agent に ${setting('externalMetrics', context)} を設定し、次のとおり登録してください。ここに書いた Service が Agent のポートにつながっている必要があります。`,
      ...(yaml === undefined ? {} : { yaml }),
    };
  }
  return remedy(
    say`${setting('externalMetrics', context)} と ${metricsSetting('register', context, 'true')} を確認し、${installAgain(context)}。`,
  );
}

function ownerName({ product, service }: FactsByCode['metrics-api-foreign-owner']): Rich {
  return product === null ? say` ${code(service)} (Datadog 以外)` : say` ${product} `;
}

function takeBack(facts: FactsByCode['metrics-api-foreign-owner'], context: PhraseContext): Rich {
  const again = say`${installAgain(context)}。APIService は手で書き換えないでください。`;
  return facts.product === 'KEDA'
    ? say`これらの HPA を Datadog でスケールさせる場合は、HPA を KEDA の Datadog トリガーを使う ScaledObject に移して Agent 側の provider を無効にするか、KEDA のメトリクスサーバーを外してください(KEDA の ScaledObject は止まります)。外した後は、${again}`
    : say`これらの HPA を Datadog でスケールさせる場合は、現在の所有者から外部メトリクスの登録を外してください(それに依存するものは止まります)。外した後は、${again}`;
}

/** The port that all three are to agree on. */
function wantedPort({ agentPort, servicePorts, asked }: FactsByCode['metrics-api-port-mismatch']): number {
  return agentPort ?? (servicePorts.length === 1 ? servicePorts[0] : undefined) ?? asked;
}

function agentListens({ agentPort, agentPortFrom }: FactsByCode['metrics-api-port-mismatch']): readonly Rich[] {
  if (agentPort === null) return [];
  return [
    agentPortFrom === 'setting'
      ? say`Agent の待ち受けポート: ${strong`${agentPort}`} (${code('DD_EXTERNAL_METRICS_PROVIDER_PORT')})`
      : say`Agent の待ち受けポート: ${strong`${agentPort}`} (バージョンからの推定。既定値は 1.20 までが 443、以降は 8443)`,
  ];
}

function whyUnavailable(facts: FactsByCode['metrics-api-unavailable']): Rich {
  if (facts.readyAgents === 0) return say`Ready の Cluster Agent Pod がありません`;
  if (facts.readyEndpoints === 0)
    return facts.readyAgents === null
      ? say`Service ${code(facts.service)} の先に Ready の Pod がありません`
      : say`Ready の Cluster Agent が ${amount(facts.readyAgents)} Pod ありますが、Service ${code(facts.service)} はどれも選択していません`;
  return serviceName(facts.service) === undefined
    ? say`提供元が応答していません`
    : say`Service ${code(facts.service)} が応答していません`;
}

function revive(facts: FactsByCode['metrics-api-unavailable'], context: PhraseContext): Remedy {
  if (facts.readyAgents === 0)
    return agentDown(context)
      ? remedy(say`別の所見のとおり Cluster Agent を復旧してください。メトリクス API も自然に回復します。`)
      : remedy(say`Cluster Agent を復旧してください。メトリクス API も自然に回復します。`, deploymentsCommand(context));
  if (facts.readyEndpoints === 0)
    return remedy(
      say`Service の ${code('spec.selector')} を Agent の Pod のラベル(${code(`kubectl get pods${inNamespace(context)} --show-labels`)})に合わせてください。`,
      serviceCommand(facts.service, 'get service SERVICE -o yaml'),
    );
  return remedy(say`上の出力に従って対処してください。Agent 側の状況はログで確認できます。`, metricsLog(context));
}

/** The metrics API: from the API server to the Agent's port. */
export const metricsApi = {
  'metrics-api-healthy': ({ service, sinceSeconds }) => ({
    sum:
      serviceName(service) === undefined
        ? strong`メトリクス API は応答しています。`
        : strong`メトリクス API は応答しています(APIService の接続先: ${code(service)})。`,
    ...(sinceSeconds === null ? {} : { points: [say`Available になってから ${lasting(sinceSeconds)}`] }),
    teach: WAY_OF_A_VALUE,
    see: [API_SERVICE_COMMAND],
  }),
  'aggregation-layer-missing': ({ configMap, key }) => ({
    sum: strong`このクラスターの API サーバーでは集約レイヤーが無効なため、外部メトリクスを提供できません。`,
    points: [
      say`ConfigMap ${code(configMap)} に ${code(key)} がありません。拡張 API サーバーは呼び出し元を確認できません`,
    ],
    effect: hpasHold(null),
    notAtFault: NEVER_ASKED,
    remedy: remedy(
      say`kube-apiserver を ${code('--requestheader-client-ca-file')}、${code('--requestheader-username-headers=X-Remote-User')}、${code('--requestheader-group-headers=X-Remote-Group')}、${code('--requestheader-extra-headers-prefix=X-Remote-Extra-')}、${code('--proxy-client-cert-file')}、${code('--proxy-client-key-file')} を付けて起動してください。マネージドクラスターでは提供元に依頼してください。`,
    ),
    teach: WAY_OF_A_VALUE,
    see: commands('kubectl get configmap extension-apiserver-authentication -n kube-system -o yaml'),
  }),
  'metrics-api-not-registered': ({ apiService, providerEnabled, hpas }, context) => ({
    sum:
      providerEnabled === false
        ? strong`外部メトリクスの提供元がありません。Agent の provider が無効で、どの HPA にも Datadog のメトリクスが届きません。`
        : strong`外部メトリクスの提供元が登録されていないため、どの HPA にも Datadog のメトリクスが届きません。`,
    points: [
      say`APIService ${code(apiService)} がありません。HPA への応答は ${code('the server could not find the requested resource')} です`,
      ...(providerEnabled === null
        ? []
        : [
            say`${code('DD_EXTERNAL_METRICS_PROVIDER_ENABLED')} は${providerEnabled ? '有効です。Agent は提供できる状態で、登録だけが欠けています' : '無効です'}`,
          ]),
    ],
    effect: hpasHold(hpas),
    notAtFault: NEVER_ASKED,
    remedy: register(context, providerEnabled),
    teach: WAY_OF_A_VALUE,
    see: ['kubectl get apiservices'],
  }),
  'metrics-api-foreign-owner': (facts, context) => ({
    sum: strong`Datadog には照会されていません。このクラスターの ${code('external.metrics.k8s.io')} は${ownerName(facts)}のものです。`,
    points: [
      say`APIService ${code(facts.apiService)} の接続先は ${code(facts.service)} です${
        facts.available === null ? [] : facts.available ? '(Available)' : '(こちらも Available ではありません)'
      }。所有者は 1 つだけです`,
      ...(facts.stored === null ? [] : [say`${heldPoint(facts.stored)}。誰も読んでいません`]),
      ...(facts.hpas === null
        ? []
        : [say`外部メトリクスを使う HPA は ${amount(facts.hpas)} 個で、すべてこの所有者が応答しています`]),
    ],
    effect: say`Datadog のメトリクスを参照する HPA は現在のサイズのままです。所有者自身のメトリクスを使う HPA は動き続けます。`,
    notAtFault: say`Agent、キー、クエリには問題がありません。照会されていないだけです。`,
    remedy: remedy(takeBack(facts, context)),
    teach: WAY_OF_A_VALUE,
    see: commands(API_SERVICE_COMMAND, facts.product === 'KEDA' ? 'kubectl get scaledobjects -A' : undefined),
  }),
  'metrics-api-service-missing': ({ apiService, service }, context) => {
    const yaml = context.installer === 'unknown' ? serviceManifest(service) : undefined;
    return {
      sum: strong`メトリクス API の接続先がありません。APIService が指す Service ${code(service)} が存在しません。`,
      points: [say`APIService ${code(apiService)} はありますが、その先の Service がありません`, NAMESPACES_HANG],
      effect: hpasHold(null),
      notAtFault: NEVER_ASKED,
      remedy: {
        say: say`この Service が今の環境のものなら、${installAgain(context)}。以前の環境の残りなら、先に APIService を削除してください。`,
        ...(yaml === undefined ? {} : { yaml }),
      },
      teach: WAY_OF_A_VALUE,
      see: commands(API_SERVICE_COMMAND, serviceCommand(service, 'get services')),
    };
  },
  'metrics-api-port-mismatch': (facts, context) => {
    const { service, asked, servicePorts, targetPort, between } = facts;
    const wanted = wantedPort(facts);
    const atService = between === 'apiservice-and-service';
    const has = list(servicePorts.map((port) => say`${port}`));
    return {
      sum: atService
        ? strong`メトリクス API は Service ${code(service)} のポート ${asked} に接続しますが、Service にそのポートはありません${has.length === 0 ? [] : say`(あるのは ${has})`}。`
        : strong`Service ${code(service)} はメトリクス API をポート ${targetPort ?? asked} に転送しますが、Agent の待ち受けポートは${facts.agentPort === null ? '別の番号' : ` ${facts.agentPort} `}です。`,
      points: [
        say`APIService が接続するポート: ${strong`${asked}`} (${has.length === 0 ? 'Service にポートはありません' : say`Service のポート: ${has}`}${targetPort === null ? [] : say`、Pod への転送先: ${code(targetPort)}`})`,
        ...agentListens(facts),
      ],
      effect: hpasHold(null),
      notAtFault: NEVER_ASKED,
      remedy: remedy(
        say`3 つの番号を揃えてください(${metricsSetting('port', context, wanted)})。すぐに直すには次のコマンドを実行してください。`,
        atService
          ? patchAskedPort(servicePorts.includes(wanted) ? wanted : (servicePorts[0] ?? wanted))
          : patchTargetPort(service, asked, wanted),
      ),
      teach: WAY_OF_A_VALUE,
      see: commands(API_SERVICE_COMMAND, serviceCommand(service, 'get service SERVICE -o yaml')),
    };
  },
  'metrics-api-certificate': ({ service, message, insecureSkipTLSVerify, hasBundle }) => ({
    sum: strong`API サーバーがメトリクス API(${code(service)})の証明書を信頼していません。`,
    points: [
      say`API サーバーの出力: ${code(message)}`,
      say`APIService に CA バンドルは${hasBundle ? 'あります' : 'ありません'}。${code('insecureSkipTLSVerify')} は${insecureSkipTLSVerify ? '有効' : '無効'}です`,
    ],
    effect: hpasHold(null),
    notAtFault: NEVER_ASKED,
    remedy: insecureSkipTLSVerify
      ? remedy(
          say`検証はすでに省略されています。間にある別のものが証明書を出しています。Agent の Pod の手前にプロキシやメッシュがないか確認してください。`,
        )
      : remedy(
          say`${hasBundle ? 'CA バンドルを更新するか、' : ''}Datadog の標準の構成(証明書は自己署名)と同じように検証を省略してください。`,
          TRUST_COMMAND,
        ),
    teach: WAY_OF_A_VALUE,
    see: [API_SERVICE_COMMAND],
  }),
  'metrics-api-unavailable': (facts, context) => {
    const { reason, message, sinceSeconds, readyEndpoints, readyAgents } = facts;
    const known = [
      ...(readyAgents === null ? [] : [say`Ready の Agent は ${amount(readyAgents)} Pod`]),
      ...(readyEndpoints === null ? [] : [say`Service の先の Ready のアドレスは ${amount(readyEndpoints)} 件`]),
    ];
    return {
      sum: strong`メトリクス API が利用できません${sinceSeconds === null ? [] : say`(${lasting(sinceSeconds)}前から)`}。${whyUnavailable(facts)}。`,
      points: [
        ...(reason === '' && message === ''
          ? []
          : [
              say`Kubernetes の出力${reason === '' ? [] : say` ${code(reason)}`}: ${code(message === '' ? '-' : message)}`,
            ]),
        ...(known.length === 0 ? [] : [list(known)]),
        ...(facts.available === false ? [NAMESPACES_HANG] : []),
      ],
      effect: hpasHold(facts.hpas),
      // An Agent that is down may have ended for want of a key.
      ...(readyAgents === 0 ? {} : { notAtFault: NEVER_ASKED }),
      remedy: revive(facts, context),
      teach: WAY_OF_A_VALUE,
      see: commands(API_SERVICE_COMMAND, endpointsCommand(facts.service)),
    };
  },
  'metrics-api-blocked': ({ service, port, message, readyAgents }, context) => ({
    sum: strong`コントロールプレーンから Cluster Agent のポート ${port} に接続できません。Ready の Pod が ${amount(readyAgents)} 個ありますが、応答が返りません。`,
    points: [
      say`Kubernetes の出力: ${code(message)}`,
      say`Service ${code(service)} の先は揃っています。途中のファイアウォール、セキュリティグループ、NetworkPolicy のいずれかが通信を破棄しています(推定)`,
      NAMESPACES_HANG,
    ],
    effect: hpasHold(null),
    notAtFault: say`Agent は動作していて、Service とポートは一致しています。Datadog は関係ありません。`,
    remedy: remedy(
      say`コントロールプレーンから Agent の Pod のポート ${strong`${port}`} への TCP を許可してください。GKE の限定公開クラスターではコントロールプレーンの範囲からノードへのファイアウォールルール、EKS ではクラスターのセキュリティグループからノードのセキュリティグループへの受信ルールです。Pod への経路がない場合は ${metricsSetting('hostNetwork', context, 'true')} を設定してください。クラスター内のポリシーは次のコマンドで確認できます。`,
      `kubectl get networkpolicies${inNamespace(context)}`,
    ),
    notSeen: [say`ファイアウォールとセキュリティグループ(Kubernetes の外にあります)`],
    teach: WAY_OF_A_VALUE,
    see: commands(API_SERVICE_COMMAND, endpointsCommand(service)),
  }),
} satisfies Partial<FindingPhrases>;
