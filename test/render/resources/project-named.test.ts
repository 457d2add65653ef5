import type { ArgoAppProject } from '../../../src/argocd/project/app-project.js';
import { projectNamed } from '../../../src/render/resources/project-named.js';

const project = (namespace: string | undefined, name = 'shop') => ({
  resource: { metadata: { name, namespace } } as unknown as ArgoAppProject,
  file: `${namespace}.yaml`,
});

test.each<[string, readonly (string | undefined)[], string | undefined, string | undefined | 'none']>([
  ['the one in the namespace', ['a', undefined, 'b'], 'b', 'b'],
  ['one without a namespace', ['a', undefined], 'b', undefined],
  ['the first one, where it is not known which is meant', ['a', 'b'], undefined, 'a'],
  ['none', [], 'a', 'none'],
])('of several AppProjects with a name, %s', (_, namespaces, namespace, expected) => {
  const projects = [project('b', 'other'), ...namespaces.map((one) => project(one))];
  const found = projectNamed('shop', namespace, projects);

  expect(found === undefined ? 'none' : found.metadata.namespace).toBe(expected);
});
