/**
 * Texts of the kinds that Datadog's guide to the troubleshooting of the Cluster Agent shows, one for each of its blocks,
 * with names and figures of an invented cluster.
 */
export const GUIDE_BLOCKS = {
  'the metadata map': `root@dca-7d9c5b8f64-kq2lx:/# agent metamap

===============
Metadata Mapper
===============

Node detected: pool-a-41

  - Namespace: kube-system
      - Pod: coredns-6f9d7c5b4d-2mlwz
        Services: [kube-dns]
      - Pod: ksm-7b6d9f8c55-vx8np
        Services: [kube-state-metrics]

Node detected: pool-a-42

  - Namespace: shop
      - Pod: cart-5c7f9d6b88-tz4qj
        Services: [cart cart-headless]

  - Namespace: tools
      - Pod: grafana-67c9d5f4b9-lw7dk
        Services: [grafana]
`,
  'the log lines of its queries': `root@dca-7d9c5b8f64-kq2lx:/# tail -f /var/log/datadog/cluster-agent.log
2019-03-05 11:20:41 UTC | DEBUG | (metadata.go:40 in GetPodMetadataNames) | CacheKey: agent/KubernetesMetadataMapping/pool-a-41, with 2 services
2019-03-05 11:20:51 UTC | DEBUG | (metadata.go:40 in GetPodMetadataNames) | CacheKey: agent/KubernetesMetadataMapping/pool-a-42, with 1 services
`,
  'leader election and the API server check': `root@dca-7d9c5b8f64-kq2lx:/# agent status
[...]
  Leader Election
  ===============
    Leader Election Status:  Running
    Leader Name is: dca-7d9c5b8f64-kq2lx
    Last Acquisition of the lease: Tue, 05 Mar 2019 08:02:11 UTC
    Renewed leadership: Tue, 05 Mar 2019 11:19:58 UTC
    Number of leader transitions: 4 transitions
[...]
  Running Checks
  ==============
    kubernetes_apiserver
    --------------------
      Total Runs: 512
      Metrics: 0, Total Metrics: 0
      Events: 0, Total Events: 37
      Service Checks: 3, Total Service Checks: 1530
[...]
`,
  'the link of a node Agent': `[...]
 =====================
 Datadog Cluster Agent
 =====================
   - Datadog Cluster Agent endpoint detected: https://10.31.7.18:5005
   Successfully Connected to the Datadog Cluster Agent.
   - Running: {Major:1 Minor:2 Pre:rc Meta:x Commit:4f1c2ab}
`,
  'the variables of the Service': `root@node-agent-x9k2c:/# env | grep DATADOG_CLUSTER_AGENT | sort
DATADOG_CLUSTER_AGENT_PORT=tcp://10.31.7.18:5005
DATADOG_CLUSTER_AGENT_PORT_5005_TCP=tcp://10.31.7.18:5005
DATADOG_CLUSTER_AGENT_PORT_5005_TCP_ADDR=10.31.7.18
DATADOG_CLUSTER_AGENT_PORT_5005_TCP_PORT=5005
DATADOG_CLUSTER_AGENT_PORT_5005_TCP_PROTO=tcp
DATADOG_CLUSTER_AGENT_SERVICE_HOST=10.31.7.18
DATADOG_CLUSTER_AGENT_SERVICE_PORT=5005
DATADOG_CLUSTER_AGENT_SERVICE_PORT_AGENTPORT=5005
`,
  'the lock': `# kubectl get cm datadog-leader-election -o yaml
apiVersion: v1
kind: ConfigMap
metadata:
  annotations:
    control-plane.alpha.kubernetes.io/leader: '{"holderIdentity":"dca-7d9c5b8f64-kq2lx", ... }'
`,
  'a configuration of the Cluster Agent': `# kubectl exec dca-7d9c5b8f64-kq2lx -- agent configcheck
...
=== http_check cluster check ===
Source: kubernetes-services
Instance ID: http_check:Cart page:1f6e2d3c4b5a6978
name: Cart page
tags:
- kube_namespace:shop
- kube_service:cart
timeout: 2
url: http://10.31.9.77
~
Init Config:
{}
Auto-discovery IDs:
* kube_service://3c1e2f40-55d1-11e9-8b1f-02420a1f0009
===
`,
  'what was dispatched': `# kubectl exec dca-7d9c5b8f64-kq2lx -- agent clusterchecks

=== 2 node-agents reporting ===
Name                     Running checks
pool-a-41.c.example      0
pool-a-42.c.example      1
...

===== Checks on pool-a-42.c.example =====

=== http_check check ===
Source: kubernetes-services
Instance ID: http_check:Cart page:7a5b3c1d9e8f6042
empty_default_hostname: true
name: Cart page
tags:
- kube_namespace:shop
- kube_service:cart
- cluster_name:demo
timeout: 2
url: http://10.31.9.77
~
Init Config:
{}
===
`,
  'a configuration of a node Agent': `# kubectl exec node-agent-x9k2c -- agent configcheck
...
=== http_check check ===
Source: cluster-checks
Instance ID: http_check:Cart page:7a5b3c1d9e8f6042
empty_default_hostname: true
name: Cart page
tags:
- kube_namespace:shop
timeout: 2
url: http://10.31.9.77
~
Init Config:
{}
===
`,
  'a check that a node Agent runs': `# kubectl exec node-agent-x9k2c -- agent status
...
    http_check (4.2.0)
    ------------------
      Instance ID: http_check:Cart page:7a5b3c1d9e8f6042 [OK]
      Total Runs: 118
      Metric Samples: Last Run: 2, Total: 236
      Events: Last Run: 0, Total: 0
      Service Checks: Last Run: 1, Total: 118
      Average Execution Time : 41ms
`,
  'an endpoint check of a node Agent': `# kubectl exec node-agent-x9k2c -- agent configcheck
...
=== redisdb check ===
Configuration provider: endpoints-checks
Configuration source: kube_endpoints:kube_endpoint_uid://shop/cache/
Instance ID: redisdb:8c2d4e6f1a3b5079
host: 10.244.3.19
port: 6379
tags:
- kube_service:cache
- kube_endpoint_ip:10.244.3.19
~
Init Config:
{}
Auto-discovery IDs:
* kube_endpoint_uid://shop/cache/10.244.3.19
* kubernetes_pod://b7c1d2e3-55d1-11e9-8b1f-02420a1f0009
State: dispatched to pool-a-42
===
`,
  'an endpoint check that a node Agent runs': `# kubectl exec node-agent-x9k2c -- agent status
...
    redisdb (4.1.1)
    ---------------
      Instance ID: redisdb:8c2d4e6f1a3b5079 [OK]
      Configuration Source: kube_endpoints:kube_endpoint_uid://shop/cache/
      Total Runs: 291
      Metric Samples: Last Run: 33, Total: 9,603
      Events: Last Run: 0, Total: 0
      Service Checks: Last Run: 1, Total: 291
      Average Execution Time : 6ms
`,
  'endpoint checks that are scheduled': `# kubectl exec dca-7d9c5b8f64-kq2lx -- agent clusterchecks
...
===== 2 Pod-backed Endpoints-Checks scheduled =====

=== redisdb check ===
Configuration provider: kubernetes-endpoints
Configuration source: kube_endpoints:kube_endpoint_uid://shop/cache/
Instance ID: redisdb:The cache of the shop:5e4d3c2b1a098f7e
name: The cache
host: 10.244.3.19
tags:
- kube_service:cache
~
Init Config:
{}
Auto-discovery IDs:
* kube_endpoint_uid://shop/cache/10.244.3.19
* kubernetes_pod://b7c1d2e3-55d1-11e9-8b1f-02420a1f0009
State: dispatched to pool-a-42
===
...
`,
  'the log line of a query without series': `2019-03-05 11:31:07 UTC | ERROR | (datadogexternal.go:45 in queryDatadogExternal) | Returned series slice empty
`,
  'the metrics provider in the status': `  Custom Metrics Provider
  =======================
  External Metrics
  ================
    ConfigMap name: datadog-hpa
    Number of external metrics detected: 2
`,
  'the metrics provider in a flare': `  Custom Metrics Provider
  =======================
  External Metrics
  ================
    ConfigMap name: datadog-hpa
    Number of external metrics detected: 2

    hpa:
    - name: cart
    - namespace: shop
    labels:
    - cluster: demo
    metricName: queue.depth
    ts: 1551785467
    valid: false
    value: 0

    hpa:
    - name: cart
    - namespace: shop
    labels:
    - team: payments
    metricName: queue.wait
    ts: 1551785467
    valid: true
    value: 1700
`,
  'conditions of an HPA': `Conditions:
  Type           Status  Reason                   Message
  ----           ------  ------                   -------
  AbleToScale    True    SucceededGetScale        the HPA controller was able to get the target's current scale
  ScalingActive  False   FailedGetExternalMetric  the HPA was unable to compute the replica count: unable to get external metric shop/queue.depth/&LabelSelector{MatchLabels:map[string]string{team: payments,},MatchExpressions:[],}: unable to fetch metrics from external metrics API: the server could not find the requested resource (get queue.depth.external.metrics.k8s.io)
`,
  'the APIService': `% kubectl get apiservices
NAME                                   SERVICE                                     AVAILABLE   AGE
...
v1beta1.external.metrics.k8s.io        tools/dca-metrics-api                       True        3m12s
`,
  'an event of an HPA': `Warning  FailedComputeMetricsReplicas  4s (x3 over 49s)  horizontal-pod-autoscaler  failed to get queue.depth external metric: unable to get external metric shop/queue.depth/&LabelSelector{MatchLabels:map[string]string{team: payments,},MatchExpressions:[],}: unable to fetch metrics from external metrics API: the server is currently unable to handle the request (get queue.depth.external.metrics.k8s.io)
`,
  'a DatadogMetric beside an HPA': `% kubectl get datadogmetric
NAME          ACTIVE   VALID   VALUE   REFERENCES       UPDATE TIME
queue-depth   True     True    12      hpa:shop/cart    17s

% kubectl get hpa
NAME   REFERENCE         TARGETS      MINPODS   MAXPODS   REPLICAS   AGE
cart   Deployment/cart   4/5 (avg)    1         6         3          2d
`,
} as const;
