/** Which object holds the leader election: a Lease (`coordination.k8s.io/v1`) or an annotated ConfigMap. */
export interface LockRef {
  readonly kind: 'Lease' | 'ConfigMap';
  readonly namespace: string;
  readonly name: string;
}

/**
 * The record inside a lock. An empty `holder` means nobody leads. Fields are absent when the text did not hold them
 * (a paste cut off by `...`), which is not the same as zero.
 */
export interface LeaderLock {
  readonly holder: string;
  readonly leaseSeconds?: number;
  /** ISO 8601. */
  readonly acquired?: string;
  /** ISO 8601. */
  readonly renewed?: string;
  readonly transitions?: number;
}
