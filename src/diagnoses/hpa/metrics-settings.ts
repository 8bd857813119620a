import type { Snapshot } from '../../domain/snapshot.ts';
import { bestDocument } from '../documents.ts';
import { datadogSite } from './metrics-explorer-link.ts';

/** What the Agent was told about external metrics, its own defaults where the pods do not say. */
export interface MetricsSettings {
  /** How often it asks Datadog. */
  readonly refreshSeconds: number;
  /** How old a data point may be; never less than three rollups. */
  readonly maxAgeSeconds: number;
  readonly aggregator: string;
  readonly rollupSeconds: number;
  /** `datadoghq.eu`; `null`: not known, or none of Datadog's. */
  readonly site: string | null;
  /** Where the metrics API listens; `null`: not set, so that the version decides. */
  readonly port: number | null;
  /** Whether the external metrics provider is on; `null`: not known. */
  readonly providerEnabled: boolean | null;
}

const PREFIX = 'DD_EXTERNAL_METRICS_PROVIDER_';
const DEFAULT_REFRESH_SECONDS = 30;
const DEFAULT_MAX_AGE_SECONDS = 120;
const DEFAULT_ROLLUP_SECONDS = 30;
/** The shortest age limit, in rollups. */
const ROLLUPS_IN_MAX_AGE = 3;

/** The settings of the Agent's pods and, where those are silent, of its own `status`. */
export function metricsSettings(snapshot: Snapshot): MetricsSettings {
  const setting = (name: string) => settingOf(snapshot, name);
  const rollupSeconds = positive(setting(`${PREFIX}ROLLUP`)) ?? DEFAULT_ROLLUP_SECONDS;
  const maxAge = positive(setting(`${PREFIX}MAX_AGE`)) ?? DEFAULT_MAX_AGE_SECONDS;
  return {
    refreshSeconds: positive(setting(`${PREFIX}REFRESH_PERIOD`)) ?? DEFAULT_REFRESH_SECONDS,
    maxAgeSeconds: Math.max(maxAge, ROLLUPS_IN_MAX_AGE * rollupSeconds),
    aggregator: setting('DD_EXTERNAL_METRICS_AGGREGATOR') || 'avg',
    rollupSeconds,
    site: siteOf(snapshot),
    port: positive(setting(`${PREFIX}PORT`)),
    providerEnabled: providerEnabled(snapshot, setting(`${PREFIX}ENABLED`)),
  };
}

function settingOf(snapshot: Snapshot, name: string): string | undefined {
  const pods = snapshot.pods.known ? snapshot.pods.value : [];
  return pods.map(({ env }) => env[name]).find((value) => value !== undefined);
}

/** A whole number above zero; `null` for anything else, which the Agent would not take either. */
function positive(text: string | undefined): number | null {
  const value = /^\d{1,9}$/.test(text ?? '') ? Number(text) : 0;
  return value > 0 ? value : null;
}

/** The address the Agent says it asks, else the settings that decide it in the Agent's own order, else its default. */
function siteOf(snapshot: Snapshot): string | null {
  const section = bestDocument(snapshot)?.status.externalMetrics;
  const url = section?.state === 'present' ? section.value.sources[0]?.url : undefined;
  const told =
    url ?? settingOf(snapshot, `${PREFIX}ENDPOINT`) ?? settingOf(snapshot, 'DD_URL') ?? settingOf(snapshot, 'DD_SITE');
  if (told !== undefined) return datadogSite(told);
  return snapshot.pods.known && snapshot.pods.value.length > 0 ? 'datadoghq.com' : null;
}

function providerEnabled(snapshot: Snapshot, setting: string | undefined): boolean | null {
  if (setting !== undefined) return /^(true|1|t)$/i.test(setting);
  switch (bestDocument(snapshot)?.status.externalMetrics.state) {
    case 'disabled':
      return false;
    case 'present':
    case 'error':
      return true;
    default:
      return null;
  }
}
