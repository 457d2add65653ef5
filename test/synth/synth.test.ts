import { RawObject } from '../../src/model/raw-object.js';
import { synth } from '../../src/synth/synth.js';
import { environment, repository, Web } from '../model/fixtures.js';

test('builds the files and the objects of a Repository in memory', async () => {
  const root = repository();
  const web = new Web(root);
  web.overlay(environment(root, 'dev'));
  web.overlay(environment(root, 'prod'), { props: { replicas: 6 } });
  new Web(root, 'idle');

  const { files, objects, warnings } = await synth(root);

  expect([...objects.keys()].sort()).toEqual(['web-dev', 'web-prod']);
  expect(objects.get('web-prod')!.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
    'ConfigMap web',
    'Deployment web',
  ]);
  expect(objects.get('web-prod')![1]).toMatchObject({ spec: { replicas: 6 } });
  expect(objects.get('web-dev')![1]).toMatchObject({ spec: { replicas: 1 } });
  expect(files.get('apps/web/overlays/prod/kustomization.yaml')).toContain('count: 6');
  expect(files.get('root-app.yaml')).toContain('kind: Application');
  expect(warnings).toEqual(["Application 'idle' is in no Environment: nothing is written for it"]);
});

test('refuses what gitops synth refuses, all at once', async () => {
  const root = repository();
  const web = new Web(root, 'web', { namespace: 'Not A Namespace' }, (scope) => {
    new RawObject(scope, 'secret', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'token' },
      stringData: { token: 'example' },
    });
  });
  web.overlay(environment(root, 'dev'));

  await expect(synth(root)).rejects.toMatchObject({
    code: 'SEVERAL_PROBLEMS',
    problems: [{ code: 'MODEL_INVALID_VALUE' }, { code: 'SYNTH_SECRET' }],
  });
});
