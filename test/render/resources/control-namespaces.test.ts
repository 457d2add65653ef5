import { type ControlEvidence, controlNamespaces } from '../../../src/render/resources/control-namespaces.js';

type Namespace = string | undefined;
interface Git {
  readonly given?: string;
  readonly settings?: Namespace;
  readonly projects?: readonly Namespace[];
  readonly secrets?: readonly Namespace[];
  readonly applications?: readonly Namespace[];
  readonly roots?: readonly Namespace[];
  readonly sets?: readonly Namespace[];
}

const found = (namespace: Namespace) => ({ resource: { metadata: { name: 'a', namespace } }, file: 'a.yaml' });
const evidence = ({ given, projects = [], secrets = [], applications = [], roots = [], sets = [], ...more }: Git) =>
  ({
    ...(given === undefined ? {} : { controlNamespace: given }),
    ...('settings' in more ? { settings: found(more.settings) } : {}),
    projects: projects.map(found),
    clusterSecrets: secrets.map(found),
    applications: applications.map(found),
    roots: roots.map(found),
    applicationSets: sets.map(found),
  }) as unknown as ControlEvidence;

const OPENSHIFT = 'openshift-gitops';

// Of an Argo Application in a namespace: the namespace that its Argo CD runs in.
test.each<[string, Git, Namespace, Namespace]>([
  ['argocd-cm says it', { settings: OPENSHIFT, applications: ['team'] }, 'team', OPENSHIFT],
  ['AppProjects say it', { projects: [OPENSHIFT, OPENSHIFT], applications: ['team'] }, 'team', OPENSHIFT],
  ['cluster Secrets say it', { secrets: [OPENSHIFT], applications: ['argocd'] }, 'team', OPENSHIFT],
  ['also of an Argo Application without a namespace', { projects: [OPENSHIFT] }, undefined, OPENSHIFT],
  [
    'a namespace that is not written says nothing',
    { settings: undefined, projects: [undefined, 'gitops'] },
    'a',
    'gitops',
  ],
  [
    'the only namespace of all Argo Applications',
    { applications: [OPENSHIFT], roots: [OPENSHIFT] },
    undefined,
    OPENSHIFT,
  ],
  ['that of an ApplicationSet counts, too', { applications: [], sets: ['gitops'] }, 'gitops', 'gitops'],
  ['argocd, where some of them are', { applications: ['team-a', 'argocd', 'team-b'] }, 'team-a', 'argocd'],
  ['several, none of them argocd: not known', { applications: ['team-a', 'team-b'] }, 'team-a', undefined],
  ['nothing in Git: not known', {}, 'team-a', undefined],
  ['two Argo CDs: its own', { projects: ['argo-a', 'argo-b'] }, 'argo-b', 'argo-b'],
  ['two Argo CDs, and it is in a third namespace: not known', { projects: ['argo-a', 'argo-b'] }, 'team', undefined],
  [
    'two Argo CDs, and it has no namespace: not known',
    { settings: 'argo-a', projects: ['argo-b'] },
    undefined,
    undefined,
  ],
  ['what is given counts alone', { given: 'gitops', projects: ['argo-a', 'argo-b'] }, 'argo-a', 'gitops'],
])('%s', (_, git, namespace, control) => {
  const resources = evidence(git);

  expect(controlNamespaces(resources)({ namespace })).toBe(control);
  expect(controlNamespaces(resources)({ namespace })).toBe(control);
});
