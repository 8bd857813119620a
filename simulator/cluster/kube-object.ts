/** A Kubernetes object as JSON, of which the simulation knows only what every object has. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** The fields of a Pod the simulation acts on. */
export interface PodObject extends KubeObject {
  readonly spec: {
    readonly nodeName?: string;
    readonly enableServiceLinks?: boolean;
    readonly containers: readonly { readonly name: string; readonly image?: string }[];
  };
  readonly status?: {
    readonly phase?: string;
    readonly containerStatuses?: readonly ContainerStatusObject[];
    readonly [field: string]: unknown;
  };
}

export interface ContainerStatusObject {
  readonly name: string;
  readonly restartCount?: number;
  readonly state?: {
    readonly running?: unknown;
    readonly waiting?: { readonly reason?: string };
    readonly terminated?: unknown;
  };
  readonly lastState?: { readonly terminated?: unknown };
  readonly [field: string]: unknown;
}

export function isPod(object: KubeObject): object is PodObject {
  const spec = object.spec as { containers?: unknown } | undefined;
  return object.kind === 'Pod' && Array.isArray(spec?.containers);
}
