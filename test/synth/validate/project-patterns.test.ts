import { FileSet } from '../../../src/files/file-set.js';
import { AppProject } from '../../../src/model/app-project.js';
import type { AppProjectProps } from '../../../src/model/app-project-props.js';
import { collect } from '../../../src/synth/collect.js';
import { committedTree } from '../../../src/synth/committed-tree.js';
import { patternWarnings } from '../../../src/synth/validate/project-patterns.js';
import { environment, repository, Web } from '../../model/fixtures.js';

const BY_HAND = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: by-hand, namespace: argocd }
spec: { project: shop, destination: { name: other, namespace: tools }, source: { repoURL: https://git.example.com/a.git, path: a } }
`;

function warnings(props: AppProjectProps) {
  const root = repository();
  const project = new AppProject(root, 'shop', props);
  new Web(root, 'web', { project }).overlay(environment(root, 'dev'));
  new Web(root, 'other', {}).overlay(environment(root, 'staging'));
  const targets = collect(root).applications.flatMap((one) => one.targets);
  const committed = committedTree(FileSet.of([['applications/by-hand.yaml', BY_HAND]]));
  return patternWarnings(root, targets, committed).map((text) => text.replace(/ \(test\/.*\)$/, ' (line)'));
}

const window = { kind: 'deny', schedule: '0 22 * * 5', duration: '1h' } as const;

test('patterns that match something of the project are fine', () => {
  expect(
    warnings({
      roles: [
        {
          name: 'dev',
          policies: [
            { resource: 'applications', actions: ['get'], objects: ['*', 'web-*', 'by-hand'] },
            { resource: 'applications', actions: ['get'] },
            { resource: 'repositories', actions: ['get'], objects: ['anything'] },
          ],
        },
      ],
      syncWindows: [{ ...window, applications: ['web-dev'], namespaces: ['tools'], clusters: ['other', 'dev-*'] }],
    }),
  ).toEqual([]);
});

test('a pattern that matches nothing of the project is a warning, with the line and what was meant', () => {
  expect(
    warnings({
      roles: [{ name: 'dev', policies: [{ resource: 'logs', actions: ['get'], objects: ['other-staging'] }] }],
      syncWindows: [{ ...window, applications: ['web-dve'], namespaces: ['tool'], clusters: ['eu-*'] }],
    }),
  ).toEqual([
    "AppProject 'shop': 'other-staging' of the role 'dev' matches no Argo Application of the project (line)",
    "AppProject 'shop': 'web-dve' of the sync window '0 22 * * 5' matches no Argo Application of the project; did you mean 'web-dev'? (line)",
    "AppProject 'shop': 'tool' of the sync window '0 22 * * 5' matches no namespace of the project; did you mean 'tools'? (line)",
    "AppProject 'shop': 'eu-*' of the sync window '0 22 * * 5' matches no cluster of the project (line)",
  ]);
});
