import { storedInDatadogMetric } from '../external-metrics/stored-in-datadogmetric.ts';
import { isElided, isElision } from '../pasted/elision.ts';
import { leaseRow } from '../pasted/pasted-lock.ts';
import { autoscalerRow } from './autoscaler-table.ts';
import { isTableHeader, opensDocument } from './document-openings.ts';
import { AGE } from './kubectl-age.ts';
import type { KubectlDocument, Piece } from './kubectl-document.ts';
import { present } from './object-fields.ts';
import { scaleTargetRow } from './scale-target-table.ts';

/** A row as documents; empty for one that is whole and tells nothing of autoscaling, `undefined` for no row of this table. */
type RowReader = (line: string) => readonly KubectlDocument[] | undefined;

/** Reads the rows of a `kubectl get` table that this line begins, or an HPA's row without its header. */
export function tablePiece(lines: readonly string[], at: number): Piece | undefined {
  const first = lines[at]!;
  if (!isTableHeader(first)) {
    const row = autoscalerRow(first);
    return row && { start: at, end: at + 1, documents: [row] };
  }
  const reader = readerFor(first.trim().split(/\s+/));
  if (!reader) return undefined;
  const documents: KubectlDocument[] = [];
  let next = at + 1;
  for (; next < lines.length; next += 1) {
    const line = lines[next]!;
    if (line === '' || isElision(line)) continue;
    const row = reader(line);
    if (row) documents.push(...row);
    else if (opensDocument(lines, next) || !looksLikeRow(line)) break;
    else documents.push({ kind: 'damaged', detail: `a row of a table is not whole: ${line.trim().slice(0, 200)}` });
  }
  const missing = isElided(lines, at, next) ? [] : missingApiService(lines.slice(at, next));
  return { start: at, end: next, documents: [...documents, ...missing] };
}

function readerFor(columns: readonly string[]): RowReader | undefined {
  const has = (...names: string[]) => names.every((name) => columns.includes(name));
  if (has('REFERENCE', 'TARGETS', 'MAXPODS')) return (line) => listOf(autoscalerRow(line));
  if (has('SERVICE', 'AVAILABLE', 'AGE')) return apiServiceRow;
  if (has('ACTIVE', 'VALID', 'VALUE')) return (line) => datadogMetricRow(line, has('NAMESPACE'));
  if (has('HOLDER', 'AGE')) return (line) => leaseRow(line, has('NAMESPACE'));
  return scaleTargetRow(columns);
}

function listOf(document: KubectlDocument | undefined): readonly KubectlDocument[] | undefined {
  return document && [document];
}

// What somebody writes under a table has no gaps in it.
function looksLikeRow(line: string): boolean {
  return /\S(?: {2,}|\t)\s*\S/.test(line);
}

const API_SERVICE = new RegExp(
  `^\\s*(v\\w{1,20}\\.\\S{0,253})\\s+(?:([a-z0-9.-]{1,253})/([a-z0-9.-]{1,253})|Local)\\s+(True|False|Unknown)(?: \\(([^)]{1,200})\\))?\\s+${AGE}$`,
);
const EXTERNAL_METRICS = 'v1beta1.external.metrics.k8s.io';

function apiServiceRow(line: string): readonly KubectlDocument[] | undefined {
  const parts = API_SERVICE.exec(line.length > 1_500 ? '' : line);
  if (!parts) return undefined;
  const [, name, namespace, service, status, reason] = parts;
  if (name !== EXTERNAL_METRICS) return [];
  return [
    {
      kind: 'api-service',
      form: 'table',
      apiService: {
        metadata: { name },
        spec: {
          group: 'external.metrics.k8s.io',
          version: 'v1beta1',
          ...(namespace !== undefined && { service: { namespace, name: service! } }),
        },
        status: { conditions: [{ type: 'Available', status: status!, ...present({ reason }) }] },
      },
    },
  ];
}

/** A list that passes the place of the APIService without naming it says that there is none. */
function missingApiService(lines: readonly string[]): readonly KubectlDocument[] {
  const names = lines.flatMap((line) => API_SERVICE.exec(line.length > 1_500 ? '' : line)?.[1] ?? []);
  const passes = names.includes('v1.') && names.includes('v1.apps') && names.some((name) => name > EXTERNAL_METRICS);
  if (!passes || names.includes(EXTERNAL_METRICS)) return [];
  const detail = `the list of APIServices does not hold ${EXTERNAL_METRICS}`;
  return [{ kind: 'refusal', resource: 'apiservices', name: EXTERNAL_METRICS, why: 'absent', detail }];
}

const REFERENCE = '(?:(?:hpa|wpa):)?[a-z0-9.-]{1,253}/[a-z0-9.-]{1,253}';
const DATADOG_METRIC = new RegExp(
  `^\\s*(?:(\\S{1,253})\\s+)?(\\S{1,253})\\s+(True|False|Unknown)\\s+(True|False|Unknown)(?:\\s+(-?\\d[\\d.]{0,60}(?:[eE][+-]?\\d{1,3})?))?(?:\\s+(${REFERENCE}(?:, ${REFERENCE}){0,500}))?(?:\\s+${AGE})?$`,
);

function datadogMetricRow(line: string, hasNamespace: boolean): readonly KubectlDocument[] | undefined {
  const parts = DATADOG_METRIC.exec(line.length > 100_000 ? '' : line);
  if (!parts || (parts[1] !== undefined) !== hasNamespace) return undefined;
  const [, told, named, active, valid, currentValue, autoscalerReferences] = parts;
  // Where the table leaves the namespace out, that of the first autoscaler is the likeliest.
  const namespace = told ?? /(?:^|:)([a-z0-9.-]+)\//.exec(autoscalerReferences ?? '')?.[1] ?? 'default';
  const metric = storedInDatadogMetric({
    metadata: { name: named!.slice(named!.lastIndexOf('/') + 1), namespace },
    spec: {},
    status: {
      ...present({ currentValue, autoscalerReferences }),
      conditions: [
        { type: 'Active', status: active! },
        { type: 'Valid', status: valid! },
      ],
    },
  });
  return [{ kind: 'stored', form: 'table', store: 'datadogmetric', metrics: [metric], unreadable: [] }];
}
