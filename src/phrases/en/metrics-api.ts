import type { FactsByCode } from '../../domain/finding-facts.ts';
import { apiServiceManifest, serviceManifest } from '../manifests.ts';
import { amount } from '../measure.ts';
import {
  API_SERVICE_COMMAND,
  endpointsCommand,
  metricsLog,
  metricsSetting,
  patchAskedPort,
  patchTargetPort,
  serviceCommand,
  serviceName,
  TRUST_COMMAND,
} from '../metrics-names.ts';
import { agentDown, commands, deploymentsCommand, inNamespace, remedy, setting } from '../names.ts';
import type { FindingPhrases, PhraseContext, Remedy } from '../phrases.ts';
import { code, type Rich, say, strong } from '../rich.ts';
import { heldPoint, hpasHold, installAgain, NAMESPACES_HANG, NEVER_ASKED, WAY_OF_A_VALUE } from './metrics-wording.ts';
import { count, lasting, list } from './wording.ts';

function register(context: PhraseContext, providerEnabled: boolean | null): Remedy {
  if (providerEnabled === false)
    return remedy(
      say`switch it on: ${setting('externalMetrics', context)}, with an application key; that also registers it. If no HPA should use Datadog, nothing.`,
    );
  if (context.installer === 'unknown') {
    const yaml = apiServiceManifest(context);
    return {
      say: say`set ${setting('externalMetrics', context)} on the Agent and register it; the Service named here must lead to the Agent's port:`,
      ...(yaml === undefined ? {} : { yaml }),
    };
  }
  return remedy(
    say`check ${setting('externalMetrics', context)} and ${metricsSetting('register', context, 'true')}, then ${installAgain(context)}.`,
  );
}

function ownerName({ product, service }: FactsByCode['metrics-api-foreign-owner']): Rich {
  return product === null ? say`${code(service)}, which is not Datadog's` : say`${product}`;
}

function takeBack(facts: FactsByCode['metrics-api-foreign-owner'], context: PhraseContext): Rich {
  const again = say`${installAgain(context)}. Do not edit the APIService by hand.`;
  return facts.product === 'KEDA'
    ? say`if these HPAs are to scale on Datadog, one of: move them to ScaledObjects with KEDA's Datadog trigger and switch the Agent's provider off; or remove KEDA's metrics server (its ScaledObjects stop) and ${again}`
    : say`if these HPAs are to scale on Datadog, take the registration for external metrics out of its present owner (what lives from that stops) and ${again}`;
}

/** The port that all three are to agree on. */
function wantedPort({ agentPort, servicePorts, asked }: FactsByCode['metrics-api-port-mismatch']): number {
  return agentPort ?? (servicePorts.length === 1 ? servicePorts[0] : undefined) ?? asked;
}

function agentListens({ agentPort, agentPortFrom }: FactsByCode['metrics-api-port-mismatch']): readonly Rich[] {
  if (agentPort === null) return [];
  return [
    agentPortFrom === 'setting'
      ? say`The Agent listens on ${strong`${agentPort}`} (${code('DD_EXTERNAL_METRICS_PROVIDER_PORT')})`
      : say`The Agent listens on ${strong`${agentPort}`}, inferred from its version: the default was 443 until 1.20 and is 8443 since`,
  ];
}

function whyUnavailable(facts: FactsByCode['metrics-api-unavailable']): Rich {
  if (facts.readyAgents === 0) return say`no Cluster Agent pod is ready to serve it`;
  if (facts.readyEndpoints === 0)
    return facts.readyAgents === null
      ? say`nothing ready stands behind Service ${code(facts.service)}`
      : say`Service ${code(facts.service)} finds none of the ${count(facts.readyAgents, 'ready Cluster Agent pod')}`;
  return serviceName(facts.service) === undefined
    ? say`what serves it does not answer`
    : say`Service ${code(facts.service)} does not answer`;
}

function revive(facts: FactsByCode['metrics-api-unavailable'], context: PhraseContext): Remedy {
  if (facts.readyAgents === 0)
    return agentDown(context)
      ? remedy(say`bring the Cluster Agent back, as told by the other finding; the metrics API follows by itself.`)
      : remedy(say`bring the Cluster Agent back; the metrics API follows by itself:`, deploymentsCommand(context));
  if (facts.readyEndpoints === 0)
    return remedy(
      say`make the Service's ${code('spec.selector')} match the labels of the Agent's pods (${code(`kubectl get pods${inNamespace(context)} --show-labels`)}):`,
      serviceCommand(facts.service, 'get service SERVICE -o yaml'),
    );
  return remedy(say`act on those words; the Agent's side of it stands in its log:`, metricsLog(context));
}

/** The metrics API: from the API server to the Agent's port. */
export const metricsApi = {
  'metrics-api-healthy': ({ service, sinceSeconds }) => ({
    sum:
      serviceName(service) === undefined
        ? strong`The metrics API answers.`
        : strong`The metrics API answers: its APIService leads to ${code(service)}.`,
    ...(sinceSeconds === null ? {} : { points: [say`Available for ${lasting(sinceSeconds)}`] }),
    teach: WAY_OF_A_VALUE,
    see: [API_SERVICE_COMMAND],
  }),
  'aggregation-layer-missing': ({ configMap, key }) => ({
    sum: strong`This cluster's API server has no aggregation layer, so nobody can serve it external metrics.`,
    points: [say`ConfigMap ${code(configMap)} holds no ${code(key)}: an extension server cannot tell who is asking`],
    effect: hpasHold(null),
    notAtFault: NEVER_ASKED,
    remedy: remedy(
      say`start kube-apiserver with ${code('--requestheader-client-ca-file')}, ${code('--requestheader-username-headers=X-Remote-User')}, ${code('--requestheader-group-headers=X-Remote-Group')}, ${code('--requestheader-extra-headers-prefix=X-Remote-Extra-')}, ${code('--proxy-client-cert-file')} and ${code('--proxy-client-key-file')}; on a managed cluster that is the provider's to do.`,
    ),
    teach: WAY_OF_A_VALUE,
    see: commands('kubectl get configmap extension-apiserver-authentication -n kube-system -o yaml'),
  }),
  'metrics-api-not-registered': ({ apiService, providerEnabled, hpas }, context) => ({
    sum:
      providerEnabled === false
        ? strong`Nobody serves external metrics: the Agent's provider is switched off, and no HPA gets a Datadog metric.`
        : strong`Nobody is registered to serve external metrics, so no HPA gets a Datadog metric.`,
    points: [
      say`APIService ${code(apiService)} does not exist; HPAs are told ${code('the server could not find the requested resource')}`,
      ...(providerEnabled === null
        ? []
        : [
            say`${code('DD_EXTERNAL_METRICS_PROVIDER_ENABLED')} is ${providerEnabled ? 'on: the Agent would serve, and the registration is missing' : 'off'}`,
          ]),
    ],
    effect: hpasHold(hpas),
    notAtFault: NEVER_ASKED,
    remedy: register(context, providerEnabled),
    teach: WAY_OF_A_VALUE,
    see: ['kubectl get apiservices'],
  }),
  'metrics-api-foreign-owner': (facts, context) => ({
    sum: strong`Datadog is not asked at all: in this cluster ${code('external.metrics.k8s.io')} belongs to ${ownerName(facts)}.`,
    points: [
      say`APIService ${code(facts.apiService)} leads to ${code(facts.service)}${
        facts.available === null ? [] : facts.available ? ', Available' : say`, and that one is not Available either`
      }; Kubernetes allows one owner`,
      ...(facts.stored === null ? [] : [say`${heldPoint(facts.stored)}; nobody reads it`]),
      ...(facts.hpas === null
        ? []
        : [say`${count(facts.hpas, 'HPA')} on external metrics, all answered by that owner`]),
    ],
    effect: say`HPAs that name a Datadog metric hold their size; those on the owner's own metrics go on.`,
    notAtFault: say`Not at fault: the Agent, its keys and its queries; nobody asks them.`,
    remedy: remedy(takeBack(facts, context)),
    teach: WAY_OF_A_VALUE,
    see: commands(API_SERVICE_COMMAND, facts.product === 'KEDA' ? 'kubectl get scaledobjects -A' : undefined),
  }),
  'metrics-api-service-missing': ({ apiService, service }, context) => {
    const yaml = context.installer === 'unknown' ? serviceManifest(service) : undefined;
    return {
      sum: strong`The metrics API leads nowhere: its APIService names Service ${code(service)}, which does not exist.`,
      points: [say`APIService ${code(apiService)} is there, the Service behind it is not`, NAMESPACES_HANG],
      effect: hpasHold(null),
      notAtFault: NEVER_ASKED,
      remedy: {
        say: say`if that is the Service of this installation, ${installAgain(context)}. If it was left by an earlier one, delete the APIService first.`,
        ...(yaml === undefined ? {} : { yaml }),
      },
      teach: WAY_OF_A_VALUE,
      see: commands(API_SERVICE_COMMAND, serviceCommand(service, 'get services')),
    };
  },
  'metrics-api-port-mismatch': (facts, context) => {
    const { service, asked, servicePorts, targetPort, between } = facts;
    const wanted = wantedPort(facts);
    const atService = between === 'apiservice-and-service';
    const has = list(servicePorts.map((port) => say`${port}`));
    return {
      sum: atService
        ? strong`The metrics API asks Service ${code(service)} for port ${asked}, which ${has.length === 0 ? 'is not among its ports' : say`it does not have: it has ${has}`}.`
        : strong`Service ${code(service)} leads the metrics API to port ${targetPort ?? asked}, but the Agent listens on ${facts.agentPort ?? 'another'}.`,
      points: [
        say`APIService asks for ${strong`${asked}`}; ${has.length === 0 ? 'the Service has no port' : say`the Service has ${has}`}${targetPort === null ? [] : say` and leads to ${code(targetPort)} on the pods`}`,
        ...agentListens(facts),
      ],
      effect: hpasHold(null),
      notAtFault: NEVER_ASKED,
      remedy: remedy(
        say`let all three say the same: ${metricsSetting('port', context, wanted)}. To mend it at once, by hand:`,
        atService
          ? patchAskedPort(servicePorts.includes(wanted) ? wanted : (servicePorts[0] ?? wanted))
          : patchTargetPort(service, asked, wanted),
      ),
      teach: WAY_OF_A_VALUE,
      see: commands(API_SERVICE_COMMAND, serviceCommand(service, 'get service SERVICE -o yaml')),
    };
  },
  'metrics-api-certificate': ({ service, message, insecureSkipTLSVerify, hasBundle }) => ({
    sum: strong`The API server does not trust the certificate of the metrics API at ${code(service)}.`,
    points: [
      say`Its words: ${code(message)}`,
      say`The APIService ${hasBundle ? 'names a CA bundle' : 'names no CA bundle'}; ${code('insecureSkipTLSVerify')} is ${insecureSkipTLSVerify ? 'on' : 'off'}`,
    ],
    effect: hpasHold(null),
    notAtFault: NEVER_ASKED,
    remedy: insecureSkipTLSVerify
      ? remedy(
          say`the check is off already, so something between them presents a certificate: look for a proxy or mesh in front of the Agent's pods.`,
        )
      : remedy(
          say`${hasBundle ? 'renew the bundle, or do' : 'do'} as Datadog's own installation does, whose certificate is self-signed, and skip the check:`,
          TRUST_COMMAND,
        ),
    teach: WAY_OF_A_VALUE,
    see: [API_SERVICE_COMMAND],
  }),
  'metrics-api-unavailable': (facts, context) => {
    const { reason, message, sinceSeconds, readyEndpoints, readyAgents } = facts;
    const known = [
      ...(readyAgents === null ? [] : [say`${count(readyAgents, 'ready Agent pod')}`]),
      ...(readyEndpoints === null
        ? []
        : [say`${count(readyEndpoints, 'ready address', 'ready addresses')} behind the Service`]),
    ];
    return {
      sum: strong`The metrics API ${sinceSeconds === null ? 'is unavailable' : say`has been unavailable for ${lasting(sinceSeconds)}`}: ${whyUnavailable(facts)}.`,
      points: [
        ...(reason === '' && message === ''
          ? []
          : [
              say`Kubernetes says${reason === '' ? [] : say` ${code(reason)}`}: ${code(message === '' ? '-' : message)}`,
            ]),
        ...(known.length === 0 ? [] : [list(known)]),
        ...(facts.available === false ? [NAMESPACES_HANG] : []),
      ],
      effect: hpasHold(facts.hpas),
      // An Agent that is down may have ended for want of a key.
      ...(readyAgents === 0 ? {} : { notAtFault: NEVER_ASKED }),
      remedy: revive(facts, context),
      teach: WAY_OF_A_VALUE,
      see: commands(API_SERVICE_COMMAND, endpointsCommand(facts.service)),
    };
  },
  'metrics-api-blocked': ({ service, port, message, readyAgents }, context) => ({
    sum: strong`The control plane cannot reach port ${port} of the Cluster Agent: it gets no answer, though ${readyAgents === 1 ? 'the pod is' : `${amount(readyAgents)} pods are`} ready.`,
    points: [
      say`Kubernetes says: ${code(message)}`,
      say`Behind Service ${code(service)} all is in place, so the packets are dropped on the way: a firewall, a security group or a NetworkPolicy (inferred)`,
      NAMESPACES_HANG,
    ],
    effect: hpasHold(null),
    notAtFault: say`The Agent runs, and Service and ports agree; Datadog has no part in this.`,
    remedy: remedy(
      say`allow TCP from the control plane to port ${strong`${port}`} on the Agent's pods. GKE private cluster: a firewall rule from the control plane's range to the nodes; EKS: an inbound rule of the nodes' security group from the cluster's. Where pods have no route from it at all: ${metricsSetting('hostNetwork', context, 'true')}. Policies in the cluster:`,
      `kubectl get networkpolicies${inNamespace(context)}`,
    ),
    notSeen: [say`firewalls and security groups: they lie outside Kubernetes`],
    teach: WAY_OF_A_VALUE,
    see: commands(API_SERVICE_COMMAND, endpointsCommand(service)),
  }),
} satisfies Partial<FindingPhrases>;
