import type { PhraseContext, Remedy } from '../phrases.ts';
import { code, say } from '../rich.ts';

/** Rights come with the installation where that makes them; by hand they are lost with its next change of roles. */
export function grant(yaml: string | undefined, { installer }: PhraseContext): Remedy {
  const words =
    installer === 'helm'
      ? say`with ${code('clusterAgent.rbac.create: true')} a ${code('helm upgrade')} of Datadog grants it; by hand:`
      : installer === 'operator'
        ? say`the Datadog Operator grants it while it runs and may; by hand:`
        : say`grant it:`;
  return { say: words, ...(yaml === undefined ? {} : { yaml }) };
}
