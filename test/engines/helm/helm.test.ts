import { createHelm, type Helm } from '../../../src/engines/helm/helm.js';
import { GitopsError } from '../../../src/errors.js';
import { helmBinary } from '../../../tools/helm-binary.mjs';
import { type HelmCommandResult, helmTemplate } from '../../helpers/helm-command.js';
import { CASES, toRequest } from './charts.js';

const binary = await helmBinary();
const withCommand = binary === undefined ? test.skip : test;
if (binary === undefined) process.stderr.write('helm.test: SKIPPED the comparison with the real helm: it is not cached and npm cannot be reached\n');

let helm: Helm;

beforeAll(() => {
  helm = createHelm();
});
afterAll(() => helm.close());

async function ours(request: Parameters<Helm['template']>[0]): Promise<HelmCommandResult> {
  try {
    return { output: (await helm.template(request)).output };
  } catch (error) {
    if (!GitopsError.is(error) || error.code !== 'ENGINE_HELM_FAILED') throw error;
    return { error: error.message.replace("the chart of 'my-release': ", '') };
  }
}

describe('as the real helm template', () => {
  for (const [name, example] of Object.entries(CASES)) {
    withCommand(name, async () => {
      const request = toRequest(example);

      expect(await ours(request)).toEqual(await helmTemplate(binary!, request));
    });
  }
});
