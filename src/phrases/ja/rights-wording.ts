import type { PhraseContext, Remedy } from '../phrases.ts';
import { code, say } from '../rich.ts';

/** Rights come with the installation where that makes them; by hand they are lost with its next change of roles. */
export function grant(yaml: string | undefined, { installer }: PhraseContext): Remedy {
  const words =
    installer === 'helm'
      ? say`${code('clusterAgent.rbac.create: true')} を設定して Datadog の ${code('helm upgrade')} を実行すると付与されます。手で付与する場合:`
      : installer === 'operator'
        ? say`動作中の Datadog Operator に権限があれば自動的に付与されます。手で付与する場合:`
        : say`次の権限を付与してください。`;
  return { say: words, ...(yaml === undefined ? {} : { yaml }) };
}
