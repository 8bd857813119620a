import type { HpaList } from '../domain/autoscaling.ts';
import { externalSpecs } from '../domain/hpa-arithmetic.ts';
import { mapReading } from '../domain/reading.ts';
import { type CallBounds, type ClusterReader, LISTED_TARGET_KINDS } from '../kube/cluster-reader.ts';

/**
 * Every HPA with an external metric and the scale targets of those, by lists: of one namespace, or of all. Work grows
 * with the pages of these lists and with nothing else.
 */
export async function listHpas(
  reader: ClusterReader,
  where: { readonly namespace?: string },
  bounds: CallBounds,
): Promise<HpaList> {
  const all = await reader.listHorizontalPodAutoscalers(where, bounds);
  const hpas = mapReading(all, (list) => list.filter((hpa) => externalSpecs(hpa).length > 0));
  const external = hpas.known ? hpas.value : [];
  const wanted = new Set(external.map(({ metadata, spec }) => targetKey(metadata.namespace, spec.scaleTargetRef)));
  const named = new Set(external.map(({ spec }) => spec.scaleTargetRef.kind));
  const targets = await Promise.all(
    LISTED_TARGET_KINDS.filter((kind) => named.has(kind)).map(async (kind) => {
      const list = await reader.listScaleTargets(kind, where, bounds);
      // Of all the workloads of a cluster only those that an HPA scales are worth keeping.
      return {
        kind,
        reading: mapReading(list, (found) => found.filter((one) => wanted.has(targetKey(one.namespace, one)))),
      };
    }),
  );
  const others = all.known ? all.value.length - external.length : 0;
  return { hpas, others, targets };
}

function targetKey(namespace: string | undefined, { kind, name }: { kind: string; name: string }): string {
  return `${namespace ?? ''}/${kind}/${name}`;
}
