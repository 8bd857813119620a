import { stringify } from 'yaml';
import { CLUSTER_KINDS, type ClusterKind } from '../domain/question.ts';
import { rbacManifest } from '../kube/rbac-manifest.ts';
import { EXIT_USAGE } from './exit-code.ts';

export interface RbacFlags {
  readonly agentNamespace: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly for?: readonly string[];
  readonly exec: boolean;
}

const PREFACE = `# What a dca-bot worker needs, and no more: nothing here changes a cluster or reads a Secret.
# pods/exec could do more than dca-bot does with it, so it is granted in the Cluster Agent's namespace alone;
# dca-bot runs a fixed list of commands there, which only print, but for a flare that somebody confirms. Without it
# (--no-exec, and exec: off in the configuration) answers come from Kubernetes alone and say what they miss.
# The one wildcard is in external.metrics.k8s.io, where the metrics' own names are the resources. To create a
# SubjectAccessReview is to ask what an account may do; nothing is stored.
`;

/** `dca rbac`: prints YAML for `kubectl apply -f -`. */
export function runRbac(flags: RbacFlags): void {
  const unknown = flags.for?.find((word) => !isClusterKind(word));
  if (unknown !== undefined) {
    process.stderr.write(`--for ${unknown}: ${CLUSTER_KINDS.join(' | ')}\n`);
    process.exitCode = EXIT_USAGE;
    return;
  }
  const objects = rbacManifest({
    agentNamespace: flags.agentNamespace,
    ownNamespace: flags.namespace,
    serviceAccount: flags.serviceAccount,
    exec: flags.exec,
    ...(flags.for === undefined ? {} : { questions: flags.for.filter(isClusterKind) }),
  });
  process.stdout.write(PREFACE + objects.map((object) => `---\n${stringify(object)}`).join(''));
}

function isClusterKind(word: string): word is ClusterKind {
  return (CLUSTER_KINDS as readonly string[]).includes(word);
}
