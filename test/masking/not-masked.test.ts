import { describe, expect, it } from 'vitest';
import { maskDeep } from '../../src/masking/mask-deep.ts';
import { maskText } from '../../src/masking/mask-text.ts';

const KEY40 = '9b3f7a2645f1d0a9c3b7e4f62a8d1c0e11aa22bb';

/** What people need in order to understand an answer. */
const HARMLESS: readonly string[] = [
  'datadog-cluster-agent-6c9c858f76-8qmb7',
  'leader: datadog-cluster-agent-6c9c858f76-8qmb7, pod-template-hash: 6c9c858f76',
  'uid: 0b2c7f1e-6a53-4c1d-9f7e-3a4b5c6d7e8f',
  'gcr.io/datadoghq/cluster-agent@sha256:01380af922de74289c160086a612a14af98e5a00ae30d3419e8f088c406a4b60',
  'docker-pullable://web:v1.2@sha256:01380af922de74289c160086a612a14af98e5a00ae30d3419e8f088c406a4b60',
  'containerID: containerd://44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
  'http_check:web:77e063de7508dcae',
  'CA bundle digest: 84a73a6dd6691ab5',
  `commit ${KEY40}`,
  `"gitCommit": "${KEY40}", "buildDate": "2026-01-02T03:04:05Z"`,
  `{\\"revision\\":\\"${KEY40}\\"}`,
  `https://github.com/DataDog/datadog-agent/commit/${KEY40}`,
  `sha1:${KEY40}`,
  '"machineID": "5f1d0a9c3b7e4f62a8d1c0e9b3f7a264"',
  'kubernetes.io/config.hash: 5f1d0a9c3b7e4f62a8d1c0e9b3f7a264',
  'https://5F1D0A9C3B7E4F62A8D1C0E9B3F7A264.gr7.eu-west-1.eks.amazonaws.com',
  'api_key: ***************************12345',
  'api_key: "****bcdef"',
  'API key ending with: 12345',
  'API key ending with 12345: API Key valid',
  'password: ********',
  'query: ********@shop:requests',
  'renewTime: 2026-11-23T19:57:32.123456Z',
  'memory: 512Mi, cpu: 1500m, value: 2472, 1795462204332340814',
  'resourceVersion: "184467"',
  'event.tokenKey: "184467"',
  'event.tokenTimestamp: 2026-11-23T19:57:32Z',
  "DD_API_KEY:  <set to the key 'api-key' in secret 'datadog-secret'>  Optional: false",
  'api_key: ENC[k8s_secret@datadog/datadog-secret/api-key]',
  'password: "%%env_DB_PASSWORD%%"',
  ['password: $', '{DB_PASSWORD}'].join(''),
  '--password=$(DB_PASSWORD)',
  'token: /var/run/secrets/kubernetes.io/serviceaccount/token',
  'auth_token_file_path: /etc/datadog-agent/auth_token',
  'apiKeyExistingSecret: datadog-secret',
  'imagePullSecrets: [{name: regcred}]',
  'secretName: webhook-certificate',
  'automountServiceAccountToken: true',
  'DD_SECRET_BACKEND_COMMAND=/readsecret_multiple_providers.sh',
  'MountVolume.SetUp failed for volume "kube-api-access-token" : failed to sync configmap cache',
  'invalid session token: expected a longer one',
  'could not read the token: open /var/run/x: no such file or directory',
  'cluster agent authentication token length must be greater than 32, curently: 12',
  'unsupported authorization scheme: Basic',
  'use Basic authentication or a Bearer token',
  'rbac.authorization.k8s.io/v1',
  'ssh://git@github.com/DataDog/datadog-agent.git',
  'http://web.shop.svc:8080/users/@me',
  'kube_service:web, kube_namespace:shop, key:value, pod_name:web-1',
  '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUabc\n-----END CERTIFICATE-----',
  'PWD=/opt/app OLDPWD=/',
  'task-sk-runner, disk-pressure, monkey: banana, keyboard=us, bypass: 1',
  'token: <nil>',
  'password:',
  '"password": null, "token": ""',
];

describe('what is no secret', () => {
  it.each(HARMLESS)('leaves %j', (text) => {
    expect(maskText(text)).toEqual({ text, masked: 0 });
    expect(maskDeep({ message: text, list: [text] }).masked).toBe(0);
  });

  it('leaves the objects of a Cluster Agent pod', () => {
    const pod = {
      metadata: { name: 'web-6c9c858f76-8qmb7', uid: '0b2c7f1e-6a53-4c1d-9f7e-3a4b5c6d7e8f', resourceVersion: '77' },
      spec: {
        volumes: [
          {
            name: 'token',
            projected: { sources: [{ serviceAccountToken: { path: 'token', expirationSeconds: 3607 } }] },
          },
        ],
        containers: [
          { env: [{ name: 'DD_API_KEY', valueFrom: { secretKeyRef: { name: 'datadog-secret', key: 'api-key' } } }] },
        ],
      },
      status: { image: `sha256:${'ab'.repeat(32)}`, nodeInfo: { machineID: '5f1d0a9c3b7e4f62a8d1c0e9b3f7a264' } },
    };
    expect(maskDeep(pod)).toEqual({ value: pod, masked: 0 });
  });
});
