// A real Argo CD as plain processes beside a local control plane: redis, repo-server, application-controller,
// applicationset-controller and argocd-server (authentication off, loopback only). The processes are recorded
// in the folder, so that whoever comes later can stop them.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { get } from 'node:http';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tsImport } from 'tsx/esm/api';
import { helmBinary } from '../helm-binary.mjs';
import { kustomizeBinary } from '../kustomize-binary.mjs';

const { processTable } = await tsImport('../../src/local-cluster/process-table.ts', import.meta.url);
const { isAlive } = await tsImport('../../src/host/process-identity.ts', import.meta.url);
const { freePorts } = await tsImport('../../src/local-cluster/free-ports.ts', import.meta.url);
const { openAdminApi } = await tsImport('../../src/local-cluster/open-admin-api.ts', import.meta.url);
const { parseObjects } = await tsImport('../../src/manifest/yaml.ts', import.meta.url);

/** On a busy machine; each process needs a second or two of its own. */
const READY_WITHIN_MS = 300_000;

/**
 * As Argo CD's manual gives it: https://argo-cd.readthedocs.io/en/stable/operator-manual/health/#argocd-app
 */
const APPLICATION_HEALTH = `hs = {}
hs.status = "Progressing"
hs.message = ""
if obj.status ~= nil and obj.status.health ~= nil then
  hs.status = obj.status.health.status
  if obj.status.health.message ~= nil then
    hs.message = obj.status.health.message
  end
end
return hs
`;

/**
 * @param options.directory of Argo CD's own files and logs
 * @param options.binaries what `argocdBinaries` gave
 * @param options.cluster what `startLocalCluster` gave
 * @returns the URL of argocd-server
 */
export async function startArgocd({ directory, binaries, cluster }) {
  for (const name of ['tls', 'ssh', 'gpg/keys', 'gpg/source', 'plugins', 'tmp', 'home'])
    mkdirSync(join(directory, name), { recursive: true, mode: 0o700 });
  const [redis, repository, repositoryMetrics, controller, sets, setsProbe, setsWebhook, server, serverMetrics] =
    await freePorts(9);
  const argo = await argoProcess(directory, binaries, cluster);
  processTable.start(directory, {
    name: 'redis',
    executable: join(binaries, 'redis'),
    arguments: [`127.0.0.1:${redis}`],
  });
  await install(cluster, binaries);
  const redisAt = ['--redis', `127.0.0.1:${redis}`];
  const repositoryAt = ['--repo-server', `127.0.0.1:${repository}`, '--repo-server-plaintext'];
  const local = ['--address', '127.0.0.1', '--logformat', 'json'];
  argo('argocd-repo-server', [
    ...redisAt,
    ...local,
    `--port=${repository}`,
    `--metrics-port=${repositoryMetrics}`,
    '--metrics-address=127.0.0.1',
    '--disable-tls',
  ]);
  argo('argocd-application-controller', [
    ...redisAt,
    ...repositoryAt,
    `--metrics-port=${controller}`,
    '--app-resync=3600',
    '--logformat=json',
    '--namespace=argocd',
  ]);
  argo('argocd-applicationset-controller', [
    `--metrics-addr=127.0.0.1:${sets}`,
    `--probe-addr=127.0.0.1:${setsProbe}`,
    `--webhook-addr=127.0.0.1:${setsWebhook}`,
    `--argocd-repo-server=127.0.0.1:${repository}`,
    '--repo-server-plaintext',
    '--logformat=json',
    '--namespace=argocd',
  ]);
  argo('argocd-server', [
    ...redisAt,
    ...repositoryAt,
    ...local,
    `--port=${server}`,
    `--metrics-port=${serverMetrics}`,
    '--disable-auth=true',
    '--insecure',
    '--namespace=argocd',
  ]);
  await answers('argocd-repo-server', repositoryMetrics, '/healthz', directory);
  await answers('argocd-application-controller', controller, '/healthz', directory);
  await answers('argocd-applicationset-controller', sets, '/metrics', directory);
  await answers('argocd-server', server, '/healthz', directory);
  return `http://127.0.0.1:${server}`;
}

/** Ends every process that `startArgocd` started in this folder. */
export async function stopArgocd(directory) {
  await processTable.stop(directory);
}

async function argoProcess(directory, binaries, cluster) {
  const commands = { kustomize: kustomizeBinary(), helm: await helmBinary() };
  const folder = join(directory, 'bin');
  mkdirSync(folder, { recursive: true });
  for (const [name, binary] of Object.entries(commands))
    if (binary !== undefined && !existsSync(join(folder, name))) symlinkSync(binary, join(folder, name));
  // Its name is that of its process: it chooses the program, and is the manager of fields that Argo CD writes
  // as kubectl does.
  const named = (name) => {
    const link = join(folder, name);
    if (!existsSync(link)) symlinkSync(join(binaries, 'argocd'), link);
    return link;
  };
  const variables = {
    PATH: [folder, '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter),
    HOME: join(directory, 'home'),
    TMPDIR: join(directory, 'tmp'),
    KUBECONFIG: cluster.userKubeconfig,
    HOSTNAME: 'argocd-application-controller-0',
    ARGOCD_FAKE_IN_CLUSTER: 'true',
    ARGOCD_SYNC_WAVE_DELAY: '0',
    ARGOCD_APPLICATION_CONTROLLER_PERSIST_RESOURCE_HEALTH: 'true',
    ARGOCD_GPG_ENABLED: 'false',
    ARGOCD_TLS_DATA_PATH: join(directory, 'tls'),
    ARGOCD_SSH_DATA_PATH: join(directory, 'ssh'),
    ARGOCD_GNUPGHOME: join(directory, 'gpg/keys'),
    ARGOCD_GPG_DATA_PATH: join(directory, 'gpg/source'),
    ARGOCD_PLUGINSOCKFILEPATH: join(directory, 'plugins'),
  };
  const shared = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  // processTable gives no environment on purpose; env(1) does, and stays the same process.
  return (name, args) =>
    processTable.start(directory, {
      name,
      executable: '/usr/bin/env',
      arguments: [...shared, named(name), ...args],
    });
}

/** Argo CD's own objects: its CRDs, its settings, a key of its own, and the project `default`. */
async function install(cluster, binaries) {
  const api = patient(openAdminApi(cluster.directory));
  try {
    await api.request('POST', '/api/v1/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'argocd' },
    });
    const crds = join(binaries, 'manifests/crds');
    for (const file of readdirSync(crds).filter((name) => name.endsWith('-crd.yaml'))) {
      for (const crd of parseObjects(readFileSync(join(crds, file), 'utf8'))) {
        await apply(api, `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${crd.metadata.name}`, crd);
      }
    }
    const config = join(binaries, 'manifests/base/config');
    for (const file of readdirSync(config).filter((name) => name.startsWith('argocd-'))) {
      for (const object of parseObjects(readFileSync(join(config, file), 'utf8'))) {
        const isSecret = object.kind === 'Secret';
        const own = isSecret
          ? { ...object, stringData: { 'server.secretkey': randomBytes(32).toString('base64') } }
          : withSettings(object);
        await apply(
          api,
          `/api/v1/namespaces/argocd/${isSecret ? 'secrets' : 'configmaps'}/${object.metadata.name}`,
          own,
        );
      }
    }
    const projects = '/apis/argoproj.io/v1alpha1/namespaces/argocd/appprojects';
    await until('the kind AppProject', async () => (await api.request('GET', projects)).status === 200);
    await apply(api, `${projects}/default`, {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      metadata: { name: 'default', namespace: 'argocd' },
      spec: {
        sourceRepos: ['*'],
        destinations: [{ server: '*', namespace: '*' }],
        clusterResourceWhitelist: [{ group: '*', kind: '*' }],
      },
    });
  } finally {
    api.close();
  }
}

/** A busy API server now and then hangs up. */
function patient(api) {
  const request = async (...given) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await api.request(...given);
      } catch (error) {
        if (error.code !== 'ECONNRESET' || attempt === 5) throw error;
        await sleep(1000);
      }
    }
  };
  return { request, close: () => api.close() };
}

/** Waves of an app of apps wait for health only where the kind Application is given one. */
function withSettings(object) {
  if (object.metadata.name !== 'argocd-cm') return object;
  return {
    ...object,
    data: { ...object.data, 'resource.customizations.health.argoproj.io_Application': APPLICATION_HEALTH },
  };
}

async function apply(api, path, object) {
  const { status, body } = await api.request(
    'PATCH',
    `${path}?fieldManager=install&force=true`,
    object,
    'application/apply-patch+yaml',
  );
  if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(body).slice(0, 300)}`);
}

async function answers(name, port, path, directory) {
  const isUp = () =>
    new Promise((resolve) => {
      get({ host: '127.0.0.1', port, path }, (response) => resolve(response.resume().statusCode === 200)).on(
        'error',
        () => resolve(false),
      );
    });
  const lines = () => processTable.lastLines(directory, name, 8).join('\n');
  const isEnded = () => !isAlive(processTable.read(directory)[name]);
  await until(name, isUp, lines, isEnded);
}

async function until(what, isSo, details = () => '', isEnded = () => false) {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await isSo())) {
    if (isEnded()) throw new Error(`${what} has ended\n${details()}`);
    if (Date.now() > deadline) throw new Error(`${what} is not there after ${READY_WITHIN_MS / 1000} s\n${details()}`);
    await sleep(50);
  }
}
