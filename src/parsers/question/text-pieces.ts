/** What names stand beside in talk and in alerts. */
export type Noun =
  | 'hpa'
  | 'deployment'
  | 'statefulset'
  | 'replicaset'
  | 'service'
  | 'node'
  | 'pod'
  | 'namespace'
  | 'cluster';

/** One piece of a text, as far as it matters for finding what is named in it. */
export type TextPiece =
  /** `assigns`: a colon or an equals sign follows, as in `Namespace: shop`; `tight`: and the value at once, as in a tag. */
  | { readonly piece: 'noun'; readonly noun: Noun; readonly assigns: boolean; readonly tight: boolean }
  /** `marked`: in quotes, in bold or in a fixed-width face. */
  | { readonly piece: 'word'; readonly text: string; readonly marked: boolean }
  /** The end of a line or a sentence. */
  | { readonly piece: 'break' };

const NOUNS: ReadonlyMap<string, Noun> = new Map(
  Object.entries({
    hpa: 'hpa hpas autoscaler horizontalpodautoscaler horizontalpodautoscalers horizontal_pod_autoscaler オートスケーラー オートスケーラ',
    deployment: 'deploy deployment deployments kube_deployment deployment.apps deployments.apps デプロイメント',
    statefulset: 'sts statefulset statefulsets kube_stateful_set statefulset.apps statefulsets.apps',
    replicaset: 'rs replicaset replicasets kube_replica_set replicaset.apps replicasets.apps',
    service: 'svc service services kube_service サービス',
    node: 'node nodes kube_node node_name ノード',
    pod: 'po pod pods pod_name ポッド',
    namespace: 'ns namespace namespaces kube_namespace 名前空間 ネームスペース',
    cluster: 'cluster kube_cluster_name cluster_name クラスター クラスタ',
  } satisfies Record<Noun, string>).flatMap(([noun, words]) =>
    words.split(' ').map((word) => [word, noun as Noun] as const),
  ),
);

/** Datadog's own tag for what APM calls a service, which is hardly ever a Service of Kubernetes. */
const OTHER_TAG = /^services?[:=](?=\S)/i;

const ADDRESS = /\b(?:[a-z][a-z0-9+.-]{0,20}:\/\/|www\.)[^\s<>"]{1,2000}/gi;
const JAPANESE_NOUN = [...NOUNS.keys()].filter((word) => /[^\w.]/.test(word)).join('|');
/** A path, `owner/repository#1` and `name@host` are one word each, to be passed over as a whole. */
const PIECE = new RegExp(
  `(?<end>\\n|[.!?](?=\\s|$)|[。！？;])|(?<noun>${JAPANESE_NOUN})|(?<word>[\\w./~][\\w./@#-]{0,600})`,
  'gu',
);
const MARKS = /[*`"'「『“‘]$/;

/** How much of one text is looked at. */
const CHARACTERS = 10_000;

/** Splits what people and monitors write; in linear time, and no further than 10,000 characters. */
export function textPieces(text: string): readonly TextPiece[] {
  const plain = text.slice(0, CHARACTERS).normalize('NFKC').replace(ADDRESS, ' ');
  const pieces: TextPiece[] = [];
  for (const match of plain.matchAll(PIECE)) {
    const { end, noun, word } = match.groups ?? {};
    const rest = plain.slice(match.index + match[0].length, match.index + match[0].length + 3);
    // A value may stand on the line under its name.
    const before = pieces.at(-1);
    const awaited = end === '\n' && before?.piece === 'noun' && before.assigns;
    if (end !== undefined) {
      if (!awaited) pieces.push({ piece: 'break' });
    } else if (noun !== undefined || word !== undefined)
      pieces.push(...readWord(noun ?? word ?? '', plain, match.index, rest));
  }
  return pieces;
}

function readWord(word: string, plain: string, at: number, rest: string): readonly TextPiece[] {
  const text = word.replace(/[./-]+$/, '');
  const noun = NOUNS.get(text.toLowerCase());
  if (noun !== undefined && text.length === word.length) {
    if (OTHER_TAG.test(plain.slice(at, at + word.length + 2))) return [{ piece: 'break' }];
    return [{ piece: 'noun', noun, assigns: /^[*_]{0,2}\s?[:=]/.test(rest), tight: /^[:=]\S/.test(rest) }];
  }
  // An image with its tag, or one more `key:value`.
  if (/^:[\w]/.test(rest)) return [{ piece: 'word', text: '', marked: false }];
  const marked = MARKS.test(plain.slice(Math.max(0, at - 1), at)) && /^[*`"'」』”’]/.test(rest);
  return [{ piece: 'word', text, marked }, ...(/\.$/.test(word) ? [{ piece: 'break' } as const] : [])];
}

/** Whether a word, also one with a slash, is one of these nouns; `undefined` where it is not. */
export function nounOf(word: string): Noun | undefined {
  return NOUNS.get(word.toLowerCase());
}
