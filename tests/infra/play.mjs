// Prints the Deployment of infra/k8s/base and its settings for "podman play kube": the image of this machine, settings that lead to an emulator, and a port of the host.
// Podman maps no port in the network of the host, and knows none by name.      node tests/infra/play.mjs IMAGE PORT NAME=VALUE...
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';

const [image, port, ...settings] = process.argv.slice(2);
const rendered = execFileSync('kubectl', ['kustomize', join(resolve(import.meta.dirname, '../..'), 'infra/k8s/base')], { encoding: 'utf8' });
const docs = parseAllDocuments(rendered).map((d) => d.toJS());
const deployment = docs.find((d) => d.kind === 'Deployment' && d.metadata.name === 'hotelcancellation');
const map = docs.find((d) => d.kind === 'ConfigMap' && d.metadata.name.startsWith('hotelcancellation-settings'));
const [container] = deployment.spec.template.spec.containers;
for (const setting of settings) map.data[setting.slice(0, setting.indexOf('='))] = setting.slice(setting.indexOf('=') + 1);
container.image = image;
delete container.ports;
for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) container[probe].httpGet.port = Number(port);
console.log([map, deployment].map((d) => stringify(d)).join('---\n'));
