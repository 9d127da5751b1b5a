// A real nginx divides requests as the overlay nginx-legacy says: the weight and the header of its canary's annotations. Says what it saw as JSON; fails where that is not so.
//   node tests/infra/split.mjs
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';

const requests = 10_000;
const rendered = execFileSync('kubectl', ['kustomize', join(resolve(import.meta.dirname, '../..'), 'infra/k8s/overlays/nginx-legacy')], { encoding: 'utf8' });
const { annotations } = parseAllDocuments(rendered).map((d) => d.toJS()).find((d) => d.kind === 'Ingress' && d.metadata.name === 'hotelcancellation-canary').metadata;
const of = (name) => annotations[`nginx.ingress.kubernetes.io/${name}`];
const [weight, total, header] = [Number(of('canary-weight')), Number(of('canary-weight-total')), of('canary-by-header')];

const listen = (text) => new Promise((done) => {
  const server = http.createServer((_, answer) => answer.end(text)).listen(0, '127.0.0.1', () => done(server));
});
const [stable, canary, free] = await Promise.all(['stable', 'canary', ''].map(listen));
const port = free.address().port;
await new Promise((done) => free.close(done));
const folder = mkdtempSync(join(tmpdir(), 'split-'));
const variable = `$http_${header.replaceAll('-', '_')}`;
writeFileSync(join(folder, 'nginx.conf'), `
worker_processes 1; pid ${folder}/pid; error_log ${folder}/error; daemon off;
events { worker_connections 512; }
http {
  access_log off; client_body_temp_path ${folder}/b; proxy_temp_path ${folder}/p; fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
  upstream stable { server 127.0.0.1:${stable.address().port}; keepalive 16; }
  upstream canary { server 127.0.0.1:${canary.address().port}; keepalive 16; }
  # Whoever says who it is meets the same version each time; the others by chance.
  map $http_x_caller $caller { default $http_x_caller; "" $request_id; }
  split_clients $caller $by_weight { ${(100 * weight) / total}% canary; * stable; }
  map ${variable} $version { default $by_weight; always canary; never stable; }
  server { listen 127.0.0.1:${port}; location / { proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://$version; } }
}`);
const nginx = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error')], { stdio: 'inherit' });
const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
const ask = (headers) => new Promise((done, fail) => http.get({ port, host: '127.0.0.1', agent, headers }, (answer) => {
  let text = '';
  answer.on('data', (part) => { text += part; }).on('end', () => done(text));
}).on('error', fail));
const many = (headersOf, count = requests) => Promise.all(Array.from({ length: count }, (_, i) => ask(headersOf(i))));
const share = (answers) => answers.filter((a) => a === 'canary').length / answers.length;

try {
  for (let i = 0; ; i++) {
    try { await ask({}); break; } catch (e) { if (i > 100) throw e; await new Promise((done) => setTimeout(done, 50)); }
  }

  const callers = await many((i) => ({ 'x-caller': `caller-${i}` }));
  const again = await many((i) => ({ 'x-caller': `caller-${i}` }), requests / 5);
  const seen = {
    wanted: weight / total, byCaller: share(callers), byChance: share(await many(() => ({}))), moved: again.filter((a, i) => a !== callers[i]).length,
    always: share(await many(() => ({ [header]: 'always' }), requests / 10)), never: share(await many(() => ({ [header]: 'never' }), requests / 10)),
  };
  console.log(JSON.stringify(seen));
  // Callers are the same each time, and so is their share. By chance, ten thousand are off by 0.3 points one time in three, and by 1.5 never.
  const right = Math.abs(seen.byCaller - seen.wanted) < 0.01 && Math.abs(seen.byChance - seen.wanted) < 0.015 && seen.moved === 0 && seen.always === 1 && seen.never === 0;
  process.exitCode = right ? 0 : 1;
} finally {
  nginx.kill('SIGTERM');
  await new Promise((done) => nginx.on('exit', done));
  agent.destroy();
  [stable, canary].forEach((server) => { server.closeAllConnections(); server.close(); });
  rmSync(folder, { recursive: true, force: true });
}
