import { code, type Rich, say } from '../rich.ts';

/** What stands still while nobody leads. */
export const NOBODY_LEADS: Rich = say`リーダー不在の間、Kubernetes イベントは収集されず、外部メトリクスは更新されず(HPA は現在のサイズのまま)、クラスターチェックの再配布も行われません。`;

export const HOW_ELECTION_WORKS: readonly Rich[] = [
  say`レプリカはすべて同じプログラムで、そのうち 1 つがリーダーになります。リーダーは自分の Pod 名と時刻をロック(Lease。古い構成では ConfigMap)に書き込みます。既定ではリース 60 秒に対して 15 秒ごとで、他のレプリカはこの時刻を監視しています。`,
  say`リース期間を過ぎても更新されないと、別のレプリカがロックを取得します。正常に停止したときはその場で解放されます。`,
  say`Kubernetes イベントの収集、外部メトリクスの更新、クラスターチェックの配布はリーダーだけが行います。フォロワーは Node Agent に応答し、それ以外はリーダーに転送します。`,
  say`${code('status')} の ${code('Leader Election')} はどのレプリカでも同じ内容です。${code('Leader Name is')} を、照会した Pod の名前と比べてください。フォロワーであることを示す語は出力されません。`,
];
