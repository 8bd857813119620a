import type { AccessQuestion } from './cluster-reader.ts';

export type KubectlCommands = ReturnType<typeof kubectlCommands>;

/** Where a list is taken from, and which part of it. */
export interface ListPlace {
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
}

/** Writes the kubectl commands that show a reading again. `context` is named only where several clusters are served. */
export function kubectlCommands(context: string | undefined) {
  const kubectl = (...words: readonly (string | undefined)[]): string =>
    ['kubectl', ...(context === undefined ? [] : ['--context', context]), ...words.filter((word) => word !== undefined)]
      .map(quoteWord)
      .join(' ');
  return {
    /** Without a namespace: an object of the whole cluster. */
    get(resource: string, namespace: string | undefined, name: string): string {
      return kubectl('get', resource, name, ...(namespace === undefined ? [] : ['-n', namespace]), '-o', 'yaml');
    },
    /** `resource` is a kind with its version and group (`Rollout.v1alpha1.argoproj.io`), which kubectl takes too. */
    scale(resource: string, namespace: string, name: string): string {
      return kubectl('get', resource, name, '-n', namespace, '--subresource=scale', '-o', 'yaml');
    },
    raw(path: string): string {
      return kubectl('get', '--raw', path);
    },
    /** `ofCluster`: its objects are in no namespace. */
    list(resource: string, where: ListPlace, ofCluster = false): string {
      return kubectl(
        'get',
        resource,
        ...(ofCluster ? [] : inNamespace(where.namespace)),
        ...(where.labelSelector === undefined ? [] : ['-l', where.labelSelector]),
        ...(where.fieldSelector === undefined ? [] : ['--field-selector', where.fieldSelector]),
      );
    },
    logs(target: { namespace: string; pod: string; container: string; previous: boolean; tailLines: number }): string {
      const { namespace, pod, container, previous, tailLines } = target;
      return kubectl(
        'logs',
        pod,
        '-n',
        namespace,
        '-c',
        container,
        previous ? '--previous' : undefined,
        `--tail=${tailLines}`,
      );
    },
    exec(namespace: string, pod: string, container: string, command: readonly string[]): string {
      return kubectl('exec', '-n', namespace, pod, '-c', container, '--', ...command);
    },
    /** `user`: whose right it is; absent: our own. */
    mayI(question: AccessQuestion, user?: string): string {
      const { verb, group, resource, subresource, namespace, name } = question;
      const dotted = group === '' ? resource : `${resource}.${group}`;
      return kubectl(
        'auth',
        'can-i',
        verb,
        name === undefined ? dotted : `${dotted}/${name}`,
        subresource === undefined ? undefined : `--subresource=${subresource}`,
        ...inNamespace(namespace),
        ...(user === undefined ? [] : ['--as', user]),
      );
    },
    /** Sends an object as JSON that answers itself, such as a review, and prints it with the answer. */
    create(object: object): string {
      return `echo ${quoteWord(JSON.stringify(object))} | ${kubectl('create', '-f', '-', '-o', 'yaml')}`;
    },
    version(): string {
      return kubectl('version');
    },
    apiVersions(): string {
      return kubectl('api-versions');
    },
  };
}

function inNamespace(namespace: string | undefined): readonly string[] {
  return namespace === undefined ? ['-A'] : ['-n', namespace];
}

function quoteWord(word: string): string {
  return /^[\w.:/=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
