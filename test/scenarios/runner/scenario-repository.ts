import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toYaml } from '../../../src/manifest/yaml.js';
import { type TempRepository, tempRepository } from '../../helpers/temp-repository.js';
import { type ApplicationPart, type Scenario, scopeOf } from './scenario.js';
import { filesBelow } from './scenario-files.js';

/** The Git repository of a scenario: what both tools read. */
export interface ScenarioRepository {
  readonly repository: TempRepository;
  /**
   * Full names of the Argo Applications, by their name in the scenario; the first is the one that steps mean
   * when they name none.
   */
  readonly applications: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** The app of apps, when the scenario has one. */
  readonly root?: Readonly<Record<string, unknown>>;
  /** Of the AppProject, when the scenario has one. */
  readonly project?: Readonly<Record<string, unknown>>;
  /** Commits exactly the files of a folder of the scenario as the source; the commit's id. */
  commit(folder: string): string;
}

const SOURCE = 'gitops/apps';
const CHILDREN = 'gitops/applications/dev';

/** @param repoURL default: that of the folder, which Argo CD can read */
export function scenarioRepository(scenario: Scenario, repoURL?: string): ScenarioRepository {
  const repository = tempRepository();
  const url = repoURL ?? `file://${repository.directory}`;
  const parts = Object.entries(scenario.applications ?? { main: scenario.application ?? {} });
  const applications = new Map(parts.map(([name, part]) => [name, applicationOf(scenario, name, part, url)]));
  const destination = { name: 'in-cluster', namespace: 'argocd' };
  const root = scenario.root
    ? {
        ...argo('Application', scopeOf(scenario)),
        spec: { project: 'default', source: { repoURL: url, path: CHILDREN }, destination },
      }
    : undefined;
  const project = scenario.project && { ...argo('AppProject', scopeOf(scenario)), spec: scenario.project };
  for (const [name, application] of applications)
    repository.write({ [`${CHILDREN}/${name}.yaml`]: toYaml(application) });
  if (project) repository.write({ [`gitops/projects/${scopeOf(scenario)}.yaml`]: toYaml(project) });
  return {
    repository,
    applications,
    ...(root ? { root } : {}),
    ...(project ? { project } : {}),
    commit(folder) {
      repository.git('rm', '-r', '-q', '--ignore-unmatch', SOURCE);
      const from = join(scenario.directory, folder);
      const below = scenario.applications ? SOURCE : `${SOURCE}/main`;
      const files = filesBelow(from).map((path) => [`${below}/${path}`, readFileSync(join(from, path))] as const);
      const markers = parts.map(([name]) => [`${SOURCE}/${name}/.gitkeep`, ''] as const);
      return repository.commit(folder, { ...Object.fromEntries(markers), ...Object.fromEntries(files) });
    },
  };
}

function applicationOf(
  scenario: Scenario,
  name: string,
  { annotations = {}, spec = {} }: ApplicationPart,
  repoURL: string,
): Readonly<Record<string, unknown>> {
  const { source, destination, ...rest } = spec as Record<string, Record<string, unknown>>;
  const full = scenario.applications ? `${scopeOf(scenario)}-${name}` : scopeOf(scenario);
  return {
    ...argo('Application', full, { annotations, labels: { 'cdk8s-gitops.io/environment': 'dev' } }),
    spec: {
      project: scenario.project ? scopeOf(scenario) : 'default',
      source: { repoURL, path: `${SOURCE}/${name}`, ...source },
      destination: { name: 'in-cluster', namespace: scopeOf(scenario), ...destination },
      ...rest,
    },
  };
}

function argo(kind: string, name: string, metadata: object = {}) {
  return { apiVersion: 'argoproj.io/v1alpha1', kind, metadata: { name, namespace: 'argocd', ...metadata } };
}
