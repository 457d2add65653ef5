import { toClusterSecretManifest } from '../../argocd/cluster-secret.js';
import { FileSet } from '../../files/file-set.js';
import type { OwnershipUnit } from '../../files/ownership.js';
import { toYaml } from '../../manifest/yaml.js';
import { Cluster } from '../../model/cluster.js';
import type { Repository } from '../../model/repository.js';
import { type Collected, type CollectedApplication, writtenTargets } from '../collect.js';
import type { CommittedTree } from '../committed-tree.js';
import type { Scopes } from '../scope.js';
import { argoApplication } from './argo-application.js';
import type { File } from './base.js';
import { movedApplications } from './moved-applications.js';
import { type ProjectUse, useOf } from './project.js';
import { projectFiles } from './projects.js';
import { rootApplication } from './root-application.js';

export interface LayoutInput {
  readonly repository: Repository;
  readonly collected: Collected;
  /** Bases and overlays, proved. */
  readonly files: ReadonlyMap<CollectedApplication, readonly File[]>;
  readonly committed: CommittedTree;
  readonly scopes: Scopes;
  readonly narrow: boolean;
}

/** Every file of the output, in the units that own them; paths are relative to the output folder. */
export function layout(input: LayoutInput): readonly OwnershipUnit[] {
  const { repository, collected, files, scopes } = input;
  const uses = new Map<string, ProjectUse[]>();
  const leaving = movedApplications(input.committed, repository.movedApplications);
  const applications = collected.applications.map((application): OwnershipUnit => {
    const argoFiles = writtenTargets(application).map((target): File => {
      const manifest = argoApplication(repository, target);
      const use = useOf(
        manifest,
        target.build.objects.map(({ object }) => object),
        scopes,
      );
      const known = uses.get(manifest.spec.project);
      if (known) known.push(use);
      else uses.set(manifest.spec.project, [use]);
      return [`applications/${target.overlay.environment.id}/${target.name}.yaml`, toYaml(manifest)];
    });
    const { id } = application.application;
    const moved = leaving.filter((file) => file.application === id).map(({ file, content }): File => [file, content]);
    return { name: `applications/${id}`, files: FileSet.of([...moved, ...argoFiles, ...(files.get(application) ?? [])]) };
  });
  const known = new Set(applications.map(({ name }) => name));
  const renamed = leaving
    .filter(({ application = '' }) => !known.has(`applications/${application}`))
    .map(({ application, file, content }): OwnershipUnit => ({ name: `applications/${application}`, files: FileSet.of([[file, content]]) }));
  const clusters = repository.node.findAll().flatMap((construct): File[] => {
    if (!Cluster.is(construct)) return [];
    return [[`clusters/${construct.id}.yaml`, toYaml(toClusterSecretManifest(construct.secret, repository.argocdNamespace))]];
  });
  const hasApplications = applications.some((unit) => unit.files.size > 0);
  return [
    ...applications,
    ...joined(renamed),
    { name: 'clusters', files: FileSet.of(clusters) },
    { name: 'projects', files: FileSet.of(projectFiles({ ...input, uses })) },
    { name: 'root', files: FileSet.of(hasApplications ? [['root-app.yaml', toYaml(rootApplication(repository))]] : []) },
  ].filter((unit) => unit.files.size > 0);
}

function joined(units: readonly OwnershipUnit[]): readonly OwnershipUnit[] {
  const files = new Map<string, FileSet>();
  for (const unit of units) files.set(unit.name, (files.get(unit.name) ?? FileSet.EMPTY).with(unit.files));
  return [...files].map(([name, joinedFiles]) => ({ name, files: joinedFiles }));
}
