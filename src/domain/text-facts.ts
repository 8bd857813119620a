/** A piece of pasted text, by what it is. */
export const TEXT_PIECES = [
  'status',
  'node-status',
  'metamap',
  'clusterchecks',
  'configcheck',
  'log',
  'telemetry',
  'hpa',
  'metrics-objects',
  'leader-lock',
  'events-objects',
  'kubernetes-objects',
  'flare',
] as const;
export type TextPiece = (typeof TEXT_PIECES)[number];

/** Facts of the findings about pasted text as such. */
export interface TextFactsByCode {
  /** Another product's output. */
  'not-a-cluster-agent-matter': {
    readonly from: string;
    readonly product:
      | 'metrics-server'
      | 'keda'
      | 'prometheus-adapter'
      | 'datadog-operator'
      | 'kubernetes'
      | 'node-agent';
    /** The line that shows it, at most 200 characters. */
    readonly line: string;
  };
  /** Everything in it was understood, and none of it is wrong. */
  'text-healthy': { readonly pieces: readonly TextPiece[] };
  /** Understood, and too little to say whether anything is wrong. */
  'text-too-little': { readonly pieces: readonly TextPiece[]; readonly show: readonly TextPiece[] };
}
