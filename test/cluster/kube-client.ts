import { Agent, request } from 'node:https';
import type { Certificate } from '../../simulator/cluster/certificate.ts';
import type { KubeObject } from '../../simulator/cluster/kube-object.ts';
import { collectionPath, type ObjectRef, pathOf } from './kube-object.ts';

export interface KubeAnswer {
  readonly status: number;
  readonly text: string;
}

export interface KubeClient {
  /** One request as it is; rejects only when there is no answer. */
  send(method: string, path: string, body?: unknown, contentType?: string): Promise<KubeAnswer>;
  /** Makes objects what they are said to be, one after another (server-side apply); answers what they are then. */
  apply(...objects: readonly KubeObject[]): Promise<readonly KubeObject[]>;
  /** Merges into the object, or into a subresource of it such as `status`. */
  patch(ref: ObjectRef, merge: unknown, subresource?: string): Promise<KubeObject>;
  /** Undefined when it is not there. */
  get(ref: ObjectRef): Promise<KubeObject | undefined>;
  list(apiVersion: string, kind: string, namespace?: string, labelSelector?: string): Promise<readonly KubeObject[]>;
  /** Without grace; fine when it is not there. */
  remove(...refs: readonly ObjectRef[]): Promise<void>;
  close(): void;
}

/** A client of the API server that is sure to say what went wrong: every refusal rejects with the server's words. */
export function createKubeClient(server: string, authority: string, { certificate, key }: Certificate): KubeClient {
  const agent = new Agent({ keepAlive: true, ca: authority, cert: certificate, key, maxSockets: 16 });

  function send(method: string, path: string, body?: unknown, contentType = 'application/json'): Promise<KubeAnswer> {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const sent = request(
        `${server}${path}`,
        {
          method,
          agent,
          headers:
            payload === undefined
              ? {}
              : { 'content-type': contentType, 'content-length': String(Buffer.byteLength(payload)) },
        },
        (response) => {
          const pieces: Buffer[] = [];
          response.on('data', (piece: Buffer) => pieces.push(piece));
          response.once('error', reject);
          response.once('end', () =>
            resolve({ status: response.statusCode ?? 0, text: Buffer.concat(pieces).toString() }),
          );
        },
      );
      sent.once('error', reject);
      sent.end(payload);
    });
  }

  async function sendForObject(
    method: string,
    path: string,
    body?: unknown,
    contentType?: string,
  ): Promise<KubeObject> {
    const { status, text } = await send(method, path, body, contentType);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
    return JSON.parse(text);
  }

  return {
    send,
    async apply(...objects) {
      const applied: KubeObject[] = [];
      for (const object of objects) {
        const path = `${pathOf(object)}?fieldManager=test&force=true`;
        applied.push(await sendForObject('PATCH', path, object, 'application/apply-patch+yaml'));
      }
      return applied;
    },
    patch(ref, merge, subresource) {
      const path = `${pathOf(ref)}${subresource === undefined ? '' : `/${subresource}`}`;
      return sendForObject('PATCH', path, merge, 'application/merge-patch+json');
    },
    async get(ref) {
      const { status, text } = await send('GET', pathOf(ref));
      if (status === 404) return undefined;
      if (status >= 300) throw new Error(`GET ${pathOf(ref)}: ${status} ${text}`);
      return JSON.parse(text);
    },
    async list(apiVersion, kind, namespace, labelSelector) {
      const query = labelSelector === undefined ? '' : `?labelSelector=${encodeURIComponent(labelSelector)}`;
      const path = `${collectionPath(apiVersion, kind, namespace)}${query}`;
      const list = await sendForObject('GET', path);
      return (list.items as KubeObject[]).map((item) => ({ ...item, apiVersion, kind }));
    },
    async remove(...refs) {
      for (const ref of refs) {
        const { status, text } = await send('DELETE', pathOf(ref), { gracePeriodSeconds: 0 });
        if (status >= 300 && status !== 404) throw new Error(`DELETE ${pathOf(ref)}: ${status} ${text}`);
      }
    },
    close: () => agent.destroy(),
  };
}
