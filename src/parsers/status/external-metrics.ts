import type { ExternalMetric, ExternalMetrics, MetricsSource } from '../../domain/agent-status.ts';
import { metricListFromJson, metricListFromText } from './external-metric-list.ts';
import { asCount, asObject, asText } from './json-value.ts';
import { metricsSourcesFromText } from './metrics-sources.ts';
import { readCount } from './read-number.ts';
import { isUnderline, keyValue, offOrFailed, type SectionResult, type SectionText } from './section.ts';

const DATADOGMETRIC_LINE = 'External metrics provider uses DatadogMetric';

/**
 * `Custom Metrics Server` (`Custom Metrics Provider` in 2018). `endpoints` are the sources named by another section,
 * where Agents since 7.59 print them.
 */
export function externalMetricsFromText(
  section: SectionText,
  endpoints: readonly MetricsSource[],
): SectionResult<ExternalMetrics> {
  const { lines, complete } = section;
  const sources = [...metricsSourcesFromText(lines), ...endpoints];
  if (lines.some((line) => line.trim().startsWith(DATADOGMETRIC_LINE))) {
    return { state: 'present', value: { mode: 'datadogmetric', sources } };
  }
  const facts = configMapFacts(lines);
  if (facts.configMap === undefined) {
    return facts.error === undefined ? offOrFailed(afterDataSources(lines)) : { state: 'error', text: facts.error };
  }
  const metrics = complete ? wholeList(metricListFromText(lines), facts.total, facts.listError) : undefined;
  return { state: 'present', value: configMapMode({ ...facts, configMap: facts.configMap, metrics, sources }) };
}

interface ConfigMapFacts {
  configMap: string | undefined;
  error: string | undefined;
  storeError: string | undefined;
  listError: string | undefined;
  total: number | undefined;
  valid: number | undefined;
}

function configMapFacts(lines: readonly string[]): ConfigMapFacts {
  const facts: ConfigMapFacts = {
    configMap: undefined,
    error: undefined,
    storeError: undefined,
    listError: undefined,
    total: undefined,
    valid: undefined,
  };
  let inList = false;
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i]!;
    if (line.trim() === 'External Metrics' && isUnderline(lines[i + 1])) {
      inList = true;
      continue;
    }
    const pair = keyValue(line);
    switch (pair?.key) {
      case 'ConfigMap name':
        facts.configMap ??= pair.value;
        break;
      case 'Error':
        facts[facts.configMap === undefined ? 'error' : inList ? 'listError' : 'storeError'] ??= pair.value;
        break;
      case 'Total':
      case 'Number of external metrics detected':
        facts.total ??= readCount(pair.value);
        break;
      case 'Valid':
        // The counter comes before the list, in which every metric has a `Valid` of its own.
        facts.valid ??= readCount(pair.value);
        break;
    }
  }
  return facts;
}

// An empty list is a fact only where the Agent counted nothing; else the list was not printed.
function wholeList(
  metrics: readonly ExternalMetric[],
  total: number | undefined,
  listError: string | undefined,
): readonly ExternalMetric[] | undefined {
  return metrics.length > 0 || (total === 0 && listError === undefined) ? metrics : undefined;
}

// The sources are printed whether or not the provider is on, so its own first word comes after them.
function afterDataSources(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => {
    const text = line.trim();
    return text !== 'Data sources' && !isUnderline(line) && !/^(?:(?:- )?URL|Last failure|Last Success): /.test(text);
  });
}

/** The document's `custommetrics`: an error, a refusal, `NoStatus` in DatadogMetric mode, or the ConfigMap's content. */
export function externalMetricsFromJson(
  value: unknown,
  sources: readonly MetricsSource[],
): SectionResult<ExternalMetrics> {
  const object = asObject(value);
  if (!object) {
    return undefined;
  }
  const error = asText(object.Error);
  if (error) {
    return { state: 'error', text: error };
  }
  const disabled = asText(object.Disabled);
  if (disabled) {
    return { state: 'disabled', text: disabled };
  }
  if (typeof object.NoStatus === 'string') {
    return { state: 'present', value: { mode: 'datadogmetric', sources } };
  }
  const configMap = asText(object.Cmname);
  if (configMap === undefined) {
    return undefined;
  }
  const external = asObject(object.External);
  const listError = asText(external?.ListError) || undefined;
  const total = asCount(external?.Total);
  return {
    state: 'present',
    value: configMapMode({
      configMap,
      storeError: asText(object.StoreError) || undefined,
      listError,
      total,
      valid: asCount(external?.Valid),
      metrics: wholeList(metricListFromJson(external?.Metrics), total, listError),
      sources,
    }),
  };
}

function configMapMode(facts: {
  readonly configMap: string;
  readonly storeError: string | undefined;
  readonly listError: string | undefined;
  readonly total: number | undefined;
  readonly valid: number | undefined;
  readonly metrics: readonly ExternalMetric[] | undefined;
  readonly sources: readonly MetricsSource[];
}): ExternalMetrics {
  const { configMap, storeError, listError, total, valid, metrics, sources } = facts;
  return {
    mode: 'configmap',
    configMap,
    ...(storeError !== undefined && { storeError }),
    ...(listError !== undefined && { listError }),
    ...(total !== undefined && { total }),
    ...(valid !== undefined && { valid }),
    ...(metrics !== undefined && { metrics }),
    sources,
  };
}
