import type { KubeClient } from '../kube-client.ts';

/** What a kubelet sets in a container that starts now: `<SERVICE>_SERVICE_HOST` of each Service of its namespace. */
export async function serviceLinks(kube: KubeClient, namespace: string): Promise<Readonly<Record<string, string>>> {
  const services = await kube.list('v1', 'Service', namespace);
  return Object.fromEntries(
    services.flatMap(({ metadata: { name }, spec }) => {
      const { clusterIP = '' } = spec as { readonly clusterIP?: string };
      const isHeadless = clusterIP === '' || clusterIP === 'None';
      return isHeadless ? [] : [[`${name.toUpperCase().replaceAll('-', '_')}_SERVICE_HOST`, clusterIP]];
    }),
  );
}
