import type { ApiService, EndpointSlice, Service } from '../../domain/objects.ts';
import { asList, asObject, type JsonObject } from '../status/json-value.ts';
import { conditionsOf, countOf, flagOf, metadataOf, needed, present, textOf, textsOf } from './object-fields.ts';

/** Throws a `DamagedObject`, as all readers of objects do. */
export function apiServiceOf(object: JsonObject): ApiService {
  const spec = asObject(object.spec);
  const service = asObject(spec?.service);
  return {
    metadata: metadataOf(object),
    spec: present({
      group: textOf(spec?.group),
      version: textOf(spec?.version),
      insecureSkipTLSVerify: flagOf(spec?.insecureSkipTLSVerify),
      caBundle: textOf(spec?.caBundle),
      service:
        service &&
        present({ namespace: textOf(service.namespace), name: textOf(service.name), port: countOf(service.port) }),
    }),
    status: present({ conditions: conditionsOf(asObject(object.status)?.conditions) }),
  };
}

export function serviceOf(object: JsonObject): Service {
  const spec = needed(asObject(object.spec), 'spec');
  return {
    metadata: metadataOf(object),
    spec: present({
      type: textOf(spec.type),
      clusterIP: textOf(spec.clusterIP),
      externalName: textOf(spec.externalName),
      selector: textsOf(spec.selector),
      ports: asList(spec.ports)?.map((raw) => {
        const port = asObject(raw);
        return {
          port: needed(countOf(port?.port), 'spec.ports[].port'),
          ...present({
            name: textOf(port?.name),
            targetPort: countOf(port?.targetPort) ?? textOf(port?.targetPort),
            protocol: textOf(port?.protocol),
          }),
        };
      }),
    }),
  };
}

export function endpointSliceOf(object: JsonObject): EndpointSlice {
  return {
    metadata: metadataOf(object),
    ...present({
      ports: asList(object.ports)?.map((raw) => {
        const port = asObject(raw);
        return present({ name: textOf(port?.name), port: countOf(port?.port) });
      }),
      endpoints: asList(object.endpoints)?.map((raw) => {
        const endpoint = asObject(raw);
        const ready = flagOf(asObject(endpoint?.conditions)?.ready);
        const target = asObject(endpoint?.targetRef);
        return {
          addresses: (asList(endpoint?.addresses) ?? []).flatMap((address) => textOf(address) ?? []),
          ...present({
            conditions: ready === undefined ? undefined : { ready },
            targetRef:
              target &&
              present({
                kind: textOf(target.kind),
                namespace: textOf(target.namespace),
                name: textOf(target.name),
              }),
          }),
        };
      }),
    }),
  };
}
