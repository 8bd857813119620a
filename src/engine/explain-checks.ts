import type { AgentStatus } from '../domain/agent-status.ts';
import type { CheckConfig, CheckRunner, Checks, Dispatching } from '../domain/checks.ts';
import { known, type Reading, unknown } from '../domain/reading.ts';
import { declaredChecks } from '../parsers/checks/declared-checks.ts';
import type { ExplainedDocument } from '../parsers/documents.ts';

type Of<K extends ExplainedDocument['kind']> = Extract<ExplainedDocument, { readonly kind: K }>;
type NodeDocument = Of<'status'> | Of<'running-checks'> | Of<'configcheck'>;

const NOT_PASTED = 'no text holds it';

/**
 * What texts tell of cluster checks; `undefined` where no Cluster Agent speaks of them. What was not pasted is absent,
 * which never means "none".
 */
export function gatherChecks(documents: readonly ExplainedDocument[], leader: string | null): Checks | undefined {
  const printed = documents.filter((one): one is Of<'clusterchecks'> => one.kind === 'clusterchecks');
  const chosen = printed.find(({ dispatching }) => dispatching.role === 'leader') ?? printed[0];
  const configCheck = documents.find(
    (one): one is Of<'configcheck'> => one.kind === 'configcheck' && one.by === 'cluster-agent',
  );
  if (chosen === undefined && configCheck === undefined) return undefined;
  return {
    leader,
    dispatching: chosen ? known(chosen.dispatching, chosen.from, '') : notPasted('datadog-cluster-agent clusterchecks'),
    configCheck: configCheck
      ? known(configCheck.configCheck, configCheck.from, '')
      : notPasted('datadog-cluster-agent configcheck'),
    services: servicesIn(documents),
    runners: runnersIn(documents, chosen, configCheck),
  };
}

function notPasted(command: string): Reading<never> {
  return unknown('absent', NOT_PASTED, command, '');
}

/** Services with annotations for the Agent; those without them prove nothing about the others. */
function servicesIn(documents: readonly ExplainedDocument[]): Checks['services'] {
  const services = documents.filter((one): one is Of<'service'> => one.kind === 'service');
  const annotated = services
    .map(({ service }) => ({ service, declared: declaredChecks(service) }))
    .filter(({ declared }) => declared.length > 0);
  const from = [...new Set(services.map((one) => one.from))].join(', ');
  return annotated.length > 0 ? known(annotated, from, '') : notPasted('kubectl get services -A -o yaml');
}

/** Every Agent that has checks by the leader's list; of those whose own words were pasted, these. */
function runnersIn(
  documents: readonly ExplainedDocument[],
  chosen: Of<'clusterchecks'> | undefined,
  configCheck: Of<'configcheck'> | undefined,
): Checks['runners'] {
  const given = givenTo(
    chosen?.dispatching.role === 'leader' ? chosen.dispatching : NOBODY,
    configCheck?.configCheck.configs ?? [],
  );
  const told = new Map<string, NodeDocument[]>();
  for (const document of documents) {
    if (!isNodeDocument(document)) continue;
    const agent = writerOf(document, given);
    if (agent !== undefined) told.set(agent, [...(told.get(agent) ?? []), document]);
  }
  const source = chosen?.from ?? configCheck?.from ?? '';
  return known(
    [...given.keys()].map((agent) => runnerOf(agent, told.get(agent) ?? [])),
    source,
    '',
  );
}

const NOBODY: Pick<Dispatching, 'agents' | 'dispatched'> = { agents: [], dispatched: [] };

/** Endpoint checks say by themselves whose they are, also in the Cluster Agent's `configcheck`. */
function givenTo(
  { agents, dispatched, endpointChecks = [] }: Pick<Dispatching, 'agents' | 'dispatched' | 'endpointChecks'>,
  configured: readonly CheckConfig[],
): ReadonlyMap<string, readonly CheckConfig[]> {
  const given = new Map<string, CheckConfig[]>(agents.map(({ name }) => [name, []]));
  const give = (agent: string, config: CheckConfig) => given.set(agent, [...(given.get(agent) ?? []), config]);
  for (const { agent, config } of dispatched) give(agent, config);
  for (const config of [...endpointChecks, ...configured])
    if (config.dispatchedTo !== undefined) give(config.dispatchedTo, config);
  return given;
}

function isNodeDocument(one: ExplainedDocument): one is NodeDocument {
  if (one.kind === 'status') return one.status.flavor === 'node-agent' && one.status.collector.state === 'present';
  return one.kind === 'running-checks' || (one.kind === 'configcheck' && one.by === 'node-agent');
}

/** The Agent that a text is of: the one named in it, else the only one whose checks it holds. */
function writerOf(document: NodeDocument, given: ReadonlyMap<string, readonly CheckConfig[]>): string | undefined {
  const hostname = document.kind === 'status' ? document.status.hostname : undefined;
  if (hostname !== undefined && given.has(hostname)) return hostname;
  const has = document.kind === 'configcheck' ? keysIn(document.configCheck.configs) : idsIn(document.status);
  const keysOf = document.kind === 'configcheck' ? keysIn : instanceIds;
  const fitting = [...given].filter(([, configs]) => [...keysOf(configs)].some((key) => has.has(key)));
  return fitting.length === 1 ? fitting[0]?.[0] : undefined;
}

function keysIn(configs: readonly CheckConfig[]): ReadonlySet<string> {
  return new Set(
    configs.flatMap(({ name, source, instances }) => instances.map((one) => `${name} ${source} ${one.name ?? ''}`)),
  );
}

/** IDs with the hash of their content: nobody else has them. */
function instanceIds(configs: readonly CheckConfig[]): ReadonlySet<string> {
  return new Set(configs.flatMap(({ instances }) => instances.map(({ id }) => id)).filter((id) => id.includes(':')));
}

function idsIn({ collector }: AgentStatus): ReadonlySet<string> {
  return new Set(collector.state === 'present' ? collector.value.checks.map(({ id }) => id) : []);
}

function runnerOf(agent: string, documents: readonly NodeDocument[]): CheckRunner {
  const status =
    documents.find((one) => one.kind === 'status') ?? documents.find((one) => one.kind === 'running-checks');
  const configCheck = documents.find((one) => one.kind === 'configcheck');
  return {
    pod: status?.from ?? configCheck?.from ?? agent,
    namespace: '',
    container: 'agent',
    node: agent,
    kind: 'node-agent',
    ready: true,
    ...(status && { status: known(status.status, status.from, '') }),
    ...(configCheck && { configCheck: known(configCheck.configCheck, configCheck.from, '') }),
  };
}
