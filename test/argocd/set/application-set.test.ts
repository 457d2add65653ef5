import { parseApplicationSet } from '../../../src/argocd/set/application-set.js';
import { GitopsError } from '../../../src/errors.js';

const GENERATORS = [{ list: { elements: [] } }];
const APPLICATION = { project: 'default', destination: { server: 'https://kubernetes.default.svc' } };

function problemsOf(spec: object): readonly (readonly [string, string | undefined])[] {
  try {
    parseApplicationSet(
      { apiVersion: 'argoproj.io/v1alpha1', kind: 'ApplicationSet', metadata: { name: 'web' }, spec },
      'set.yaml',
    );
    return [];
  } catch (error) {
    if (!GitopsError.is(error)) throw error;
    return GitopsError.each(error).map(({ message, hint }) => [message, hint]);
  }
}

test('a template whose spec stands one level too high is one mistake', () => {
  const template = { metadata: { name: 'web' } };

  expect(problemsOf({ generators: GENERATORS, template, spec: APPLICATION })).toEqual([
    ["ApplicationSet 'web': spec.template.spec is missing", 'Move it there: it is at spec.spec.'],
  ]);
});

test('a field that is missing and another that is unknown are two', () => {
  const problems = problemsOf({ generators: GENERATORS, template: { metadata: { name: 'web' } }, sepc: 1 });

  expect(problems).toHaveLength(2);
});
