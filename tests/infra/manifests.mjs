// Checks what kustomize makes of infra/k8s: every overlay against the schemas of Kubernetes and of the custom resources (required fields and formats by
// the models' validators, unknown fields and types by their declarations), and against what we hold ourselves to (policy.mjs). Each check is shown
// to fail on manifests that are wrong. The last line is "N passed, N failed".      node tests/infra/manifests.mjs
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { broken } from './broken-manifests.mjs';
import { complaints } from './policy.mjs';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
const require = createRequire(import.meta.url);
const overlays = readdirSync(join(root, 'infra/k8s/overlays')).sort();
let [passed, failed] = [0, 0];

function expect(what, found) {
  if (found.length === 0) { passed++; return; }
  failed++;
  console.log(`FAILED ${what}:\n${found.map((line) => `    ${line}`).join('\n')}`);
}

// Where the models have the kind of a document. The managed Prometheus takes the operator's kinds under a group of its own, and no package has the class of the CSI driver.
function model({ apiVersion, kind }) {
  const [version, group] = apiVersion.split('/').reverse();
  if (group === 'secrets-store.csi.x-k8s.io') return null;
  const folder = group === undefined ? version : `${group.replace('azmonitoring.', 'monitoring.')}/${version}`;
  const owner = folder.startsWith('gateway.networking.k8s.io/') ? '@kubernetes-models/gateway-api'
    : folder.startsWith('keda.sh/') ? '@kubernetes-models/keda'
      : folder.startsWith('monitoring.coreos.com/') ? '@kubernetes-models/prometheus-operator' : 'kubernetes-models';
  return `${owner}/${folder}/${kind}`;
}

const own = `interface ISecretProviderClass {
  apiVersion: 'secrets-store.csi.x-k8s.io/v1'; kind: 'SecretProviderClass'; metadata: { name: string; namespace: string; labels?: Record<string, string> };
  spec: { provider: 'azure'; parameters: Record<'usePodIdentity' | 'clientID' | 'keyvaultName' | 'tenantId' | 'objects', string> };
}`;
const asOperators = (doc) => ({ ...doc, apiVersion: doc.apiVersion.replace('azmonitoring.', 'monitoring.') });

// Required fields, formats and enumerations.
async function invalid(doc) {
  const path = model(doc);
  if (path === null) return [];
  try {
    new (await import(path))[doc.kind](asOperators(doc)).validate();
    return [];
  } catch (e) {
    return [e.message];
  }
}

// One run of the compiler for all: it takes seconds to start. Returns the complaints by name.
async function mistyped(named) {
  const folder = mkdtempSync(join(root, 'node_modules/.manifests-'));
  const lines = [own];
  const kinds = new Map();
  for (const [, doc] of named) {
    const path = model(doc);
    if (path !== null && !kinds.has(path)) {
      kinds.set(path, `K${kinds.size}`);
      lines.unshift(`import type { I${doc.kind} as ${kinds.get(path)} } from '${path}';`);
    }
  }

  const starts = named.map(([, doc], i) => {
    lines.push(`export const m${i}: ${kinds.get(model(doc)) ?? `I${doc.kind}`} = ${JSON.stringify(asOperators(doc))};`);
    return lines.join('\n').split('\n').length;
  });
  try {
    writeFileSync(join(folder, 'all.ts'), lines.join('\n'));
    const { stdout } = await run(process.execPath, [require.resolve('typescript/lib/tsc.js'), '--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--moduleResolution', 'nodenext',
      '--target', 'es2022', '--pretty', 'false', join(folder, 'all.ts')], { maxBuffer: 1e8 }).catch((e) => e);
    const found = new Map(named.map(([name]) => [name, []]));
    for (const [, line, text] of (stdout ?? '').matchAll(/all\.ts\((\d+),\d+\): (.*(?:\n {2}.*)*)/g)) {
      const at = starts.findIndex((start) => start === Number(line));
      if (at < 0) throw new Error(text);
      found.get(named[at][0]).push(text);
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function render(folder) {
  const { stdout } = await run('kubectl', ['kustomize', join(root, 'infra/k8s', folder)], { maxBuffer: 1e7 });
  return parseAllDocuments(stdout, { uniqueKeys: true }).map((d) => {
    if (d.errors.length > 0) throw d.errors[0];
    return d.toJS();
  });
}

const rendered = new Map(await Promise.all(['base', ...overlays.map((o) => `overlays/${o}`)].map(async (folder) => [folder, await render(folder)])));
const title = (folder, doc) => `${folder}: ${doc.kind} ${doc.metadata.namespace ?? ''}/${doc.metadata.name}`;
const all = [...rendered].flatMap(([folder, docs]) => docs.map((doc) => [title(folder, doc), doc]));
const wrong = broken(rendered.get('overlays/keda'));

for (const [name, doc] of all) expect(`${name}, by its validator`, await invalid(doc));
const types = await mistyped([...all, ...wrong.types.map(({ name, doc }) => [name, doc])]);
for (const [name] of all) expect(`${name}, by its declaration`, types.get(name));
for (const [folder, docs] of rendered) expect(`${folder}, by our policy`, complaints(docs));

for (const { name } of wrong.types) expect(`found by its declaration: ${name}`, types.get(name).length > 0 ? [] : ['nothing was found']);
for (const { name, doc } of wrong.required) expect(`found by its validator: ${name}`, (await invalid(doc)).length > 0 ? [] : ['nothing was found']);
for (const { name, docs, says } of wrong.policy) {
  const found = complaints(docs);
  expect(`found by our policy: ${name}`, found.some((f) => f.includes(says)) ? [] : [`nothing says "${says}"`, ...found]);
}

for (const wanted of ['dev', 'prod', 'blue-green', 'canary', 'nginx-legacy', 'keda']) expect(`the overlay ${wanted}`, existsSync(join(root, 'infra/k8s/overlays', wanted)) ? [] : ['there is none']);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
