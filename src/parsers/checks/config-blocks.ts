import type { CheckConfig, CheckInstance } from '../../domain/checks.ts';
import { type Execution, openExecution, takeExecutionLine } from './execution-lines.ts';
import { type InstanceName, instanceName } from './instance-name.ts';
import { ownCopy, sharedCopies } from './own-copy.ts';

/** Reads configurations as `configcheck` and `clusterchecks` print them: blocks from `=== NAME check ===` to `===`. */
export interface ConfigBlocks {
  /** Takes a line that is not the heading of another part; false when it stands outside the blocks. */
  take(line: string): boolean;
  /** True from a block's heading until the `===` that ends it. */
  isOpen(): boolean;
  /** Ends the last block, at the heading of another part or where the text ends. */
  finish(where: 'part' | 'end'): void;
}

interface Sink {
  readonly config: (config: CheckConfig) => void;
  /** A block without its end, or one that lost a line: something is missing. */
  readonly damaged: () => void;
}

interface Draft {
  readonly name: string;
  readonly isClusterCheck: boolean;
  provider: string;
  source: string;
  readonly instances: { readonly id: string; readonly name: InstanceName }[];
  dispatchedTo?: string;
  excluded?: 'metrics' | 'logs';
  readonly executions: Execution[];
  /** The service IDs, which come last, have begun. */
  listsIds?: boolean;
  /** `State: dispatched to` stood right before a `===`. */
  wasDispatched?: boolean;
  /** `Init Config:` or its like has begun. */
  hasSections?: boolean;
}

/**
 * `after-instance` stands behind a `~` and `closed` behind a `===`, of which either can turn out to be a line of the
 * YAML: then the block goes on.
 */
type Place = 'outside' | 'head' | 'instance' | 'after-instance' | 'section' | 'closed' | 'execution';

const ID_LINE = /^(?:Instance ID|Config for instance ID): ?(.*)$/;
const SECTION = /^(?:Init|Metric|Log) Config:$/;
const EXCLUDED = /^This configuration matched an? (metrics|logs) container-exclusion rule, so it will not be run/;
const DISPATCHED = /^State: dispatched to (.+)$/;
const YAML_LINE = /^(?:\s|[-?] |[-~]$|["'{}[\]#|>]|[^\s:=][^:]{0,200}:(?: |$))/;
// No line of a heading, an ID or a sentence is longer.
const LONGEST_FORM = 4_096;

/** What stands in the head of a configuration, and what only stands before its sections. */
const HEAD_LINE = /^(?:Configuration provider|Configuration source|Source): /;
const BEFORE_SECTIONS = /^(?:(?:Instance ID|Config for instance ID): |Init Config:$|~$)/;
const IDS_LINE = 'Auto-discovery IDs:';

/** Reads lines into configurations; of the YAML it keeps the names of the instances alone, since the rest may hold secrets. */
export function configBlocks(sink: Sink): ConfigBlocks {
  const shared = sharedCopies();
  let place: Place = 'outside';
  let beforeEnd: Place = 'head';
  let draft: Draft | undefined;
  // A second `===` ends the block if the first was YAML; as the last line of all it may as well be half of a heading.
  let endsTwice = false;
  // Behind a `===` that turned out to be a line of the YAML.
  let goesOn = false;

  function isOpen(): boolean {
    return place !== 'outside' && place !== 'closed' && place !== 'execution';
  }

  function finish(where: 'part' | 'end'): void {
    if (draft && isOpen()) sink.damaged();
    else if (draft) sink.config(configOf(draft, shared));
    if (where === 'end' && (endsTwice || draft?.executions.at(-1)?.complete === false)) sink.damaged();
    endsTwice = false;
    goesOn = false;
    draft = undefined;
    place = 'outside';
  }

  function open(heading: string): void {
    finish('part');
    const isClusterCheck = heading.endsWith(' cluster check');
    const name = heading.slice(0, isClusterCheck ? -' cluster check'.length : -' check'.length);
    draft = { name: shared(name), isClusterCheck, provider: '', source: '', instances: [], executions: [] };
    place = 'head';
  }

  function addInstance(to: Draft, id: string): void {
    to.instances.push({ id: ownCopy(id), name: instanceName() });
    place = 'instance';
  }

  function takeYaml(to: Draft, line: string): void {
    // Agents of 2021 add no line break to an instance that is JSON on one line.
    const json = line.startsWith('{') && line.endsWith('}~');
    to.instances.at(-1)?.name.take(json ? line.slice(0, -1) : line);
    if (json) place = 'after-instance';
  }

  /** The lines that may stand behind the instances, and the `===`; false for any other. */
  function takeTrailer(to: Draft, line: string): boolean {
    if (line === '===') {
      to.wasDispatched ||= to.dispatchedTo !== undefined;
      beforeEnd = place;
      place = 'closed';
      return true;
    }
    const dispatchedTo = DISPATCHED.exec(line)?.[1];
    const excluded = EXCLUDED.exec(line)?.[1];
    if (dispatchedTo !== undefined) to.dispatchedTo = shared(dispatchedTo);
    else if (excluded !== undefined) to.excluded = excluded === 'metrics' ? 'metrics' : (to.excluded ?? 'logs');
    else if (!SECTION.test(line) && line !== 'Auto-discovery IDs:') return false;
    place = 'section';
    return true;
  }

  function takeHead(to: Draft, line: string): void {
    const [, key, value = ''] = /^(Configuration provider|Configuration source|Source): ?(.*)$/.exec(line) ?? [];
    if (key === 'Configuration source') to.source = value === 'Unknown configuration source' ? '' : shared(value);
    // Agents before 6.10 name the provider alone and call it the source.
    else if (key !== undefined) to.provider = value === 'Unknown provider' ? '' : shared(value);
    else if (!takeInstanceLine(to, line) && !takeTrailer(to, line)) {
      // Agents of 2018 print instances without an ID.
      addInstance(to, '');
      takeYaml(to, line);
    }
  }

  function takeInstanceLine(to: Draft, line: string): boolean {
    const id = ID_LINE.exec(line)?.[1];
    if (id === undefined) return false;
    if (place === 'instance') {
      // Words of the head that nobody knows looked like an instance without an ID; else the `~` between the two was lost.
      if (to.instances.at(-1)?.id === '') to.instances.pop();
      else sink.damaged();
    }
    addInstance(to, id);
    return true;
  }

  function takeAfterEnd(to: Draft, line: string): boolean {
    const execution = openExecution(line);
    if (execution) {
      to.executions.push(execution);
      place = 'execution';
    } else if (place === 'execution' && !line.startsWith('=')) {
      takeExecutionLine(to.executions.at(-1)!, line);
    } else if (place === 'closed' && (YAML_LINE.test(line) || line === '===')) {
      // Behind the service IDs nothing goes on: what looks like it there lost its own beginning.
      if (to.listsIds) sink.damaged();
      place = beforeEnd;
      goesOn = true;
      takeInBlock(to, line);
      endsTwice = line === '===';
    } else {
      finish('part');
      return false;
    }
    return true;
  }

  /** Lines that nothing goes on with after a `===`, whatever the YAML is. */
  function isOfAnother({ hasSections = false, listsIds = false, wasDispatched = false }: Draft, line: string): boolean {
    if (HEAD_LINE.test(line) || (wasDispatched && DISPATCHED.test(line))) return true;
    return hasSections && (BEFORE_SECTIONS.test(line) || (listsIds && line === IDS_LINE));
  }

  function takeInBlock(to: Draft, line: string): void {
    // What goes on and has all that again is another configuration, which lost its heading.
    if (goesOn && line.length <= LONGEST_FORM && isOfAnother(to, line)) sink.damaged();
    if (place !== 'instance') {
      to.hasSections ||= SECTION.test(line);
      to.listsIds ||= line === IDS_LINE;
    }
    // Only the last line of a block tells where it was dispatched to: further up, the words are somebody's YAML.
    if (line !== '===') delete to.dispatchedTo;
    const isLong = line.length > LONGEST_FORM;
    switch (place) {
      case 'head':
        if (isLong) addInstance(to, '');
        else takeHead(to, line);
        break;
      case 'instance':
        if (line === '~') place = 'after-instance';
        else if (isLong || !takeInstanceLine(to, line)) takeYaml(to, line);
        break;
      case 'after-instance':
        if (isLong || !(takeInstanceLine(to, line) || takeTrailer(to, line))) takeYaml(to, line);
        break;
      default:
        if (!isLong && !takeInstanceLine(to, line)) takeTrailer(to, line);
    }
  }

  return {
    isOpen,
    finish,
    take(line) {
      if (line === '') return draft !== undefined;
      const heading = headingOf(line);
      if (heading !== undefined) {
        open(heading);
        return true;
      }
      if (!draft) return false;
      if (!isOpen()) return takeAfterEnd(draft, line);
      takeInBlock(draft, line);
      return true;
    },
  };
}

/** `http_check cluster check` of `=== http_check cluster check ===`. */
function headingOf(line: string): string | undefined {
  return line.startsWith('=== ') && line.endsWith(' check ===') && line.length <= LONGEST_FORM
    ? line.slice('=== '.length, -' ==='.length)
    : undefined;
}

function configOf(draft: Draft, shared: (text: string) => string): CheckConfig {
  const { name, isClusterCheck, provider, source, instances, dispatchedTo, excluded, executions } = draft;
  const byId = new Map(executions.map((execution) => [execution.id, execution]));
  // An Agent that runs a single instance of a check shows the check's bare name as its ID.
  const only = instances.length === 1 && executions.length === 1 ? executions[0] : undefined;
  return {
    name,
    isClusterCheck,
    provider,
    source,
    instances: instances.map((instance): CheckInstance => {
      const named = instance.name.name();
      const execution = byId.get(instance.id) ?? only;
      return {
        id: instance.id,
        ...(named !== undefined && { name: shared(named) }),
        ...(execution && { result: execution.result }),
      };
    }),
    ...(dispatchedTo !== undefined && { dispatchedTo }),
    ...(excluded !== undefined && { excluded }),
  };
}
