import type { ArgoApplication } from '../../argocd/application/application.js';
import { toClusterSecretManifest } from '../../argocd/clusters/cluster-secret.js';
import { LABEL } from '../../argocd/labels.js';
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
import { neededFirst } from './needed-first.js';
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
  const manifests: ArgoApplication[] = [...handWritten(input.committed)];
  const leaving = movedApplications(input.committed, repository._movedApplications);
  const applications = collected.applications.map((application): OwnershipUnit => {
    const argoFiles = writtenTargets(application).map((target): File => {
      const manifest = argoApplication(repository, target);
      manifests.push(manifest);
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
    const moved = leaving
      .filter((file) => file.application === id)
      .map(({ file, manifest }): File => [file, toYaml(manifest)]);
    return {
      name: `applications/${id}`,
      files: FileSet.of([...moved, ...argoFiles, ...(files.get(application) ?? [])]),
    };
  });
  const known = new Set(applications.map(({ name }) => name));
  const renamed = leaving
    .filter(({ application = '' }) => !known.has(`applications/${application}`))
    .map(
      ({ application, file, manifest }): OwnershipUnit => ({
        name: `applications/${application}`,
        files: FileSet.of([[file, toYaml(manifest)]]),
      }),
    );
  const first = neededFirst([...manifests, ...leaving.map(({ manifest }) => manifest)]);
  const clusters = repository.node.findAll().flatMap((construct): File[] => {
    if (!Cluster.is(construct)) return [];
    return [
      [
        `clusters/${construct.id}.yaml`,
        toYaml(first(toClusterSecretManifest(construct._secret, repository.argocdNamespace))),
      ],
    ];
  });
  const hasApplications = applications.some((unit) => unit.files.size > 0);
  return [
    ...applications,
    ...joined(renamed),
    { name: 'clusters', files: FileSet.of(clusters) },
    { name: 'projects', files: FileSet.of(projectFiles({ ...input, uses, first })) },
    {
      name: 'root',
      files: FileSet.of(hasApplications ? [['root-app.yaml', toYaml(rootApplication(repository))]] : []),
    },
  ].filter((unit) => unit.files.size > 0);
}

/** What stands beside our files and belongs to the same app of apps. */
function handWritten({ applications }: CommittedTree): readonly ArgoApplication[] {
  return applications.flatMap(({ manifest }) =>
    manifest.metadata.labels?.[LABEL.application] === undefined ? [manifest] : [],
  );
}

function joined(units: readonly OwnershipUnit[]): readonly OwnershipUnit[] {
  const files = new Map<string, FileSet>();
  for (const unit of units) files.set(unit.name, (files.get(unit.name) ?? FileSet.EMPTY).with(unit.files));
  return [...files].map(([name, joinedFiles]) => ({ name, files: joinedFiles }));
}
