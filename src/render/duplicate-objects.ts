import { posix } from 'node:path';
import type { ArgoApplication } from '../argocd/application/application.js';
import { GitopsError } from '../errors.js';
import { deepEqual } from '../manifest/equality.js';
import { describeObject, keyOf } from '../manifest/identity.js';
import { itemsOf } from '../manifest/items-of.js';
import { isKubeObject, type KubeObject } from '../manifest/kube-object.js';
import { readDocuments } from '../manifest/read-documents.js';
import { placeInFile } from '../manifest/text-place.js';
import type { ResolvedSource } from './source/locate-source.js';
import { isChosenFile } from './source/read-directory.js';
import type { RenderWarning } from './source/render-warning.js';
import type { SourceContext } from './source/source-context.js';
import { detectType, typesWithContent } from './source/source-type.js';

/** The objects of one source of an Argo Application. */
export interface SourceObjects extends Pick<SourceContext, 'source' | 'path' | 'tree'> {
  readonly resolved: ResolvedSource;
  readonly objects: readonly KubeObject[];
}

/**
 * Objects that an Argo Application has more than once, each with its files, or else its sources. Equal
 * objects are a warning: charts that use one subchart twice generate them, and the order does not matter.
 * Pure.
 */
export function duplicateObjects(
  sources: readonly SourceObjects[],
  { application, file }: { readonly application: ArgoApplication; readonly file: string },
): readonly (GitopsError | RenderWarning)[] {
  const all = new Map<string, KubeObject[]>();
  for (const object of sources.flatMap(({ objects }) => objects)) {
    if (!object.metadata.name) continue;
    const same = all.get(keyOf(object));
    if (same) same.push(object);
    else all.set(keyOf(object), [object]);
  }
  return [...all]
    .filter(([, same]) => same.length > 1)
    .map(([key, [object, ...others]]) => {
      const name = describeObject(object!);
      const perSource = sources.map((source) => placesOf(key, source)).filter((found) => found.length > 0);
      const places = new Set(perSource.flat());
      const shared = places.size === 1 && perSource.length > 1 ? `, which ${perSource.length} sources name` : '';
      const often = others.length === 1 ? 'twice' : `${others.length + 1} times`;
      const message = `Argo Application '${application.metadata.name}' has '${name}' ${often}: in ${[...places].join(' and in ')}${shared}`;
      const about = { source: { file }, object: name };
      if (others.every((other) => deepEqual(other, object))) {
        const hint = 'Keep one of them. In the chart of somebody else, accept the finding: equal objects do no harm.';
        return { rule: 'duplicate-object', message: `${message}. They are equal`, ...about, hint };
      }
      const hint = 'Keep one of these manifests, and remove what is left.';
      return new GitopsError('RENDER_DUPLICATE_OBJECT', message, { ...about, hint });
    });
}

/** The files of a directory source. For kustomize, Helm and Jsonnet it is the source. */
function placesOf(key: string, from: SourceObjects): readonly string[] {
  const { source, path, tree, resolved, objects } = from;
  const count = objects.filter((object) => object.metadata.name && keyOf(object) === key).length;
  if (count === 0) return [];
  const of = resolved.fetched === true ? ` of ${resolved.repoURL}` : '';
  const type = typesWithContent(source)[0] ?? detectType(tree.files, path);
  if (resolved.chart !== undefined) return [`the chart '${resolved.chart}'${of}`];
  if (type === 'helm') return [`the chart '${path || '.'}'${of}`];
  if (type === 'kustomize') return [`the kustomization '${path || '.'}'${of}`];
  const found = inFiles(key, from);
  return found.length === count ? found.map((place) => `'${place}'${of}`) : [`the folder '${path || '.'}'${of}`];
}

function inFiles(key: string, { source, path, tree }: SourceObjects): readonly string[] {
  const options = source.directory ?? {};
  return tree.files
    .below(path)
    .entries()
    .filter(([file]) => isChosenFile(file, options) && !file.endsWith('.jsonnet'))
    .flatMap(([file, text]) => {
      const name = posix.join(path, file);
      return readDocuments(text, placeInFile(name)).flatMap((document) => {
        // A directory may hold files that are not manifests.
        if (GitopsError.is(document)) return [];
        const same = itemsOf(document.value).filter((item) => isKubeObject(item) && keyOf(item) === key);
        return same.map(() => `${name}:${document.line}`);
      });
    });
}
