import type { ApiService, EndpointSlice, ObjectMeta, Service } from '../domain/objects.ts';
import { condition, meta, metaForAgent, metaWithoutAnnotations } from './core-shapes.ts';
import { fields, flag, listOf, mapOf, number, orElse, type Shape, ShapeError, text } from './json-shape.ts';

/** A container port by its number or its name. */
const port: Shape<number | string> = (value, path) => {
  if (typeof value !== 'number' && typeof value !== 'string') throw new ShapeError(path, 'a port', value);
  return value;
};

function service(metadata: Shape<ObjectMeta>): Shape<Service> {
  return fields(
    {
      metadata,
      spec: fields(
        {},
        {
          type: text,
          clusterIP: text,
          externalName: text,
          selector: mapOf(text),
          ports: listOf(fields({ port: number }, { name: text, targetPort: port, protocol: text })),
        },
      ),
    },
    {},
  );
}

export const serviceShape = service(meta);
export const listedServiceShape = service(metaForAgent);

export const endpointSliceShape: Shape<EndpointSlice> = fields(
  { metadata: metaWithoutAnnotations },
  {
    ports: listOf(fields({}, { name: text, port: number })),
    endpoints: listOf(
      fields(
        { addresses: listOf(text) },
        {
          conditions: fields({}, { ready: flag }),
          nodeName: text,
          targetRef: fields({}, { kind: text, namespace: text, name: text }),
        },
      ),
    ),
  },
);

export const apiServiceShape: Shape<ApiService> = fields(
  {
    metadata: meta,
    spec: fields(
      {},
      {
        group: text,
        version: text,
        insecureSkipTLSVerify: flag,
        caBundle: text,
        service: fields({}, { namespace: text, name: text, port: number }),
      },
    ),
    status: orElse(fields({}, { conditions: listOf(condition) }), {}),
  },
  {},
);
