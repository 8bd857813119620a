import type { AnnotatedService } from '../domain/checks.ts';
import type { Service } from '../domain/objects.ts';
import { mapReading, type Reading } from '../domain/reading.ts';
import type { CallBounds, ClusterReader } from '../kube/cluster-reader.ts';
import { declaredChecks } from '../parsers/checks/declared-checks.ts';

/** The Services whose annotations ask for checks, of one namespace or of all. */
export async function readAnnotatedServices(
  reader: ClusterReader,
  where: { readonly namespace?: string },
  bounds: CallBounds,
): Promise<Reading<readonly AnnotatedService[]>> {
  const services = await reader.listServices(where, bounds);
  return mapReading(services, (list) =>
    list.flatMap((service) => {
      const declared = declaredChecks(service);
      return declared.length > 0 ? [{ service: withoutAnnotations(service), declared }] : [];
    }),
  );
}

/** Instances may hold passwords: what they ask for is known by now. */
function withoutAnnotations({ metadata: { annotations: _read, ...metadata }, ...service }: Service): Service {
  return { ...service, metadata };
}
