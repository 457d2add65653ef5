import type { Helm } from '../engines/helm/helm.js';
import type { BuildFlags, Kustomize } from '../engines/kustomize/kustomize.js';
import { GitopsError } from '../errors.js';
import type { FileSet } from '../files/file-set.js';
import { assertLinksInside } from './kustomize/assert-links-inside.js';
import { createChartHost } from './kustomize/create-chart-host.js';
import { fetchBases, type WithBases } from './kustomize/fetch-bases.js';
import type { RemoteBases } from './kustomize/remote-bases.js';
import type { RenderEngines } from './render-engines.js';
import type { Built } from './render-source.js';
import type { ResolvedSource } from './source/locate-source.js';
import type { SourceTree } from './source/source-context.js';

/** The result of building a folder with kustomize. */
export interface BuiltOverlay {
  readonly built: Built;
  readonly bases: readonly ResolvedSource[];
}

export type BuildOverlay = (
  tree: Pick<SourceTree, 'binaries' | 'files' | 'links'>,
  directory: string,
  flags: BuildFlags | undefined,
) => Promise<BuiltOverlay>;

export interface BuildOptions extends Partial<Pick<RenderEngines, 'helm'>> {
  readonly kustomize: Pick<Kustomize, 'buildMany'>;
  /** Finds remote bases and other remote resources of kustomizations. Default: none is found. */
  readonly bases?: RemoteBases;
}

/** Builds with kustomize, each folder once: several Argo Applications may have one overlay. */
export function buildOnce({ kustomize, bases, helm }: BuildOptions): BuildOverlay {
  const trees = new WeakMap<FileSet, Map<string, Promise<BuiltOverlay>>>();
  const build: BuildOverlay = async (tree, directory, flags) => {
    try {
      if (flags?.loadRestrictor !== 'LoadRestrictionsNone') assertLinksInside(tree, directory);
      const {
        files,
        binaries = new Map(),
        sources,
      }: FoundBases = bases === undefined
        ? { ...tree, sources: [] }
        : await fetchBases(tree.files, directory, { remote: bases, binaries: tree.binaries });
      const charts =
        bases === undefined || helm === undefined || flags?.enableHelm !== true
          ? undefined
          : createChartHost({ directory, helm: lazily(helm), remote: bases, binaries });
      const [built = []] = await kustomize.buildMany([
        { files, binaries, directory, ...(flags && { flags }), ...(charts && { charts }) },
      ]);
      return { built, bases: [...sources, ...(charts?.sources ?? [])] };
    } catch (error) {
      if (GitopsError.is(error)) return { built: error, bases: [] };
      throw error;
    }
  };
  return (tree, directory, flags) => {
    const { files } = tree;
    const known = trees.get(files) ?? new Map<string, Promise<BuiltOverlay>>();
    trees.set(files, known);
    const key = JSON.stringify([directory, flags]);
    const result = known.get(key) ?? build(tree, directory, flags);
    known.set(key, result);
    return result;
  };
}

type FoundBases = Pick<SourceTree, 'binaries' | 'files'> & Pick<WithBases, 'sources'>;

/** Creates the engine only for a chart, because most kustomizations have none. */
function lazily(helm: RenderEngines['helm']): Pick<Helm, 'template'> {
  return { template: (request) => helm().template(request) };
}
