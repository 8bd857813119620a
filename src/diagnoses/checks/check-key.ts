import type { CheckConfig } from '../../domain/checks.ts';

/**
 * By what one configuration is known again in another command's output. IDs differ there, since tags are added on the
 * way; name, source and the instances' names stay.
 */
export function checkKey({ name, source, instances }: CheckConfig): string {
  return JSON.stringify([name, source, instances.map((instance) => instance.name ?? '').toSorted()]);
}

/** The instance's name where there is one instance. */
export function instanceName({ instances }: CheckConfig): string | null {
  return instances.length === 1 ? (instances[0]?.name ?? null) : null;
}
