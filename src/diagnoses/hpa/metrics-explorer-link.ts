/** Datadog's sites, by the name that `DD_SITE` takes, with the address of each one's web application. */
const APPS: Readonly<Record<string, string>> = {
  'datadoghq.com': 'app.datadoghq.com',
  'datadoghq.eu': 'app.datadoghq.eu',
  'us3.datadoghq.com': 'us3.datadoghq.com',
  'us5.datadoghq.com': 'us5.datadoghq.com',
  'ap1.datadoghq.com': 'ap1.datadoghq.com',
  'ap2.datadoghq.com': 'ap2.datadoghq.com',
  'ddog-gov.com': 'app.ddog-gov.com',
};

/** The Datadog site that a site's name or an address (`https://api.datadoghq.eu`) belongs to; `null`: none of Datadog's, a proxy perhaps. */
export function datadogSite(told: string): string | null {
  const host = told
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/[/:?#].*$/, '')
    .replace(/\.$/, '');
  const fitting = Object.keys(APPS).filter((site) => host === site || host.endsWith(`.${site}`));
  return fitting.toSorted((a, b) => b.length - a.length)[0] ?? null;
}

/** The Metrics Explorer page that runs a query on the Agent's site; `null` when the site is not known. */
export function metricsExplorerLink(site: string | null, query: string | null): string | null {
  const app = site === null ? undefined : APPS[site];
  if (app === undefined || query === null) return null;
  return `https://${app}/metric/explorer?exp_query=${encodeURIComponent(query)}`;
}
