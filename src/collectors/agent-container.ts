import type { Container, Pod } from '../domain/objects.ts';

/**
 * The container that runs the Cluster Agent: by the charts' name, else by the name of hand-written manifests, else by
 * its image. Undefined when the pod holds none, as when another product uses the label `cluster-agent`.
 */
export function agentContainer(pod: Pod): Container | undefined {
  const { containers } = pod.spec;
  return (
    containers.find(({ name }) => name === 'cluster-agent') ??
    containers.find(({ name }) => name === 'datadog-cluster-agent') ??
    containers.find(({ image }) => /(?:^|\/)(?:datadog-)?cluster-agent(?:[:@]|$)/.test(image ?? ''))
  );
}
