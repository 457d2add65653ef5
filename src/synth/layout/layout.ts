import type { ArgoApplication } from '../../argocd/application/application.js';
import { projectOf } from '../../argocd/application/project-of.js';
import { LABEL } from '../../argocd/labels.js';
import { FileSet } from '../../files/file-set.js';
import type { OwnershipUnit } from '../../files/ownership.js';
import { toYaml } from '../../manifest/yaml.js';
import { Cluster } from '../../model/cluster.js';
import type { Repository } from '../../model/repository.js';
import type { Collected } from '../collect.js';
import type { CommittedTree } from '../committed-tree.js';
import type { Scopes } from '../scope.js';
import { type CollectedApplication, writtenTargets } from '../target.js';
import { applicationUnits, type PlacedFile } from './application-units.js';
import { argoApplication } from './argo-application.js';
import type { File } from './base.js';
import { clusterSecret } from './cluster-secret.js';
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
  const applications = collected.applications.flatMap((application) => {
    const argoFiles = writtenTargets(application).map((target): PlacedFile => {
      const manifest = argoApplication(repository, target);
      manifests.push(manifest);
      const use = useOf(
        manifest,
        target.build.objects.map(({ object }) => object),
        scopes,
      );
      addUse(uses, manifest, use);
      return { file: [target.file, toYaml(manifest)], overlay: target.directory };
    });
    const own = (files.get(application) ?? []).map((file): PlacedFile => ({ file }));
    const overlays = new Set(argoFiles.flatMap(({ overlay }) => overlay ?? []));
    return applicationUnits(application.application.id, [...argoFiles, ...own], overlays);
  });
  const moved = leaving.flatMap(({ application = '', file, manifest }) => {
    const placed: PlacedFile = { file: [file, toYaml(manifest)], overlay: `overlays/${manifest.metadata.name}` };
    return applicationUnits(application, [placed], new Set());
  });
  const { _rootApplication: root } = repository;
  const hasApplications = applications.some((unit) => unit.files.size > 0);
  const rootManifest = root && hasApplications ? rootApplication(repository, root) : undefined;
  if (rootManifest) addUse(uses, rootManifest, useOf(rootManifest, [], scopes));
  const first = neededFirst([...manifests, ...leaving.map(({ manifest }) => manifest)]);
  const clusters = repository.node.findAll().flatMap((construct): OwnershipUnit[] => {
    if (!Cluster.is(construct)) return [];
    const { value } = clusterSecret(construct, repository.argocdNamespace);
    const isOurs = construct._written !== undefined;
    const path = `${isOurs ? '' : 'argocd/'}clusters/${construct.id}.yaml`;
    return [{ name: `clusters/${construct.id}`, files: FileSet.of([[path, toYaml(isOurs ? first(value) : value)]]) }];
  });
  const projects = projectFiles({ ...input, uses, first }).map(
    ([path, text]): OwnershipUnit => ({ name: path.replace(/\.yaml$/, ''), files: FileSet.of([[path, text]]) }),
  );
  return [
    ...joined([...applications, ...moved]),
    ...clusters,
    ...projects,
    {
      name: 'root',
      files: FileSet.of(rootManifest ? [['root-app.yaml', toYaml(rootManifest)]] : []),
    },
  ].filter((unit) => unit.files.size > 0);
}

function addUse(uses: Map<string, ProjectUse[]>, application: ArgoApplication, use: ProjectUse): void {
  const project = projectOf(application);
  uses.set(project, [...(uses.get(project) ?? []), use]);
}

/** Other files that belong to the same app of apps. */
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
