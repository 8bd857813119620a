import type { IncomingMessage } from 'node:http';

/**
 * True for a request addressed to this server by a loopback name and, where a browser says so, sent from its own page.
 * A site whose name was rebound to 127.0.0.1 shows in Host, another site's script in Origin.
 */
export function isOwnRequest(request: IncomingMessage, baseUrl: string): boolean {
  const { port } = new URL(baseUrl);
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host, origin } = request.headers;
  return hosts.includes(host ?? '') && (origin === undefined || hosts.some((name) => origin === `http://${name}`));
}
