import { type ApiLink, isMissing, sources } from './link.ts';

const CONFIG_MAP = 'kube-system/extension-apiserver-authentication';
const KEY = 'requestheader-client-ca-file';

/** Without a request header CA the API server cannot tell an extension server who is asking, so none answers it. */
export const aggregationLayer: ApiLink = ({ autoscaling }) => {
  const reading = autoscaling?.chain.aggregationLayer;
  const off = reading?.known ? !reading.value : isMissing(reading);
  if (!off) return undefined;
  const facts = { configMap: CONFIG_MAP, key: KEY };
  return { code: 'aggregation-layer-missing', verdict: 'fault', subject: KEY, facts, evidence: sources(reading) };
};
