import type { ArgoApplication } from '../../argocd/application/application.js';
import { projectOf } from '../../argocd/application/project-of.js';
import type { ArgoAppProject } from '../../argocd/project/app-project.js';
import { toYaml } from '../../manifest/yaml.js';
import { AppProject } from '../../model/app-project.js';
import type { Repository } from '../../model/repository.js';
import { applicationFolder, type CommittedTree } from '../committed-tree.js';
import type { Scopes } from '../scope.js';
import { keptOnce, type ProjectUse, project, useOf } from './project.js';

export interface ProjectsInput {
  readonly repository: Repository;
  /** What each Argo Application of this synth uses, by project. */
  readonly uses: ReadonlyMap<string, readonly ProjectUse[]>;
  readonly committed: CommittedTree;
  readonly scopes: Scopes;
  readonly narrow: boolean;
  /** Puts a project before the Argo Applications. */
  readonly first: (project: ArgoAppProject) => ArgoAppProject;
}

/**
 * `projects/<project>.yaml` of every project that is used, declared, or used by the last commit. Argo CD's
 * own `default` is left alone.
 */
export function projectFiles({
  repository,
  uses,
  committed,
  scopes,
  narrow,
  first,
}: ProjectsInput): readonly (readonly [path: string, content: string])[] {
  const declared = new Map(
    repository.node
      .findAll()
      .flatMap((construct) => (AppProject.is(construct) ? [[construct.id, construct._props] as const] : [])),
  );
  const leaving = committed.applications
    .map(({ manifest }) => projectOf(manifest))
    .filter((name) => committed.project(name) !== undefined);
  // One that nothing uses any more waits for the next synth: it is not stale before.
  const waiting = narrow ? [] : committed.projects.filter((name) => keptOnce(committed.project(name)).length > 0);
  const names = [...new Set([...uses.keys(), ...declared.keys(), ...leaving, ...waiting])]
    .filter((name) => name !== 'default' || declared.has(name))
    .sort();
  return names.map((name) => {
    const manifest = project({
      name,
      namespace: repository.argocdNamespace,
      props: declared.get(name) ?? {},
      uses: uses.get(name) ?? [],
      committedUses: committed.applications.flatMap(({ manifest }) =>
        projectOf(manifest) === name ? [committedUse(repository, manifest, committed, scopes)] : [],
      ),
      committed: committed.project(name),
      narrow,
    });
    return [`projects/${name}.yaml`, toYaml(first(manifest))] as const;
  });
}

function committedUse(
  repository: Repository,
  application: ArgoApplication,
  committed: CommittedTree,
  scopes: Scopes,
): ProjectUse {
  return useOf(application, committed.objectsBelow(applicationFolder(application, repository.output)), scopes);
}
