/** Writes the kubectl commands that show a reading again. `context` is named only where several clusters are served. */
export function kubectlCommands(context: string | undefined) {
  const kubectl = (...words: readonly (string | undefined)[]): string =>
    ['kubectl', ...(context === undefined ? [] : ['--context', context]), ...words.filter((word) => word !== undefined)]
      .map(quoteWord)
      .join(' ');
  return {
    get(resource: string, namespace: string, name: string): string {
      return kubectl('get', resource, name, '-n', namespace, '-o', 'yaml');
    },
    list(resource: string, where: { namespace?: string | undefined; labelSelector?: string | undefined }): string {
      return kubectl(
        'get',
        resource,
        ...(where.namespace === undefined ? ['-A'] : ['-n', where.namespace]),
        ...(where.labelSelector === undefined ? [] : ['-l', where.labelSelector]),
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
    mayI(verb: string, resource: string, namespace: string | undefined): string {
      return kubectl('auth', 'can-i', verb, resource, ...(namespace === undefined ? ['-A'] : ['-n', namespace]));
    },
    version(): string {
      return kubectl('version');
    },
  };
}

function quoteWord(word: string): string {
  return /^[\w.:/=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
