import type { MappedPod, MetadataMap } from '../../domain/metadata.ts';
import { outputLines } from '../checks/output-lines.ts';
import { ownCopy, sharedCopies } from '../checks/own-copy.ts';
import { cutText } from '../cut-text.ts';
import { readLogLine } from '../logs/log-line.ts';
import { type UnreadOutput, unreadOutput } from '../unread-output.ts';
import { mapErrorIn } from './metamap-json.ts';

/** Told of everything in a map as it is read; nodes before their pods, in the order of the text. */
export interface MetamapVisitor {
  /** Also a node without a pod that a Service selects. */
  readonly onNode?: (node: string) => void;
  readonly onPod?: (node: string, pod: MappedPod) => void;
}

/** What a map says beside its nodes and pods, and how many of them it has. */
export interface MetamapSummary extends Pick<MetadataMap, 'warnings' | 'error' | 'cutOff'> {
  readonly recognised: true;
  readonly nodes: number;
  readonly pods: number;
  /** Pairs of a pod and a Service. */
  readonly links: number;
}

/** Reads `metamap` as it arrives. */
export interface MetamapReader {
  /** Takes the next piece, of any size. */
  take(text: string): void;
  /** What all pieces together said; never throws. */
  end(): MetamapSummary | UnreadOutput;
}

/** What must, or may, come next. */
type Place = 'nothing' | 'banner' | 'start' | 'warnings' | 'node' | 'namespace' | 'pod' | 'services';

const TITLE = 'Metadata Mapper';
const UNDERLINE = /^={3,100}$/;
const NODE = /^Node detected: (\S{1,253})$/;
const NAMESPACE = /^- Namespace: (\S{1,253})$/;
const POD = /^- Pod: (\S{1,253})$/;
const SERVICES = /^Services: \[(.*)\]$/;
const SERVICE = /^[^[\]]{0,252}[^[\]:]$/;
const MAPPER_FAILED = /^Could not run the service mapper: (.{1,2000})/;
const LONGEST_WARNING = 1_000;
const LONGEST_ERROR = 1_000;
const MOST_WARNINGS = 5_000;
const FIRST_LINES = 50;

/**
 * A reader of the output of `datadog-cluster-agent metamap`, of any Agent's age, that hands over each pod and keeps none:
 * it holds one node's names at a time. Nothing in the text says where it ends, so `cutOff` means that it breaks off in
 * the middle (of a line, or of a pod), lacks its beginning, names something twice or has a line that does not belong.
 */
export function readMetamap(visitor: MetamapVisitor): MetamapReader {
  const shared = sharedCopies();
  const firstLines: string[] = [];
  const warnings: string[] = [];
  const nodes = new Set<string>();
  const seen = new Set<string>();
  let place: Place = 'nothing';
  let lineAbove = '';
  let node = '';
  let namespace = '';
  let pod = '';
  let pods = 0;
  let links = 0;
  let error: string | undefined;
  let damaged = false;
  // The name at the very end may be half of one if no line break follows.
  let endsInBreak = true;

  /** Goes on to a place that may follow only some; anything else was lost or put in between. */
  function enter(next: Place, after: readonly Place[]): void {
    damaged ||= !after.includes(place);
    place = next;
  }

  function noteOnce(key: string): void {
    damaged ||= seen.has(key);
    seen.add(key);
  }

  function takeLine(raw: string): void {
    const line = raw.trim();
    if (line === '') return;
    if (place === 'nothing' && firstLines.length < FIRST_LINES) firstLines.push(line);
    const above = lineAbove;
    lineAbove = line;
    if (line === TITLE) {
      enter('banner', ['nothing']);
      damaged ||= !UNDERLINE.test(above);
    } else if (UNDERLINE.test(line) && (place === 'nothing' || place === 'banner')) {
      if (place === 'banner') place = 'start';
    } else if (line === 'Warnings:') enter('warnings', ['start']);
    else if (place === 'warnings' && line.startsWith('- ') && !POD.test(line) && !NAMESPACE.test(line))
      takeWarning(line);
    else if (!takeMapLine(line)) takeOther(line);
  }

  function takeWarning(line: string): void {
    if (warnings.length < MOST_WARNINGS) warnings.push(ownCopy(cutText(line.slice(2), LONGEST_WARNING)));
  }

  function takeMapLine(line: string): boolean {
    const found = NODE.exec(line)?.[1] ?? NAMESPACE.exec(line)?.[1] ?? POD.exec(line)?.[1] ?? SERVICES.exec(line)?.[1];
    if (found === undefined) return false;
    if (line.startsWith('Node')) takeNode(found);
    else if (line.startsWith('- Namespace')) takeNamespace(found);
    else if (line.startsWith('- Pod')) takePod(found);
    else takeServices(found);
    return true;
  }

  function takeNode(name: string): void {
    enter('node', ['start', 'warnings', 'node', 'services']);
    node = shared(name);
    damaged ||= nodes.has(node);
    nodes.add(node);
    seen.clear();
    visitor.onNode?.(node);
  }

  function takeNamespace(name: string): void {
    enter('namespace', ['node', 'services']);
    namespace = shared(name);
    noteOnce(namespace);
  }

  function takePod(name: string): void {
    enter('pod', ['namespace', 'services']);
    pod = ownCopy(name);
    noteOnce(`${namespace}/${pod}`);
  }

  function takeServices(list: string): void {
    enter('services', ['pod']);
    const services = list
      .split(' ')
      .filter((name) => name !== '')
      .map(shared)
      .toSorted();
    // Half of a list may be closed by half of another.
    damaged ||= services.some((name, i) => name === services[i - 1] || !SERVICE.test(name));
    if (node === '' || namespace === '' || pod === '') return;
    pods += 1;
    links += services.length;
    visitor.onPod?.(node, { namespace, pod, services });
    pod = '';
  }

  function takeOther(line: string): void {
    const failed = MAPPER_FAILED.exec(line)?.[1] ?? mapErrorIn(line);
    if (failed !== undefined) error ??= ownCopy(cutText(failed, LONGEST_ERROR));
    else damaged ||= place !== 'nothing';
  }

  const lines = outputLines((line) => {
    if (!isClientsLog(line)) takeLine(line);
  });

  return {
    take(text) {
      if (text === '') return;
      lines.take(text);
      endsInBreak = /[\n\r]$/.test(text);
    },
    end() {
      lines.end();
      if (place === 'nothing' && error === undefined) return unreadOutput(firstLines);
      const open = place === 'banner' || place === 'namespace' || place === 'pod' || (place === 'node' && !endsInBreak);
      return {
        recognised: true,
        warnings,
        ...(error !== undefined && { error }),
        cutOff: damaged || open,
        nodes: nodes.size,
        pods,
        links,
      };
    },
  };
}

/** client-go's own log lines get between those of the Agent. */
export function isClientsLog(line: string): boolean {
  return readLogLine(line)?.form === 'klog';
}
