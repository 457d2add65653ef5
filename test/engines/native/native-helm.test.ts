import { createHelm } from '../../../src/engines/helm/create-helm.js';
import { createNativeHelm } from '../../../src/engines/native/native-helm.js';
import { FileSet } from '../../../src/files/file-set.js';
import { helmBinary } from '../../../tools/helm-binary.mjs';
import { HELM_COMMAND, needs } from '../../helpers/needs.js';
import { chartYaml, configMap } from '../helm/charts.js';

const binary = await helmBinary();
const withCommand = needs(binary !== undefined, HELM_COMMAND).test;

const REQUEST = {
  chart: {
    files: FileSet.of({
      'Chart.yaml': chartYaml('web'),
      'values.yaml': 'a: 1\n',
      'templates/x.yaml': configMap('x', '  a: {{ .Values.a | quote }}'),
    }),
  },
  values: { files: [{ name: 'v.yaml', content: 'a: 2\n' }], set: ['a=3'], setFile: [{ name: 'b', content: 'text' }] },
  releaseName: 'rel',
  namespace: 'ns',
};

withCommand('gives what the engine that is built in gives', async () => {
  const native = await createNativeHelm({ command: binary! });
  const builtIn = createHelm();
  try {
    expect((await native.template(REQUEST)).output).toBe((await builtIn.template(REQUEST)).output);
  } finally {
    await builtIn.close();
  }
});

withCommand(
  'a release name that looks like a flag is not a flag, and a refusal names no folder of this machine',
  async () => {
    const native = await createNativeHelm({ command: binary! });

    const refused = native.template({ ...REQUEST, releaseName: '--post-renderer=/bin/sh' });

    await expect(refused).rejects.toMatchObject({
      code: 'ENGINE_HELM_FAILED',
      message: expect.not.stringContaining('/tmp/'),
    });
  },
);

test('a command that is not there is an error with the way out', async () => {
  await expect(createNativeHelm({ command: '/no/such/helm' })).rejects.toMatchObject({ code: 'ENGINE_MISSING' });
});
