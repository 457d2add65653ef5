// Makes ApplicationSets by chance, always the same ones, has Argo CD's own code expand them, and keeps both:
// `node tools/applicationsets/generate.mjs ORACLE`, where ORACLE is what record.sh builds.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const COUNT = 200;
const FIXTURES = 'test/applicationsets';
const RESULT = 'test/render/resources/generated-application-sets.json';

let state = 20_261_121;
const random = (size) => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * size);
};
const pick = (...items) => items[random(items.length)];
const some = (make, least = 1, most = 3) => Array.from({ length: least + random(most - least + 1) }, make);
const maybe = (key, make) => (random(2) === 0 ? {} : { [key]: make() });

const name = () => pick('name', 'server', 'env', 'k', 'cluster');
const scalar = (go) => pick('one', 'two', 'dev', 'prod', 'x-y', ...(go ? [1, 2.5, 1_000_000, true, null, ''] : ['']));
const value = (go, depth = 2) =>
  go && depth > 0 && random(3) === 0
    ? pick(
        () => some(() => value(go, depth - 1)),
        () => Object.fromEntries(some(() => [name(), value(go, depth - 1)])),
      )()
    : scalar(go);
const reference = (go) =>
  go
    ? pick(
        '{{ .name }}',
        '{{ .k | default "none" }}',
        '{{ toJson .values }}',
        '{{ if .env }}{{ .env }}{{ end }}',
        '{{ .path.basename }}',
        '{{ with .cluster }}{{ toJson . }}{{ end }}',
        'plain',
        '{{ .server }}',
      )
    : pick(
        '{{name}}',
        '{{ k }}',
        '{{values.a}}',
        '{{path.basename}}',
        '{{path[1]}}',
        '{{cluster.name}}',
        'plain',
        '{{metadata.labels.env}}',
        '{{server}}',
      );
const values = (go) => Object.fromEntries(some(() => [pick('a', 'b', 'k'), reference(go)]));
const element = (go) => ({
  ...Object.fromEntries(some(() => [name(), value(go)])),
  ...(random(4) === 0 ? { values: { a: pick('one', 'two') } } : {}),
});
const terminal = (go) =>
  pick(
    () => ({ list: { elements: some(() => element(go), 0) } }),
    () => ({
      clusters: {
        ...maybe('selector', () => ({ matchLabels: { env: pick('dev', 'prod', reference(go)) } })),
        ...maybe('values', () => values(go)),
        ...(random(5) === 0 ? { flatList: true } : {}),
      },
    }),
    () => ({
      git: {
        repoURL: 'https://example.com/repo.git',
        revision: 'HEAD',
        directories: some(() => ({
          path: pick('apps/*', '*', 'config/*/*', 'apps/[a-o]*', '*/??'),
          ...maybe('exclude', () => random(3) === 0),
        })),
        ...maybe('values', () => values(go)),
        ...maybe('pathParamPrefix', () => 'my'),
      },
    }),
    () => ({
      git: {
        repoURL: 'https://example.com/repo.git',
        revision: 'HEAD',
        files: some(() => ({
          path: pick('**/config.json', 'config*', 'config/us/*', 'config/eu', '*.json'),
          ...maybe('exclude', () => random(4) === 0),
        })),
        ...maybe('values', () => values(go)),
      },
    }),
  )();
const selected = (generator) => ({
  ...generator,
  ...(random(5) === 0
    ? {
        selector: pick(
          { matchLabels: { name: pick('one', 'dev') } },
          {
            matchExpressions: [
              { key: pick('k', 'env', 'values.a', 'cluster.name'), operator: pick('Exists', 'DoesNotExist') },
            ],
          },
          { matchExpressions: [{ key: 'name', operator: pick('In', 'NotIn'), values: ['dev', 'one', '1'] }] },
        ),
      }
    : {}),
});
const nested = (go, depth) => selected(depth === 0 || random(3) > 0 ? terminal(go) : combination(go, depth - 1));
const combination = (go, depth) =>
  pick(
    () => ({ matrix: { generators: [nested(go, depth), nested(go, depth)] } }),
    () => ({
      merge: {
        mergeKeys: some(() => pick('name', 'server', 'k', 'path'), 1, 2),
        generators: some(() => nested(go, depth), 2, 3),
      },
    }),
  )();
const applicationSet = () => {
  const go = random(3) > 0;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name: 'generated', namespace: 'argocd' },
    spec: {
      ...(go ? { goTemplate: true } : {}),
      ...(go
        ? maybe('goTemplateOptions', () => [pick('missingkey=zero', 'missingkey=default', 'missingkey=error')])
        : {}),
      generators: some(() => selected(random(2) === 0 ? terminal(go) : combination(go, 1)), 1, 2),
      ...(random(6) === 0
        ? { templatePatch: `spec: { source: { targetRevision: 'v${go ? '{{ len . }}' : '{{k}}'}' } }` }
        : {}),
      template: {
        metadata: {
          name: 'app',
          annotations: go
            ? { all: '{{ toJson . }}' }
            : Object.fromEntries(
                [
                  'name',
                  'server',
                  'env',
                  'k',
                  'cluster',
                  'values.a',
                  'values.b',
                  'values.k',
                  'path',
                  'path.basename',
                  'path[0]',
                  'path[1]',
                  'my.path',
                  'cluster.name',
                  'cluster.port',
                  'nameNormalized',
                ].map((key) => [key.replaceAll(/[[\]]/g, '_'), `{{${key}}}`]),
              ),
          ...maybe('labels', () => values(go)),
        },
        spec: {
          project: 'default',
          source: { repoURL: 'https://example.com/repo.git', path: reference(go) },
          destination: { name: 'in-cluster', namespace: 'x' },
        },
      },
    },
  };
};

const [oracle] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'applicationsets-'));
const sets = Array.from({ length: COUNT }, applicationSet);
for (const [index, set] of sets.entries()) {
  const one = join(folder, String(index));
  mkdirSync(one);
  writeFileSync(join(one, 'applicationset.yaml'), JSON.stringify(set));
  cpSync(join(FIXTURES, 'clusters-all/clusters.yaml'), join(one, 'clusters.yaml'));
  cpSync(join(FIXTURES, 'git-files/files'), join(one, 'files'), { recursive: true });
}
execFileSync(oracle, [folder]);
const recorded = sets.map((set, index) => ({
  spec: set.spec,
  ...JSON.parse(readFileSync(join(folder, String(index), 'expected.json'), 'utf8')),
}));
writeFileSync(RESULT, `[\n${recorded.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`);
rmSync(folder, { recursive: true });
