// Writes a bill of materials (CycloneDX 1.6) of what is in the image: packages of NuGet by the programs' own lists, the .NET runtime, packages of Debian.
//   node infra/container/sbom.mjs --version V --app DIR --debs DIR --epoch SECONDS
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { version: { type: 'string' }, app: { type: 'string' }, debs: { type: 'string' }, epoch: { type: 'string' } } });
const components = new Map();
const add = (component) => components.set(component['bom-ref'], component);

// The host's libraries are those that are there (build.sh); the tool may have been built for older ones.
const libraries = (file) => new Map(Object.keys(JSON.parse(readFileSync(join(values.app, file), 'utf8')).libraries).map((key) => key.split('/')));
const [host, tool] = [libraries('HotelCancellation.Web.deps.json'), libraries('hotelcancel.deps.json')];
for (const [name, version] of tool) {
  const there = host.get(name) ?? version;
  if (there.localeCompare(version, 'en', { numeric: true }) < 0) throw new Error(`${name} is ${there} for the host, and hotelcancel wants ${version}.`);
}

// Files of the runtime take the place of those of packages that the tool alone names.
const files = (file, filter) => Object.entries(Object.assign({}, ...Object.values(JSON.parse(readFileSync(join(values.app, file), 'utf8')).targets)))
  .filter(([key]) => filter(key)).map(([key, target]) => [key, Object.keys(target.runtime ?? {}).map((path) => path.split('/').at(-1))]);
const ofRuntime = new Set(files('HotelCancellation.Web.deps.json', (key) => key.startsWith('runtimepack.')).flatMap(([, names]) => names));
const replaced = new Set(files('hotelcancel.deps.json', (key) => !key.startsWith('runtimepack.')).filter(([, names]) => names.length > 0 && names.every((n) => ofRuntime.has(n))).map(([key]) => key));

for (const file of readdirSync(values.app).filter((f) => f.endsWith('.deps.json')).sort()) {
  for (const [key, library] of Object.entries(JSON.parse(readFileSync(join(values.app, file), 'utf8')).libraries)) {
    const [name, version] = key.split('/');
    if (library.type === 'project' || (host.get(name) ?? version) !== version || replaced.has(key)) continue;
    // The runtime's own packs are packages, too.
    const purl = `pkg:nuget/${name.replace('runtimepack.', '')}@${version}`;
    const hashes = library.sha512 ? { hashes: [{ alg: 'SHA-512', content: Buffer.from(library.sha512.replace('sha512-', ''), 'base64').toString('hex') }] } : {};
    add({ type: 'library', 'bom-ref': purl, name: name.replace('runtimepack.', ''), version, purl, ...hashes });
  }
}

for (const file of readdirSync(values.debs).filter((f) => f.endsWith('.deb')).sort()) {
  const path = join(values.debs, file);
  const [name, version, architecture] = execFileSync('dpkg-deb', ['--showformat', '${Package}\n${Version}\n${Architecture}', '--show', path], { encoding: 'utf8' }).split('\n');
  const purl = `pkg:deb/debian/${encodeURIComponent(name)}@${encodeURIComponent(version)}?arch=${architecture}&distro=debian-12`;
  add({ type: 'library', 'bom-ref': purl, name, version, purl, hashes: [{ alg: 'SHA-256', content: createHash('sha256').update(readFileSync(path)).digest('hex') }] });
}

// By it a scanner knows whose advisories hold.
const system = { type: 'operating-system', 'bom-ref': 'os:debian@12', name: 'debian', version: '12' };
const sorted = [...components.values()].sort((a, b) => (a.purl < b.purl ? -1 : 1));
const application = { type: 'application', 'bom-ref': 'hotelcancellation', name: 'HotelCancellation', version: values.version };
console.log(JSON.stringify({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: { timestamp: new Date(Number(values.epoch) * 1000).toISOString(), component: application },
  components: [system, ...sorted],
  dependencies: [{ ref: 'hotelcancellation', dependsOn: sorted.map((c) => c['bom-ref']) }],
}, null, 2));
