import type { ClusterAgentLink } from '../../domain/agent-status.ts';
import { asObject, asText } from './json-value.ts';
import type { SectionResult, SectionText } from './section.ts';

const ENDPOINT = /^Datadog Cluster Agent endpoint detected: (\S{1,2000})$/;
const CONNECTED = /^Successfully connected to the Datadog Cluster Agent\.?$/i;
const RUNNING = /^Running: (\S.{0,300})$/;
const WHOLE_VERSION = /^Running: (?:\d{1,9}\.\d{1,9}\.\d|\{.{1,300}\}$)/;
const OLD_VERSION = /^\{Major:(\d{1,9}) Minor:(\d{1,9})(?: Point:(\d{1,9}))?/;
const CAUSE = /^Could not (?:detect the Datadog Cluster Agent's endpoint|reach the Datadog Cluster Agent): (.+)$/;
const NO_VERSION = /^Could not retrieve the version of the Datadog Cluster Agent\.?$/;

/** A node Agent's `Datadog Cluster Agent`: same sentences at all ages, at indents of 2, 3 or 4. */
export function clusterAgentLinkFromText(section: SectionText): SectionResult<ClusterAgentLink> {
  let endpoint: string | undefined;
  let version: string | undefined;
  let error: string | undefined;
  let noVersion: string | undefined;
  let connected = false;
  for (const raw of section.lines) {
    const line = sentence(raw);
    endpoint ??= ENDPOINT.exec(line)?.[1];
    error ??= CAUSE.exec(line)?.[1];
    connected ||= CONNECTED.test(line);
    noVersion ??= NO_VERSION.test(line) ? line : undefined;
    const running = RUNNING.exec(line)?.[1];
    version ??= running === undefined ? undefined : versionOf(running);
  }
  // The version line only repeats an error that has named its cause already.
  error ??= noVersion;
  if (error === undefined && !(connected && section.complete)) {
    return undefined;
  }
  return {
    state: 'present',
    value: {
      ...(endpoint !== undefined && { endpoint }),
      connected: connected && error === undefined,
      ...(version !== undefined && { version }),
      ...(error !== undefined && { error }),
    },
  };
}

/** True when the block holds a line after which nothing has to follow: a version, or a failure with its cause. */
export function clusterAgentLinkEnds(lines: readonly string[]): boolean {
  return lines.some((line) => {
    const text = sentence(line);
    return WHOLE_VERSION.test(text) || CAUSE.test(text) || NO_VERSION.test(text);
  });
}

function sentence(line: string): string {
  return line.trim().replace(/^- /, '');
}

function versionOf(text: string): string {
  const old = OLD_VERSION.exec(text);
  return old ? [old[1], old[2], old[3]].filter((part) => part !== undefined).join('.') : text;
}

/** The document's `clusterAgentStatus`. */
export function clusterAgentLinkFromJson(value: unknown): SectionResult<ClusterAgentLink> {
  const object = asObject(value);
  const endpoint = asText(object?.Endpoint) || undefined;
  const version = asText(object?.Version) || undefined;
  const error = asText(object?.DetectionError) || asText(object?.ConnectionError) || undefined;
  if (endpoint === undefined && error === undefined) {
    return undefined;
  }
  return {
    state: 'present',
    value: {
      ...(endpoint !== undefined && { endpoint }),
      connected: error === undefined && version !== undefined,
      ...(version !== undefined && { version }),
      ...(error !== undefined && { error }),
    },
  };
}
