import { expect, it } from 'vitest';
import { matchesLabels } from '../../../simulator/cluster/selectors.ts';

const LABELS = { app: 'datadog-cluster-agent', 'agent.datadoghq.com/component': 'cluster-agent', empty: '' };

it.each([
  ['', true],
  ['app=datadog-cluster-agent', true],
  ['app==datadog-cluster-agent', true],
  ['app=other', false],
  ['app!=other', true],
  ['app!=datadog-cluster-agent', false],
  ['missing!=x', true],
  ['app in (a, datadog-cluster-agent)', true],
  ['app in (a,b)', false],
  ['app notin (a,b)', true],
  ['missing notin (a)', true],
  ['app', true],
  ['!app', false],
  ['!missing', true],
  ['empty=', true],
  ['app in (x,datadog-cluster-agent),agent.datadoghq.com/component=cluster-agent', true],
  ['app in (x,datadog-cluster-agent),agent.datadoghq.com/component=agent', false],
  ['app in x', undefined],
  ['=', undefined],
])('%s matches: %s', (selector, expected) => {
  expect(matchesLabels(LABELS, selector)).toBe(expected);
});
