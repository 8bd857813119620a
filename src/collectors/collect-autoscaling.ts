import type { Autoscaling, HpaView, StoredMetrics } from '../domain/autoscaling.ts';
import { figuresAgree } from '../domain/hpa-arithmetic.ts';
import type { Subject } from '../domain/question.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { CallBounds, ClusterReader } from '../kube/cluster-reader.ts';
import { readRights } from './account-rights.ts';
import type { AgentReadings } from './agent-readings.ts';
import { type CollectOptions, callBounds } from './collect-options.ts';
import type { FoundAgents } from './find-agents.ts';
import { type FoundHpas, findHpas } from './find-hpas.ts';
import { listHpas } from './list-hpas.ts';
import { lookAgain, lookAt, readEvents } from './look-at-hpa.ts';
import { readChain, readMetricsApi } from './metrics-chain.ts';
import { readTrouble, wantsLog } from './metrics-trouble.ts';
import { planStores, readStores, type StorePlan, settleStored } from './stored-metrics.ts';

interface Store {
  readonly plan: StorePlan;
  readonly agents: FoundAgents['agents'];
  readonly told: Pick<Snapshot, 'locks' | 'statuses'>;
  readonly stored: StoredMetrics;
}

/**
 * Everything `hpa` and `metrics` need beside the Agent itself: the HPA asked for with all its figures are made of, or
 * every HPA from lists alone, or what the Agent stores, or both of these.
 */
export async function collectAutoscaling(
  reader: ClusterReader,
  options: CollectOptions,
  agent: Pick<AgentReadings, 'found' | 'told'>,
): Promise<Autoscaling> {
  const bounds = callBounds(options);
  const { kind, subject } = options.question;
  const store = readStore(reader, agent, bounds);
  if (kind === 'health') return collectEverything(reader, store, bounds);
  if (kind === 'metrics') return collectStored(reader, store, bounds);
  if (subject?.name !== undefined) return collectNamed(reader, { ...subject, name: subject.name }, store, bounds);
  const where = subject?.namespace === undefined ? {} : { namespace: subject.namespace };
  // One log may tell what many HPAs of the list go without a value for.
  const readLog = async ({ told, agents, stored }: Store) =>
    wantsLog(stored, []) ? readTrouble(reader, told, agents, bounds) : undefined;
  const [{ stored }, log, list, chain] = await Promise.all([
    store,
    store.then(readLog),
    listHpas(reader, where, bounds),
    readMetricsApi(reader, bounds),
  ]);
  return { views: [], list, chain, stored, rights: [], ...(log === undefined ? {} : { log }) };
}

/** The store is read as soon as the pods tell where it is; which one counts may take their `status` to tell. */
async function readStore(
  reader: ClusterReader,
  { found, told }: Pick<AgentReadings, 'found' | 'told'>,
  bounds: CallBounds,
): Promise<Store> {
  const readPlanned = async () => {
    const agents = await found;
    const plan = planStores(agents);
    return { plan, agents: agents.agents, stores: await readStores(reader, plan, bounds) };
  };
  const [{ plan, agents, stores }, facts] = await Promise.all([readPlanned(), told]);
  return { plan, agents, told: facts, stored: settleStored(plan, stores, facts.statuses) };
}

async function collectStored(reader: ClusterReader, store: Promise<Store>, bounds: CallBounds): Promise<Autoscaling> {
  const [chain, { stored, ...rest }] = await Promise.all([readMetricsApi(reader, bounds), store]);
  return { views: [], chain, stored, ...(await explainStore(reader, { ...rest, stored }, [], bounds)) };
}

/** What lists tell of HPAs and what the Agent stores, with what may be wrong around it. */
async function collectEverything(
  reader: ClusterReader,
  store: Promise<Store>,
  bounds: CallBounds,
): Promise<Autoscaling> {
  const [list, stored] = await Promise.all([listHpas(reader, {}, bounds), collectStored(reader, store, bounds)]);
  return { ...stored, list };
}

async function collectNamed(
  reader: ClusterReader,
  subject: Subject & { readonly name: string },
  reading: Promise<Store>,
  bounds: CallBounds,
): Promise<Autoscaling> {
  const look = async () => {
    const found = await findHpas(reader, subject, bounds);
    return { search: found.search, seen: await lookAtEach(reader, found, bounds) };
  };
  const [chain, { search, seen }, store] = await Promise.all([readChain(reader, bounds), look(), reading]);
  const { plan, told, stored } = store;
  const views = seen.map(({ look: first, ...view }) => ({ ...view, first: { ...first, stored } }));
  const readStored = async () =>
    settleStored(plan, await readStores(reader, narrowed(plan, stored), bounds), told.statuses);
  const [looked, explained] = await Promise.all([
    Promise.all(views.map((view) => lookTwice(reader, view, readStored, bounds))),
    views.some(({ first }) => first.target !== undefined) ? explainStore(reader, store, views, bounds) : { rights: [] },
  ]);
  return { views: looked, search, chain, stored, ...explained };
}

function lookAtEach(reader: ClusterReader, { hpas }: FoundHpas, bounds: CallBounds) {
  return Promise.all(
    hpas.map(async (hpa) => {
      const { namespace = '', name } = hpa.value.metadata;
      const [look, events] = await Promise.all([lookAt(reader, hpa, bounds), readEvents(reader, hpa.value, bounds)]);
      return { namespace, name, look, events };
    }),
  );
}

async function lookTwice(
  reader: ClusterReader,
  view: HpaView,
  readStored: () => Promise<StoredMetrics>,
  bounds: CallBounds,
): Promise<HpaView> {
  if (figuresAgree(view.first)) return view;
  const again = await lookAgain(reader, view.first, readStored, bounds);
  return again === undefined ? view : { ...view, again };
}

/** What may be wrong around the stored values: missing rights, and what the log says where a value is wrong. */
async function explainStore(
  reader: ClusterReader,
  { plan, agents, told, stored }: Store,
  views: readonly HpaView[],
  bounds: CallBounds,
): Promise<Pick<Autoscaling, 'rights' | 'log'>> {
  const [rights, log] = await Promise.all([
    readRights(reader, { views, agents, stored, configMap: plan.configMap }, bounds),
    wantsLog(stored, views) ? readTrouble(reader, told, agents, bounds) : undefined,
  ]);
  return { rights, ...(log === undefined ? {} : { log }) };
}

/** Once it is known which store counts, the other one is not read again. */
function narrowed(plan: StorePlan, { mode }: StoredMetrics): StorePlan {
  return mode === 'unknown' ? plan : { ...plan, mode };
}
