import type { ArgoApplication } from '../../../src/argocd/application/application.js';
import type { ClusterSecret } from '../../../src/argocd/clusters/cluster-secret.js';
import { ANNOTATION, LABEL } from '../../../src/argocd/labels.js';
import { GitopsError } from '../../../src/errors.js';
import type { Selection } from '../../../src/workflow/api/options.js';
import type { SkippedApplication } from '../../../src/workflow/api/results.js';
import {
  assertNotAllSkipped,
  assertSelected,
  findCluster,
  matches,
  type Purpose,
  type SelectedApplication,
  skipped,
} from '../../../src/workflow/verdicts/selection.js';

// "Why was this chosen, and that not?" Which Argo Applications the options -e, -a and --cluster mean, and
// which cluster one goes to.

interface Sketch {
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly destination?: ArgoApplication['spec']['destination'];
}

function argo({ name = 'web-prod', destination = { name: 'prod-eu' }, ...more }: Sketch = {}): ArgoApplication {
  const metadata = { name, ...more };
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata,
    spec: { project: 'default', destination },
  };
}

const cluster = (name: string, server?: string): ClusterSecret => ({
  name,
  type: 'kubeconfig',
  labels: {},
  ...(server ? { server } : {}),
});
const labelled = (environment: string, application: string, id: string): Readonly<Record<string, string>> => ({
  [LABEL.environment]: environment,
  [LABEL.application]: application,
  [LABEL.cluster]: id,
});
const web = argo({ labels: labelled('prod', 'web', 'eu') });
/** Written by hand: without labels of ours. */
const plain = argo({ name: 'legacy' });

describe('an Argo Application is chosen by every kind of name that is given', () => {
  test.each<[string, ArgoApplication, Selection, boolean]>([
    ['nothing is asked', web, {}, true],
    ['its environment', web, { environments: ['prod'] }, true],
    ['one of several environments', web, { environments: ['dev', 'prod'] }, true],
    ['another environment', web, { environments: ['dev'] }, false],
    ['the id of its Application', web, { applications: ['web'] }, true],
    ['its own name', web, { applications: ['web-prod'] }, true],
    ['another name', web, { applications: ['we'] }, false],
    ['the name of its cluster', web, { clusters: ['prod-eu'] }, true],
    ['the id of its Cluster', web, { clusters: ['eu'] }, true],
    ['another cluster', web, { clusters: ['us'] }, false],
    [
      'environment, application and cluster',
      web,
      { environments: ['prod'], applications: ['web'], clusters: ['eu'] },
      true,
    ],
    ['environment and another application', web, { environments: ['prod'], applications: ['api'] }, false],
    ['application and another environment', web, { environments: ['dev'], applications: ['web'] }, false],
    ['environment and another cluster', web, { environments: ['prod'], clusters: ['us'] }, false],
    ['a list without a name chooses nothing', web, { applications: [] }, false],
    ['without labels: its name', plain, { applications: ['legacy'] }, true],
    ['without labels: its cluster', plain, { clusters: ['prod-eu'] }, true],
    ['without labels: any environment', plain, { environments: ['prod'] }, false],
    ['an environment by the name of an application', web, { environments: ['web'] }, false],
  ])('%s', (_, application, selection, chosen) => {
    expect(matches(application, { name: 'prod-eu' }, selection)).toBe(chosen);
  });
});

describe('the cluster that spec.destination names', () => {
  const [eu, us] = [cluster('prod-eu', 'https://eu'), cluster('prod-us', 'https://us')];
  const home = { name: 'in-cluster', server: 'https://kubernetes.default.svc', type: 'in-cluster', labels: {} };
  const declared = { ...cluster('home'), server: home.server };

  test.each<[string, ArgoApplication['spec']['destination'], readonly ClusterSecret[], object]>([
    ['by name', { name: 'prod-us' }, [eu, us], us],
    ['by server', { server: 'https://us' }, [eu, us], us],
    ['in-cluster by name, without a Secret', { name: 'in-cluster' }, [eu], home],
    ['in-cluster by server, without a Secret', { server: home.server }, [eu], home],
    ['in-cluster by server, with a Secret', { server: home.server }, [eu, declared], declared],
  ])('%s', (_, destination, clusters, expected) => {
    expect(findCluster(argo({ destination }), clusters, 'web.yaml')).toEqual(expected);
  });

  test.each<[string, ArgoApplication['spec']['destination'], readonly ClusterSecret[], string, string]>([
    ['an unknown name', { name: 'us' }, [eu, us], "'us'", 'Known clusters: prod-eu, prod-us.'],
    ['an unknown server', { server: 'https://asia' }, [eu], "'https://asia'", 'Known clusters: prod-eu.'],
    ['a server in the place of a name', { name: 'https://eu' }, [eu], "'https://eu'", 'Known clusters: prod-eu.'],
    ['no name at all', {}, [eu], "''", 'Known clusters: prod-eu.'],
    ['a repository without clusters', { name: 'prod-eu' }, [], "'prod-eu'", 'Known clusters: none.'],
  ])('%s is refused', (_, destination, clusters, named, known) => {
    expect(() => findCluster(argo({ destination }), clusters, 'web.yaml')).toThrow(
      expect.objectContaining({
        code: 'WORKFLOW_CLUSTER_UNKNOWN',
        message: `'web-prod' goes to the cluster ${named}, which has no cluster Secret in Git`,
        hint: `${known} Declare the Cluster, or correct spec.destination.`,
        source: { file: 'web.yaml' },
      }),
    );
  });
});

describe('a name that nothing has is an error, not an empty run', () => {
  const selected = (application: ArgoApplication, name: string): SelectedApplication => ({
    application,
    file: '',
    cluster: cluster(name),
  });
  const known = [
    selected(web, 'prod-eu'),
    selected(argo({ name: 'api-dev', labels: labelled('dev', 'api', 'eu') }), 'dev'),
    selected(plain, 'prod-eu'),
  ];
  const hint = 'Environments: dev, prod. Applications: api, legacy, web. Clusters: dev, prod-eu.';

  function problemsOf(
    found: number,
    selection: Selection,
    all: readonly SelectedApplication[] = known,
  ): readonly { message: string; hint?: string }[] {
    try {
      assertSelected(found, selection, all, 'HEAD');
      return [];
    } catch (error) {
      if (!GitopsError.is(error)) throw error;
      return GitopsError.each(error).map(({ code, message, hint: told }) => {
        expect(code).toBe('WORKFLOW_NOTHING_SELECTED');
        return { message, ...(told === undefined ? {} : { hint: told }) };
      });
    }
  }

  test.each<[string, number, Selection, readonly string[]]>([
    ['everything', 3, { all: true }, []],
    ['names that exist', 1, { environments: ['prod'], applications: ['web'], clusters: ['prod-eu'] }, []],
    ['an unknown environment', 0, { environments: ['test'] }, ["no environment 'test' in revision 'HEAD'"]],
    ['an unknown application', 0, { applications: ['wbe'] }, ["no application 'wbe' in revision 'HEAD'"]],
    ['an unknown cluster', 0, { clusters: ['us'] }, ["no cluster 'us' in revision 'HEAD'"]],
    [
      'an unknown one beside one that was found',
      1,
      { applications: ['web', 'wbe'] },
      ["no application 'wbe' in revision 'HEAD'"],
    ],
    [
      'all unknown ones at once',
      0,
      { environments: ['test'], applications: ['wbe', 'web'], clusters: ['us'] },
      [
        "no environment 'test' in revision 'HEAD'",
        "no application 'wbe' in revision 'HEAD'",
        "no cluster 'us' in revision 'HEAD'",
      ],
    ],
    [
      'names that exist, and not together',
      0,
      { environments: ['dev'], applications: ['web'] },
      ["no Argo Application in revision 'HEAD' matches 'dev', 'web' together"],
    ],
  ])('%s', (_, found, selection, messages) => {
    expect(problemsOf(found, selection)).toEqual(messages.map((message) => ({ message, hint })));
  });

  test('a revision without any says so', () => {
    expect(problemsOf(0, { all: true }, [])).toEqual([
      {
        message: "no Argo Application is in revision 'HEAD'",
        hint: 'Environments: none. Applications: none. Clusters: none.',
      },
    ]);
  });
});

describe('what was selected and is left alone', () => {
  const moved: SkippedApplication = { application: 'old', reason: "it continues as 'new'" };
  const theirs: SkippedApplication = { application: 'web', reason: 'Argo CD delivers it', deliveredBy: 'argocd' };
  const continued = argo({ name: 'old', annotations: { [ANNOTATION.movedTo]: 'new' } });
  const delivered = argo({ name: 'web', annotations: { [ANNOTATION.delivery]: 'argocd' } });

  test.each<[string, ArgoApplication, Purpose, SkippedApplication | undefined]>([
    ['nothing of ours', argo(), 'write', undefined],
    ['nothing of ours, whatever its annotations', argo({ annotations: { team: 'a' } }), 'write', undefined],
    ['what continues under another name', continued, 'write', moved],
    ['what continues under another name, for a look', continued, 'look', moved],
    ['what Argo CD delivers', delivered, 'write', theirs],
    ['not for a look at what Argo CD delivers', delivered, 'look', undefined],
  ])('%s', (_, application, purpose, expected) => {
    expect(skipped(application, purpose)).toEqual(expected);
  });

  test('is no error while something remains', () => {
    expect(() => assertNotAllSkipped(1, [moved, theirs], 'HEAD')).not.toThrow();
  });

  test.each<[string, readonly SkippedApplication[], string, string, string]>([
    [
      'everything continues under other names',
      [moved, { application: 'older', reason: "it continues as 'newer'" }],
      'WORKFLOW_NOTHING_SELECTED',
      "nothing that was selected is left in revision 'HEAD': 'old': it continues as 'new'; 'older': it continues as 'newer'",
      'Select it by the name under which it continues.',
    ],
    [
      'nothing was left alone either',
      [],
      'WORKFLOW_NOTHING_SELECTED',
      "nothing that was selected is left in revision 'HEAD'",
      'See gitops list for what the revision has.',
    ],
    [
      'Argo CD delivers some of it',
      [moved, theirs],
      'WORKFLOW_ARGOCD_DELIVERS',
      "Argo CD delivers 'web', as revision 'HEAD' says: nothing was changed",
      '',
    ],
  ])('is an error where nothing remains: %s', (_, left, code, message, hint) => {
    expect(() => assertNotAllSkipped(0, left, 'HEAD')).toThrow(
      expect.objectContaining({
        code,
        message,
        hint: expect.stringContaining(hint),
      }),
    );
  });
});
