// The floor: a loop over one keep-alive pool that does nothing but the requests.
// `node bare-loop.mjs KUBECONFIG OBJECTS.yaml (apply|unchanged) IN-FLIGHT` apply: one server-side apply an
// object. unchanged: one LIST a kind by label, and a comparison of each object's revision annotation.
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { load } from 'js-yaml';
import { PATHS } from './workload.mjs';

const [kubeconfig, file, mode, inFlight] = process.argv.slice(2);
const {
  clusters: [{ cluster }],
  users: [{ user }],
} = load(readFileSync(kubeconfig, 'utf8'));
const agent = new Agent({
  keepAlive: true,
  maxSockets: Number(inFlight),
  ca: Buffer.from(cluster['certificate-authority-data'], 'base64'),
  cert: Buffer.from(user['client-certificate-data'], 'base64'),
  key: Buffer.from(user['client-key-data'], 'base64'),
});
const objects = readFileSync(file, 'utf8')
  .split('\n---\n')
  .map((text) => JSON.parse(text));

if (mode === 'apply')
  await each(objects, (object) =>
    send('PATCH', pathOf(object), JSON.stringify(object), 'application/apply-patch+yaml'),
  );
else {
  const lists = await Promise.all(
    Object.values(PATHS).map((path) => send('GET', `${path.replace('#', '')}?labelSelector=bench%3Dyes`)),
  );
  const live = new Map(
    lists.flatMap(({ items }, index) =>
      items.map((item) => [`${Object.keys(PATHS)[index]}/${item.metadata.name}`, item]),
    ),
  );
  const changed = objects.filter(({ kind, metadata: { name, annotations } }) => {
    const found = live.get(`${kind}/${name}`)?.metadata.annotations;
    return found?.['example.com/revision'] !== annotations['example.com/revision'];
  });
  if (changed.length > 0) throw new Error(`${changed.length} objects differ`);
}
agent.destroy();

async function each(items, work) {
  let next = 0;
  await Promise.all(
    Array.from({ length: Number(inFlight) }, async () => {
      while (next < items.length) await work(items[next++]);
    }),
  );
}

function pathOf({ kind, metadata: { namespace, name } }) {
  return `${PATHS[kind].replace('#', `namespaces/${namespace}/`)}/${name}?fieldManager=bench&force=false`;
}

function send(method, path, body, type) {
  return new Promise((resolve, reject) => {
    const headers = {
      accept: 'application/json',
      ...(body ? { 'content-type': type, 'content-length': Buffer.byteLength(body) } : {}),
    };
    const sent = request(new URL(path, cluster.server), { method, agent, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode >= 300)
          reject(new Error(`${method} ${path}: ${response.statusCode} ${text.slice(0, 500)}`));
        else resolve(JSON.parse(text));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
