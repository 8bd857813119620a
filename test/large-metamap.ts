/** How many nodes, and pods on each. */
export interface MapSize {
  readonly nodes: number;
  readonly podsPerNode: number;
}

const SERVICES = 3;

/** The output of `metamap` for a cluster of that size, about 400 bytes a pod, in pieces of one pod. */
export function* largeMap({ nodes, podsPerNode }: MapSize): Generator<string> {
  yield '===============\nMetadata Mapper\n===============\n\n';
  for (let node = 0; node < nodes; node += 1) {
    yield `Node detected: worker-${node}.eu-central-1.compute.internal\n  \n`;
    for (let pod = 0; pod < podsPerNode; pod += 1) {
      if (pod % 4 === 0) yield `${pod === 0 ? '' : '  \n'}  - Namespace: team-${Math.floor(pod / 4)}\n`;
      const name = `shop-frontend-with-a-name-of-a-usual-length-6bd9c5f7d8-${node}-${pod}`;
      // Random order, as the Agent prints them.
      const services = Array.from({ length: SERVICES }, (_, i) => serviceOf(pod, (i + node) % SERVICES));
      yield `      - Pod: ${name}\n        Services: [${services.join(' ')}]\n`;
    }
    yield '  \n';
  }
}

function serviceOf(pod: number, which: number): string {
  return `service-${pod % 100}-of-the-frontend-with-a-name-long-enough-to-fill-forty-megabytes-of-text-port-${which}`;
}
