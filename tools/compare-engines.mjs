// Builds every kustomization and every chart below folders both with the engines that are built in and with
// the real commands, and compares. For repositories that may not be copied into this one: clone what you
// trust us with, and see. usage: npm run build && node tools/compare-engines.mjs FOLDER…
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { createHelm } from '../lib/engines/helm/create-helm.js';
import { createKustomize } from '../lib/engines/kustomize/create-kustomize.js';
import { createNativeHelm } from '../lib/engines/native/native-helm.js';
import { createNativeKustomize } from '../lib/engines/native/native-kustomize.js';
import { FileSet } from '../lib/files/file-set.js';
import { parseYaml } from '../lib/manifest/yaml.js';
import { helmBinary } from './helm-binary.mjs';
import { kustomizeBinary } from './kustomize-binary.mjs';

const LARGEST = 4 * 1024 * 1024;
const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error('usage: node tools/compare-engines.mjs FOLDER…');
  process.exit(64);
}
const builtIn = { kustomize: createKustomize(), helm: createHelm() };
const helm = await helmBinary();
const native = {
  kustomize: await createNativeKustomize({ command: kustomizeBinary() }),
  helm: helm && (await createNativeHelm({ command: helm })),
};
const counts = { same: 0, 'both refuse': 0, different: 0, 'only the command builds': 0, 'only ours builds': 0 };

try {
  for (const folder of folders) {
    const files = filesBelow(folder);
    for (const path of files.paths()) {
      const directory = posix.dirname(path);
      if (/(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/.test(path) && !isComponent(files.get(path)))
        await compareKustomization(files, directory, folder);
      if (/(?:^|\/)Chart\.yaml$/.test(path)) await compareChart(files, directory, folder);
    }
  }
} finally {
  await Promise.all([builtIn.kustomize.close(), builtIn.helm.close()]);
}
console.log(JSON.stringify(counts));
process.exit(counts.different + counts['only ours builds'] > 0 ? 1 : 0);

async function compareKustomization(files, directory, folder) {
  const [[ours], [theirs]] = await Promise.all(
    [builtIn.kustomize, native.kustomize].map((engine) => engine.buildMany([{ files, directory }])),
  );
  judge(`kustomize ${posix.join(folder, directory)}`, ours, theirs);
}

async function compareChart(files, directory, folder) {
  if (native.helm === undefined) return;
  const request = {
    chart: { files: files.below(directory) },
    releaseName: 'release',
    namespace: 'namespace',
    includeCrds: true,
  };
  const [ours, theirs] = await Promise.all(
    [builtIn.helm, native.helm].map((engine) =>
      engine.template(request).then(
        ({ output, volatile }) => (volatile.length > 0 ? 'random' : output),
        (error) => error,
      ),
    ),
  );
  if (ours !== 'random') judge(`helm ${posix.join(folder, directory)}`, ours, theirs);
}

function judge(what, ours, theirs) {
  const [weRefuse, theyRefuse] = [ours instanceof Error, theirs instanceof Error];
  const verdict = verdictOf();
  function verdictOf() {
    if (weRefuse) return theyRefuse ? 'both refuse' : 'only the command builds';
    if (theyRefuse) return 'only ours builds';
    return isDeepStrictEqual(ours, theirs) ? 'same' : 'different';
  }
  counts[verdict]++;
  if (verdict !== 'same' && verdict !== 'both refuse')
    console.log(
      `${verdict}: ${what}${weRefuse ? `\n    ours: ${ours.message.slice(0, 300)}` : ''}${theyRefuse ? `\n    theirs: ${theirs.message.slice(0, 300)}` : ''}`,
    );
}

function filesBelow(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/(?:^|\/)(?:\.git|node_modules)(?:\/|$)/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => statSync(path).size <= LARGEST)
    .map((path) => [relative(folder, path).replaceAll('\\', '/'), readFileSync(path)])
    .filter(([, content]) => !content.includes(0));
  return FileSet.of(files.map(([path, content]) => [path, content.toString('utf8')]));
}

function isComponent(text) {
  try {
    return parseYaml(text, 'kustomization').some((document) => document?.kind === 'Component');
  } catch {
    return false;
  }
}
