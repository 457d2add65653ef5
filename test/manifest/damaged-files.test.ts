import fc from 'fast-check';
import { parseClustersFile } from '../../src/argocd/clusters/parse-clusters-file.js';
import { parseSettingsFile } from '../../src/argocd/parse-settings-file.js';
import { parseProject } from '../../src/argocd/project/parse-project.js';
import { parseRepositories } from '../../src/argocd/repositories/parse-repositories.js';
import { parseApplicationSet } from '../../src/argocd/set/application-set.js';
import { parseRecordedParameters } from '../../src/argocd/set/generators/recorded-parameters.js';
import { parseAccessFile } from '../../src/cluster/access/access-file.js';
import { parseHealthRules } from '../../src/cluster/health/parse-health-rules.js';
import { GitopsError } from '../../src/errors.js';
import { readOwnershipManifest } from '../../src/files/ownership-manifest.js';
import { parseObjects, parseYaml, toYaml } from '../../src/manifest/yaml.js';
import { parsePins } from '../../src/model/pins.js';
import { placesIn, replaced } from '../helpers/damage.js';
import { thrownBy } from '../helpers/thrown-by.js';

const SECRET = 'sentinel-4711';

/** Every reader of a file that people edit: what a sound file is, and the code of one that is not. */
const READERS: readonly {
  readonly reader: string;
  readonly code: string;
  readonly sound: unknown;
  readonly read: (text: string) => unknown;
}[] = [
  {
    reader: 'a pins file',
    code: 'MODEL_INVALID_PINS',
    sound: { images: { 'registry.example.com/web': { tag: '1.2' } }, revision: 'a'.repeat(40) },
    read: (text) => parsePins(text, 'file.yaml'),
  },
  {
    reader: 'the health rules',
    code: 'CLUSTER_HEALTH_RULES_INVALID',
    sound: { 'example.com/Widget': { cel: { healthy: 'true', degraded: 'false' } }, A: { lua: 'x', openLibs: true } },
    read: (text) => parseHealthRules(parseYaml(text, 'file.yaml')[0], 'file.yaml', text),
  },
  {
    reader: 'the clusters file',
    code: 'ARGOCD_INVALID_PARAMETERS',
    sound: [{ name: 'eu', server: 'https://eu.example.com', project: 'shop', labels: { region: 'eu' } }],
    read: (text) => parseClustersFile(text, 'file.yaml'),
  },
  {
    reader: 'the recorded parameters',
    code: 'ARGOCD_INVALID_PARAMETERS',
    sound: {
      apiVersion: 'cdk8s-gitops.io/v1',
      kind: 'GeneratorParameters',
      recordings: [{ applicationSet: 'a', generator: 'pullRequest', when: { x: 1 }, parameters: [{ number: '1' }] }],
    },
    read: (text) => parseRecordedParameters(text, 'file.yaml'),
  },
  {
    reader: 'an access file',
    code: 'CLUSTER_ACCESS_INVALID',
    sound: { clusters: { prod: { exec: { command: 'token', args: ['a'], env: { TOKEN: SECRET } } } } },
    read: (text) => parseAccessFile(text, 'file.yaml'),
  },
  {
    reader: 'a repository Secret',
    code: 'ARGOCD_INVALID_REPOSITORY',
    sound: {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'shop', labels: { 'argocd.argoproj.io/secret-type': 'repository' } },
      stringData: { url: 'https://git.example.com', password: SECRET, insecure: 'true', type: 'git' },
    },
    read: (text) => parseRepositories(text, 'file.yaml'),
  },
  {
    reader: 'an AppProject',
    code: 'ARGOCD_INVALID_PROJECT',
    sound: {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      metadata: { name: 'shop' },
      spec: { sourceRepos: ['*'], destinations: [{ server: '*', namespace: '*' }], roles: [{ name: 'a' }] },
    },
    read: (text) => parseObjects(text, 'file.yaml').map((one) => parseProject(one, 'file.yaml')),
  },
  {
    reader: 'an ApplicationSet',
    code: 'ARGOCD_INVALID_APPLICATIONSET',
    sound: {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'ApplicationSet',
      metadata: { name: 'shop' },
      spec: {
        generators: [
          { matrix: { generators: [{ list: { elements: [{ a: '1' }] } }, { clusters: { values: { b: 'c' } } }] } },
        ],
        template: { metadata: { name: '{{a}}' }, spec: { project: 'shop', destination: { name: 'eu' } } },
      },
    },
    read: (text) => parseObjects(text, 'file.yaml').map((one) => parseApplicationSet(one, 'file.yaml')),
  },
  {
    reader: 'an ownership manifest',
    code: 'FILES_INVALID_OWNERSHIP',
    sound: { version: 1, files: { 'apps/shop/a.yaml': `sha256:${'0'.repeat(64)}` } },
    // Something else than JSON is read line by line, and something else than a manifest owns nothing.
    read: (text) => readOwnershipManifest('file.yaml', text),
  },
  {
    reader: 'a settings file',
    code: 'ARGOCD_INVALID_SETTINGS',
    sound: {
      configs: {
        cm: { 'kustomize.buildOptions': '--enable-helm' },
        clusterCredentials: { eu: { server: 'https://eu.example.com', config: { bearerToken: SECRET } } },
      },
    },
    read: (text) => parseSettingsFile(text, 'file.yaml'),
  },
];

/** Other errors of a text: that of YAML, and of an object without a name. */
const OF_YAML = ['MANIFEST_INVALID_YAML', 'MANIFEST_INVALID_OBJECT'];

describe.each(READERS)('$reader', ({ code, sound, read }) => {
  test('is read', () => {
    expect(() => read(toYaml(sound))).not.toThrow();
  });

  test('with any value in any place is read, or it is an error of its own code in that file, without a secret', () => {
    const places = placesIn(sound);
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom(null, [], {}, '', 0, true, [null], { a: null }));

    fc.assert(
      fc.property(fc.constantFrom(...places), value, (place, damage) => {
        const error = errorOf(() => read(toYaml(replaced(sound, place, damage))));
        for (const problem of error === undefined ? [] : GitopsError.each(error)) {
          expect([code, ...OF_YAML]).toContain(problem.code);
          expect(problem.source?.file).toBe('file.yaml');
          expect(`${problem.message} ${problem.hint ?? ''}`).not.toContain(SECRET);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('cut off or edited at any place is read, or it is an error', () => {
    const text = toYaml(sound);
    const edit = fc.record({
      at: fc.nat(text.length),
      length: fc.nat(20),
      inserted: fc.oneof(fc.string(), fc.constantFrom('\n', ': ', '- ', '{')),
    });

    fc.assert(
      fc.property(edit, ({ at, length, inserted }) => {
        const error = errorOf(() => read(text.slice(0, at) + inserted + text.slice(at + length)));
        for (const problem of error === undefined ? [] : GitopsError.each(error))
          expect([code, ...OF_YAML]).toContain(problem.code);
      }),
      { numRuns: 300 },
    );
  });
});

test('a project and a set have every field of a type that was checked', () => {
  const project = { apiVersion: 'argoproj.io/v1alpha1', kind: 'AppProject', metadata: { name: 'shop' } };
  const spec = { sourceRepos: null, destinations: null, newer: { field: null } };

  expect(parseProject({ ...project, spec }, 'p.yaml').spec).toStrictEqual({ newer: { field: null } });
  expect(parseProject(project, 'p.yaml').spec).toStrictEqual({});
  expect(
    thrownBy(() => parseProject({ ...project, spec: { sourceRepos: '*', roles: [{}] } }, 'p.yaml')).problems.map(
      ({ message }) => message,
    ),
  ).toEqual([
    "AppProject 'shop': spec.sourceRepos is not a list: '*'",
    "AppProject 'shop': spec.roles[0].name is missing",
  ]);
});

function errorOf(work: () => unknown): GitopsError | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (GitopsError.is(error)) return error;
    throw error;
  }
}
