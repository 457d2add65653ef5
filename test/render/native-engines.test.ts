import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileSet } from '../../src/files/file-set.js';
import { createNativeEngines } from '../../src/render/native-engines.js';
import { createRenderEngines } from '../../src/render/render-engines.js';
import { helmBinary } from '../../tools/helm-binary.mjs';
import { kustomizeBinary } from '../../tools/kustomize-binary.mjs';

const FILES = FileSet.of({
  'kustomization.yaml': 'resources: [x.yaml]\nnamePrefix: x-\n',
  'x.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n',
});
const CHART = {
  chart: {
    files: FileSet.of({
      'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
      'templates/x.yaml': 'a: {{ .Release.Name }}\n',
    }),
  },
  releaseName: 'shop',
  namespace: 'shop',
};

test('the commands of this machine yield what the engines that are built in yield', async () => {
  const helm = await helmBinary();
  const warnings: string[] = [];
  const commands = { kustomize: kustomizeBinary(), ...(helm === undefined ? {} : { helm }) };
  const native = createNativeEngines({ commands, onWarning: (message) => warnings.push(message) });
  const builtIn = createRenderEngines();
  try {
    expect(await native.kustomize.buildMany([{ files: FILES, directory: '.' }])).toEqual(
      await builtIn.kustomize.buildMany([{ files: FILES, directory: '.' }]),
    );
    expect(warnings).toEqual([]);
    if (helm === undefined) return;
    expect((await native.helm().template(CHART)).output).toBe((await builtIn.helm().template(CHART)).output);
  } finally {
    await Promise.all([native.close(), builtIn.close()]);
  }
});

test('a version that is not the one that is built in is told', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'native-engines-'));
  const helm = join(folder, 'helm');
  writeFileSync(helm, '#!/bin/sh\necho v3.0.0\n');
  chmodSync(helm, 0o755);
  const warnings: string[] = [];
  const native = createNativeEngines({ commands: { helm }, onWarning: (message) => warnings.push(message) });
  try {
    await native.helm().template(CHART);
    expect(warnings).toEqual([expect.stringMatching(/^helm on PATH is 3\.0\.0; the one that is built in is 4\./)]);
  } finally {
    await native.close();
    rmSync(folder, { recursive: true });
  }
});

test('a command that is missing is told where it is needed, with the way out, and nowhere else', async () => {
  const native = createNativeEngines({ commands: { kustomize: '/no/such/kustomize', helm: '/no/such/helm' } });

  expect(await native.kustomize.buildMany([{ files: FILES, directory: '.' }])).toEqual([
    expect.objectContaining({ code: 'ENGINE_MISSING', hint: expect.stringContaining('--engine native') }),
  ]);
  await expect(native.helm().template(CHART)).rejects.toMatchObject({ code: 'ENGINE_MISSING' });
  await native.close();
});
