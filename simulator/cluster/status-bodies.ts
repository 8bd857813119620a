import type { Resource } from './resources.ts';

/** One answer of the API server. Bodies that are objects are sent as JSON. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Who the simulation's token belongs to, as its refusals tell. */
export const USER = 'system:serviceaccount:dca-bot:dca-bot';

export function statusAnswer(
  code: number,
  reason: string,
  message: string,
  details?: Readonly<Record<string, unknown>>,
): Answer {
  const body = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    ...(details ? { details } : {}),
    code,
  };
  return { status: code, body };
}

export function notFound({ group, plural }: Resource, name: string): Answer {
  const dotted = group === '' ? plural : `${plural}.${group}`;
  return statusAnswer(404, 'NotFound', `${dotted} "${name}" not found`, {
    name,
    ...(group === '' ? {} : { group }),
    kind: plural,
  });
}

/** What a real API server says to a path it does not serve: plain text, no Status. */
export function unknownPath(): Answer {
  return { status: 404, body: '404 page not found\n', headers: { 'content-type': 'text/plain; charset=utf-8' } };
}

export function unauthorized(): Answer {
  return statusAnswer(401, 'Unauthorized', 'Unauthorized');
}

export function badRequest(message: string): Answer {
  return statusAnswer(400, 'BadRequest', message);
}

/** As API servers wrap an error of their own making. */
export function internalError(text: string): Answer {
  return statusAnswer(500, 'InternalError', `Internal error occurred: ${text}`, { causes: [{ message: text }] });
}

export interface Attempted {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string | undefined;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}

export function forbidden({ verb, group, resource, subresource, namespace, name }: Attempted): Answer {
  const dotted = group === '' ? resource : `${resource}.${group}`;
  const full = subresource === undefined ? resource : `${resource}/${subresource}`;
  const scope = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const subject = name === undefined ? dotted : `${dotted} "${name}"`;
  return statusAnswer(
    403,
    'Forbidden',
    `${subject} is forbidden: User "${USER}" cannot ${verb} resource "${full}" in API group "${group}" ${scope}`,
    { ...(name === undefined ? {} : { name }), ...(group === '' ? {} : { group }), kind: resource },
  );
}
