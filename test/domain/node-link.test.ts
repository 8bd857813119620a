import { describe, expect, it } from 'vitest';
import { classifyNodeLink } from '../../src/domain/node-link.ts';

const RETRY = 'temporary failure in clusterAgentClient, will retry later: ';

describe('what keeps a node Agent from the Cluster Agent', () => {
  it.each([
    ['unexpected status code from cluster agent: 403', 'token-refused'],
    ['unexpected status code from cluster agent: 401', 'token-refused'],
    ['"https://10.96.13.7:5005/version" is unavailable: 403 Forbidden', 'token-refused'],
    ['invalid session token', 'token-refused'],
    ['no session token provided', 'token-refused'],
    ['unsupported authorization scheme: Basic', 'token-refused'],
    [
      'empty cluster_agent.auth_token and cannot find "/etc/datadog-agent/cluster_agent.auth_token": stat: no such file or directory',
      'token-empty',
    ],
    [
      'empty cluster_agent_auth_token and cannot read /etc/datadog-agent/dca_auth_token: permission denied',
      'token-empty',
    ],
    ['cluster agent authentication token length must be greater than 32, curently: 31', 'token-too-short'],
    ['timeout calling "https://10.96.13.7:5005/version"', 'timeout'],
    ['Get "https://10.96.13.7:5005/version": dial tcp 10.96.13.7:5005: i/o timeout', 'timeout'],
    ['Get "https://10.96.13.7:5005/version": net/http: TLS handshake timeout', 'timeout'],
    ['Get "https://10.96.13.7:5005/version": context deadline exceeded (Client.Timeout exceeded)', 'timeout'],
    ['dial tcp 10.96.13.7:5005: connect: connection timed out', 'timeout'],
    ['cannot get cluster agent endpoint, not a https scheme: http', 'not-https'],
    ['Get "https://10.96.13.7:8080/version": http: server gave HTTP response to HTTPS client', 'not-https'],
    ['tls: first record does not look like a TLS handshake', 'not-https'],
    ['Get "https://a:5005/version": x509: certificate signed by unknown authority', 'tls'],
    ['remote error: tls: bad certificate', 'tls'],
    ['tls: client offered only unsupported versions', 'tls'],
    ['dial tcp 10.96.13.7:5005: connect: connection refused', 'unreachable'],
    ['dial tcp 10.96.13.7:5005: connect: no route to host', 'unreachable'],
    ['dial tcp: lookup datadog-cluster-agent on 10.96.0.10:53: no such host', 'unreachable'],
    ['Get "https://10.96.13.7:5005/version": EOF', 'unreachable'],
    ['read tcp 10.1.1.1:4->10.96.13.7:5005: read: connection reset by peer', 'unreachable'],
    ['try delay not elapsed yet', 'retrying'],
    ['failed to refresh cluster agent version', 'never-refreshed'],
    ['Could not retrieve the version of the Datadog Cluster Agent.', 'never-refreshed'],
    ['0.0.0', 'never-refreshed'],
    ['- Running: 0.0.0', 'never-refreshed'],
    ['"https://10.96.13.7:5005/api/v1/tags/pod" is unavailable: 502 Bad Gateway', 'other'],
    [
      'cannot get a cluster agent endpoint, both cluster_agent.url and cluster_agent.kubernetes_service_name are empty',
      'other',
    ],
    ['Running: 7.0.0', 'other'],
    ['Running: 10.0.0.0', 'other'],
    ['unexpected status code from cluster agent: 500', 'other'],
    ['', 'other'],
  ])('%s', (text, kind) => {
    expect(classifyNodeLink(text)).toEqual({ kind });
    if (kind !== 'never-refreshed') expect(classifyNodeLink(RETRY + text).kind).toBe(text === '' ? 'other' : kind);
  });

  it.each([
    [
      'cannot get a cluster agent endpoint for kubernetes service SHOP_CLUSTER_AGENT, env SHOP_CLUSTER_AGENT_SERVICE_HOST is empty',
      'SHOP_CLUSTER_AGENT',
      'SHOP_CLUSTER_AGENT_SERVICE_HOST',
    ],
    [
      `${RETRY}cannot get a cluster agent endpoint for kubernetes service "DATADOG-CLUSTER-AGENT", env "DATADOG-CLUSTER-AGENT_SERVICE_HOST" is empty`,
      'DATADOG-CLUSTER-AGENT',
      'DATADOG-CLUSTER-AGENT_SERVICE_HOST',
    ],
  ])('%s', (text, service, variable) => {
    expect(classifyNodeLink(text)).toEqual({ kind: 'no-service-address', service, variable });
  });

  it('megabytes are not looked through', () => {
    expect(classifyNodeLink(`${'cannot get a cluster agent endpoint '.repeat(200_000)}connection refused`)).toEqual({
      kind: 'other',
    });
  });
});
