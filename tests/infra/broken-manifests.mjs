// Manifests that are wrong, each in one way, so that the checks are seen to find it. All are made out of right ones.
import { template } from './policy.mjs';

export function broken(docs) {
  const copy = () => structuredClone(docs);
  const find = (all, kind, name = 'hotelcancellation') => all.find((d) => d.kind === kind && d.metadata.name === name);
  const one = (kind, name, change) => {
    const doc = structuredClone(find(docs, kind, name));
    change(doc);
    return doc;
  };
  const policy = (name, says, change) => {
    const all = copy();
    change(all);
    return { name, says, docs: all };
  };
  const pod = (name, says, change) => policy(name, says, (all) => change(template(find(all, 'Deployment')).spec));
  const container = (name, says, change) => pod(name, says, (spec) => change(spec.containers[0]));
  return {
    types: [
      { name: 'a misspelt field of a container', doc: one('Deployment', 'hotelcancellation', (d) => { template(d).spec.containers[0].imagePullPolicies = 'Always'; }) },
      { name: 'a number that is text', doc: one('Deployment', 'hotelcancellation', (d) => { d.spec.minReadySeconds = 'five'; }) },
      { name: 'an action of a pod failure policy that there is not', doc: one('CronJob', 'hotelcancellation-retraining-monthly', (d) => { d.spec.jobTemplate.spec.podFailurePolicies = []; }) },
      { name: 'a misspelt field of a route', doc: one('HTTPRoute', 'hotelcancellation', (d) => { d.spec.rules[1].backendRefs[0].wait = 100; }) },
      { name: 'a misspelt field of a ScaledObject', doc: one('ScaledObject', 'hotelcancellation', (d) => { d.spec.coolDownPeriod = 1; }) },
      { name: 'a misspelt field of a ServiceMonitor', doc: one('ServiceMonitor', 'hotelcancellation', (d) => { d.spec.endpoints[0].intervals = '30s'; }) },
      { name: 'a misspelt parameter of the vault', doc: one('SecretProviderClass', 'hotelcancellation', (d) => { d.spec.parameters.keyVaultName = 'x'; }) },
    ],
    required: [
      { name: 'a Deployment without a selector', doc: one('Deployment', 'hotelcancellation', (d) => { delete d.spec.selector; }) },
      { name: 'a container without a name', doc: one('Deployment', 'hotelcancellation', (d) => { delete template(d).spec.containers[0].name; }) },
      { name: 'a backend without a name', doc: one('HTTPRoute', 'hotelcancellation', (d) => { delete d.spec.rules[1].backendRefs[0].name; }) },
      { name: 'a trigger without a type', doc: one('ScaledObject', 'hotelcancellation', (d) => { delete d.spec.triggers[0].type; }) },
      { name: 'a listener without a port', doc: one('Gateway', 'hotelcancellation', (d) => { delete d.spec.listeners[0].port; }) },
    ],
    policy: [
      pod('root', 'may run as root', (s) => { s.securityContext.runAsUser = 0; }),
      pod('no word about root', 'may run as root', (s) => { delete s.securityContext; }),
      pod('the default service account', 'has the default service account', (s) => { delete s.serviceAccountName; }),
      pod('a token', 'has a token of the API server', (s) => { delete s.automountServiceAccountToken; }),
      pod('a folder of the node', 'which is none that restricted pods may have', (s) => { s.volumes.push({ name: 'node', hostPath: { path: '/' } }); }),
      pod('the network of the node', 'is in a namespace of its node', (s) => { s.hostNetwork = true; }),
      pod('pods on one node', 'is not spread', (s) => { delete s.topologySpreadConstraints; }),
      container('privilege', 'may gain privileges', (c) => { c.securityContext.privileged = true; }),
      container('escalation', 'may gain privileges', (c) => { delete c.securityContext.allowPrivilegeEscalation; }),
      container('capabilities', 'has capabilities', (c) => { c.securityContext.capabilities.add = ['NET_ADMIN']; }),
      container('an image that can be written to', 'may write to its image', (c) => { c.securityContext.readOnlyRootFilesystem = false; }),
      container('no limit of memory', 'has no limits of memory', (c) => { delete c.resources.limits.memory; }),
      container('no requests', 'has no requests of cpu', (c) => { delete c.resources.requests; }),
      container('no liveness', 'has no livenessProbe', (c) => { delete c.livenessProbe; }),
      container('latest', 'has an image without digest and version', (c) => { c.image = 'registry.example/hotelcancellation:latest'; }),
      container('no tag', 'has an image without digest and version', (c) => { c.image = 'registry.example/hotelcancellation'; }),
      container('a secret in the environment', 'has secrets in its environment', (c) => { c.envFrom.push({ secretRef: { name: 'x' } }); }),
      container('settings that there are not', 'has no config map', (c) => { c.envFrom[0].configMapRef.name = 'hotelcancellation-settings'; }),
      policy('weights of 90', 'has weights that add up to 90', (all) => { find(all, 'HTTPRoute').spec.rules[1].backendRefs[0].weight = 90; }),
      policy('a route to nobody', 'which there is not', (all) => { find(all, 'HTTPRoute').spec.rules[1].backendRefs[0].name = 'x'; }),
      policy('two autoscalers', 'is scaled by 2', (all) => { all.push({ ...structuredClone(find(all, 'ScaledObject')), metadata: { name: 'x', namespace: 'x' } }); }),
      policy('no autoscaler', 'is scaled by 0', (all) => { all.splice(all.indexOf(find(all, 'ScaledObject')), 1); }),
      policy('no budget', 'may lose all its pods at once', (all) => { all.splice(all.indexOf(find(all, 'PodDisruptionBudget')), 1); }),
      policy('no default deny', 'lets everything in and out', (all) => { all.splice(all.indexOf(find(all, 'NetworkPolicy', 'default-deny')), 1); }),
      policy('pods of any kind', 'takes pods that are not restricted', (all) => { find(all, 'Namespace').metadata.labels['pod-security.kubernetes.io/enforce'] = 'baseline'; }),
      policy('training beside serving', 'does not run on spot nodes', (all) => { template(find(all, 'ScaledJob', 'hotelcancellation-retraining')).spec.tolerations = []; }),
      policy('evictions that count', 'fails where its node is taken away often', (all) => { delete find(all, 'ScaledJob', 'hotelcancellation-retraining').spec.jobTargetRef.podFailurePolicy; }),
    ],
  };
}
