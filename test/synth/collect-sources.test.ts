import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { EnvironmentSettings } from '../../src/model/environment.js';
import { HelmApplication, type HelmApplicationProps } from '../../src/model/helm-application.js';
import type { RepositoryProps } from '../../src/model/repository.js';
import { collect } from '../../src/synth/collect.js';
import { argoApplication } from '../../src/synth/layout/argo-application.js';
import { validateFields } from '../../src/synth/validate/fields.js';
import { environment, messages, repository, Web } from '../model/fixtures.js';

const CHART = { repository: 'https://charts.example.com', name: 'web', version: '1.2.0' };
const COMMIT = '0123456789012345678901234567890123456789';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'collect-sources-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function pins(text: string): void {
  const file = join(root, 'environments/pins/dev/web.yaml');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

interface Given {
  readonly props?: Partial<HelmApplicationProps>;
  readonly environment?: EnvironmentSettings;
  readonly repository?: Partial<RepositoryProps>;
}

/** The Argo Application of one overlay. */
function build(given: Given = {}) {
  const parent = repository({ root, ...given.repository });
  const dev = environment(parent, 'dev', given.environment);
  new HelmApplication(parent, 'web', { chart: CHART, ...given.props }).overlay(dev);
  const { applications, problems, warnings } = collect(parent);
  const [target] = applications[0]?.targets ?? [];
  const { spec } = argoApplication(parent, target!);
  return {
    revisions: (spec.sources ?? [spec.source]).map((source) => source?.targetRevision),
    spec,
    problems: messages([...problems, ...validateFields(parent, [target!])]),
    warnings,
  };
}

describe('pins', () => {
  test.each<[what: string, text: string, given: Given, revisions: readonly string[]]>([
    ['the version of a chart', 'version: 1.3.0', {}, ['1.3.0']],
    [
      'the revision of a chart in another Git repository',
      'version: v2',
      { props: { chart: { repository: 'https://git.example.com/web.git', path: '.', revision: 'v1' } } },
      ['v2'],
    ],
    [
      'a promoted revision counts for the values, and not for the chart',
      `version: 1.3.0\nrevision: '${COMMIT}'`,
      { props: { values: { a: 1 } }, environment: { follow: 'promotion' } },
      ['1.3.0', COMMIT],
    ],
    [
      'a promoted revision counts for a chart of this repository',
      `revision: '${COMMIT}'`,
      { props: { chart: { path: 'charts/web' } }, environment: { follow: 'promotion' } },
      [COMMIT],
    ],
  ])('%s', (_, text, given, revisions) => {
    pins(text);

    expect(build(given)).toMatchObject({ revisions, problems: [], warnings: [] });
  });

  test.each<[what: string, text: string, given: Given, message: string]>([
    [
      'a version of this repository',
      'version: v2',
      { props: { chart: { path: 'charts/web' } } },
      "'version' pins nothing: the source of 'web/dev' is in this repository",
    ],
    [
      'images of a chart',
      'images: { registry.example.com/web: { tag: v1 } }',
      {},
      "'images' pins nothing: 'web/dev' has its images in its source",
    ],
  ])('%s is refused', (_, text, given, message) => {
    pins(text);

    expect(build(given).problems).toEqual([`MODEL_INVALID_PINS: ${message}`]);
  });

  test('a version of constructs is refused', () => {
    pins('version: v1');
    const parent = repository({ root });
    new Web(parent).overlay(environment(parent, 'dev'));

    expect(messages(collect(parent).problems)).toEqual([
      "MODEL_INVALID_PINS: 'version' pins nothing: 'web/dev' is made of constructs and has no chart",
    ]);
  });

  test('a promoted overlay whose version follows the code is a warning', () => {
    pins(`revision: '${COMMIT}'`);

    expect(build({ environment: { follow: 'promotion' } }).warnings).toEqual([
      expect.stringContaining("'web/dev' stays on a promoted revision, but its version is the one in the code"),
    ]);
  });
});

describe('further fields of the Argo Application', () => {
  const fields = (spec: Readonly<Record<string, unknown>>): Given => ({ repository: { argoApplication: { spec } } });

  test.each<[what: string, given: Given, expected: object]>([
    [
      'fields of a chart are added',
      fields({ source: { helm: { version: 'v3' } } }),
      { source: { helm: { version: 'v3' } } },
    ],
    [
      'a revision counts for this repository, and not for the chart',
      { ...fields({ source: { targetRevision: 'next' } }), props: { values: { a: 1 } } },
      { sources: [{ targetRevision: '1.2.0' }, { targetRevision: 'next', ref: 'values' }] },
    ],
    [
      'a revision counts for a chart of this repository',
      { ...fields({ source: { targetRevision: 'next' } }), props: { chart: { path: 'charts/web' } } },
      { source: { targetRevision: 'next', path: 'charts/web' } },
    ],
  ])('%s', (_, given, expected) => {
    expect(build(given)).toMatchObject({ spec: expected, problems: [] });
  });

  test.each<[what: string, given: Given, field: string]>([
    ['another type of source', fields({ source: { kustomize: { namePrefix: 'a-' } } }), 'spec.source.kustomize'],
    ['what the props say', fields({ source: { helm: { releaseName: 'other' } } }), 'spec.source.helm.releaseName'],
    ['several sources', fields({ sources: [] }), 'spec.sources'],
    [
      'one source next to several',
      { ...fields({ source: { helm: { skipCrds: true } } }), props: { values: { a: 1 } } },
      'spec.source',
    ],
  ])('%s is refused', (_, given, field) => {
    expect(build(given).problems).toEqual([
      `MODEL_INVALID_VALUE: argoApplication sets '${field}', which synth writes itself with another value`,
    ]);
  });
});
