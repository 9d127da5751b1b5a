// What we hold our manifests to. complaints(documents) says what is not so.

const ours = 'hotelcancellation';
const kinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job', 'ScaledJob', 'Pod'];

export function template(doc) {
  return doc.kind === 'Pod' ? doc : doc.spec.jobTemplate?.spec.template ?? doc.spec.jobTargetRef?.template ?? doc.spec.template;
}

const selects = (selector, labels) => Object.entries(selector?.matchLabels ?? {}).every(([k, v]) => labels[k] === v)
  && (selector?.matchExpressions ?? []).every((e) => e.operator !== 'In' || e.values.includes(labels[e.key]));

function* ofPod(doc, byName) {
  const { metadata, spec } = template(doc);
  const lives = doc.kind === 'Deployment';
  const pod = spec.securityContext ?? {};
  if (pod.runAsNonRoot !== true || !(pod.runAsUser > 0) || !(pod.runAsGroup > 0)) yield 'may run as root';
  if (pod.seccompProfile?.type !== 'RuntimeDefault') yield 'has no seccomp profile';
  if (spec.hostNetwork || spec.hostPID || spec.hostIPC) yield 'is in a namespace of its node';
  if (!spec.serviceAccountName || spec.serviceAccountName === 'default') yield 'has the default service account';
  else if (!byName.has(`ServiceAccount ${spec.serviceAccountName}`)) yield `has no service account ${spec.serviceAccountName}`;
  if (spec.automountServiceAccountToken !== false) yield 'has a token of the API server';
  if (!(spec.terminationGracePeriodSeconds > 0)) yield 'does not say how long it may take to stop';
  if (metadata.labels['azure.workload.identity/use'] !== 'true') yield 'is not given its identity';
  if (!spec.nodeSelector?.workload) yield 'may run anywhere';
  if (!lives && !['Never', 'OnFailure'].includes(spec.restartPolicy)) yield 'is started again when it is done';
  for (const volume of spec.volumes ?? []) {
    if (!volume.emptyDir && !volume.csi && !volume.configMap && !volume.projected) yield `has the volume ${volume.name}, which is none that restricted pods may have`;
    if (volume.emptyDir && !volume.emptyDir.sizeLimit) yield `has the volume ${volume.name} without a limit`;
    const provider = volume.csi?.volumeAttributes?.secretProviderClass;
    if (provider && !byName.has(`SecretProviderClass ${provider}`)) yield `has no secret provider class ${provider}`;
  }

  for (const container of [...spec.containers, ...(spec.initContainers ?? [])]) {
    const security = container.securityContext ?? {};
    if (security.privileged || security.allowPrivilegeEscalation !== false) yield 'may gain privileges';
    if (security.readOnlyRootFilesystem !== true) yield 'may write to its image';
    if (!security.capabilities?.drop?.includes('ALL') || security.capabilities.add?.length > 0) yield 'has capabilities';
    if (security.runAsUser === 0 || security.runAsNonRoot === false) yield 'may run as root';
    for (const side of ['requests', 'limits']) {
      for (const what of ['cpu', 'memory']) if (!container.resources?.[side]?.[what]) yield `has no ${side} of ${what}`;
    }
    if (!/@sha256:[0-9a-f]{64}$|:\d+\.\d+\.\d+[\w.-]*$/.test(container.image ?? '')) yield `has an image without digest and version: ${container.image}`;
    if (lives) for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) if (!container[probe]) yield `has no ${probe}`;
    for (const source of container.envFrom ?? []) {
      if (source.secretRef) yield 'has secrets in its environment';
      if (source.configMapRef && !byName.has(`ConfigMap ${source.configMapRef.name}`)) yield `has no config map ${source.configMapRef.name}`;
    }
    if ((container.env ?? []).some((e) => e.valueFrom?.secretKeyRef)) yield 'has secrets in its environment';
  }
}

function* ofRoute(doc, byName) {
  for (const rule of doc.spec.rules) {
    const total = (rule.backendRefs ?? []).reduce((sum, b) => sum + b.weight, 0);
    if (rule.backendRefs && total !== 100) yield `has weights that add up to ${total}`;
    for (const backend of rule.backendRefs ?? []) if (!byName.has(`Service ${backend.name}`)) yield `leads to ${backend.name}, which there is not`;
    if (!rule.backendRefs && !(rule.filters?.length > 0)) yield 'has a rule that leads nowhere';
  }
  for (const parent of doc.spec.parentRefs) {
    const gateway = byName.get(`Gateway ${parent.name}`);
    if (!gateway?.spec.listeners.some((l) => l.name === parent.sectionName)) yield `is of ${parent.name}/${parent.sectionName}, which there is not`;
  }
}

export function complaints(docs) {
  const byName = new Map(docs.map((doc) => [`${doc.kind} ${doc.metadata.name}`, doc]));
  const found = [];
  const say = (doc, what) => found.push(`${doc.kind} ${doc.metadata.name} ${what}`);
  const pods = docs.filter((d) => kinds.includes(d.kind));
  const keys = docs.map((d) => `${d.kind} ${d.metadata.namespace}/${d.metadata.name}`);
  keys.filter((k, i) => keys.indexOf(k) !== i).forEach((k) => found.push(`${k} is there twice`));
  if (docs.some((d) => d.kind === 'Secret')) found.push('there is a Secret; secrets are mounted from the vault');
  for (const doc of docs) if (!doc.metadata.namespace && doc.kind !== 'Namespace') say(doc, 'has no namespace');
  for (const doc of pods) for (const what of ofPod(doc, byName)) say(doc, what);
  for (const doc of docs.filter((d) => d.kind === 'HTTPRoute')) for (const what of ofRoute(doc, byName)) say(doc, what);

  // Every version that answers can be scaled, drained, spread and found.
  for (const doc of docs.filter((d) => d.kind === 'Deployment' && d.metadata.labels['app.kubernetes.io/component'] === 'api')) {
    const { labels } = template(doc).metadata;
    const scaled = docs.filter((d) => ['HorizontalPodAutoscaler', 'ScaledObject'].includes(d.kind) && d.spec.scaleTargetRef.name === doc.metadata.name);
    if (scaled.length !== 1) say(doc, `is scaled by ${scaled.length}`);
    if ('replicas' in doc.spec) say(doc, 'has a number of pods that its autoscaler does not know of');
    if (!docs.some((d) => d.kind === 'PodDisruptionBudget' && selects(d.spec.selector, labels))) say(doc, 'may lose all its pods at once');
    if (!(template(doc).spec.topologySpreadConstraints?.length >= 2)) say(doc, 'is not spread');
    if (doc.spec.strategy.rollingUpdate.maxUnavailable !== 0) say(doc, 'drops requests while it is replaced');
    if (!docs.some((d) => d.kind === 'Service' && d.metadata.name === doc.metadata.name && Object.entries(d.spec.selector).every(([k, v]) => labels[k] === v))) say(doc, 'has no service');
    if (docs.filter((d) => d.kind === 'Deployment' && selects(doc.spec.selector, template(d).metadata.labels)).length !== 1) say(doc, 'selects pods of others, too');
  }

  // Training may be evicted, and is where it hurts nobody.
  for (const doc of pods.filter((d) => ['CronJob', 'ScaledJob'].includes(d.kind))) {
    const job = doc.spec.jobTemplate?.spec ?? doc.spec.jobTargetRef;
    const { spec } = template(doc);
    if (!spec.tolerations?.some((t) => t.key === 'kubernetes.azure.com/scalesetpriority' && t.value === 'spot')) say(doc, 'does not run on spot nodes');
    if (!(spec.terminationGracePeriodSeconds < 30)) say(doc, 'takes longer to stop than Azure gives notice');
    if (!job.podFailurePolicy?.rules.some((r) => r.action === 'Ignore' && r.onPodConditions?.some((c) => c.type === 'DisruptionTarget'))) say(doc, 'fails where its node is taken away often');
    if (!(job.backoffLimit > 0) || !(job.activeDeadlineSeconds > 0)) say(doc, 'has no limit of tries or of time');
    if (doc.kind === 'CronJob' && doc.spec.concurrencyPolicy !== 'Forbid') say(doc, 'runs beside itself');
  }

  // Nothing goes in or out but by name.
  const policies = docs.filter((d) => d.kind === 'NetworkPolicy');
  for (const doc of docs.filter((d) => d.kind === 'Namespace')) {
    const denies = policies.some((p) => p.metadata.namespace === doc.metadata.name && Object.keys(p.spec.podSelector).length === 0
      && !p.spec.ingress && !p.spec.egress && p.spec.policyTypes.length === 2);
    if (!denies) say(doc, 'lets everything in and out');
    if (doc.metadata.name === ours && doc.metadata.labels['pod-security.kubernetes.io/enforce'] !== 'restricted') say(doc, 'takes pods that are not restricted');
    if (!doc.metadata.labels['pod-security.kubernetes.io/enforce']) say(doc, 'takes any pod');
  }
  for (const doc of pods) {
    const { labels } = template(doc).metadata;
    const opens = (side) => policies.some((p) => p.metadata.namespace === ours && p.spec[side]?.length > 0 && Object.keys(p.spec.podSelector).length > 0 && selects(p.spec.podSelector, labels));
    if (!opens('egress')) say(doc, 'cannot reach storage');
    if (doc.kind === 'Deployment' && !opens('ingress')) say(doc, 'cannot be reached');
  }
  if (!docs.some((d) => d.kind === 'ServiceMonitor')) found.push('nothing is scraped');
  return found;
}
