import type { Kustomize } from '../engines/kustomize/kustomize.js';
import { GitopsError } from '../errors.js';
import { FileSet } from '../files/file-set.js';
import type { KubeObject } from '../manifest/kube-object.js';
import type { Build } from '../model/build.js';
import { baseFiles, type File } from './layout/base.js';
import { computeOverlay } from './overlays/compute-overlay.js';
import { overlayOrder } from './overlays/match-objects.js';
import { type Proof, proveOverlays } from './overlays/prove-overlays.js';
import { type CollectedApplication, type Target, writtenTargets } from './target.js';

interface Candidate {
  readonly application: CollectedApplication;
  readonly target: Target;
  readonly base: readonly File[];
  readonly files: FileSet;
}

/**
 * The files of every application's base and overlays. Each overlay is computed as its difference from the
 * base, and the real kustomize proves that it gives exactly the objects that are meant. An overlay whose
 * difference cannot be proved is written with all its objects whole, and proved again.
 *
 * @throws GitopsError with every overlay that cannot be proved either way
 */
export async function applicationFiles(
  applications: readonly CollectedApplication[],
  kustomize: Kustomize,
): Promise<ReadonlyMap<CollectedApplication, readonly File[]>> {
  const candidates = applications.flatMap(candidatesOf);
  const problems = await proveOverlays(candidates.map(proofOf), kustomize);
  const proved = problems.length === 0 ? candidates : await provedAnyhow(candidates, kustomize);
  const files = new Map<CollectedApplication, readonly File[]>();
  for (const { application, base, files: overlay } of proved)
    files.set(application, [...(files.get(application) ?? base), ...overlay.entries()]);
  for (const application of applications.filter(({ targets }) => targets.some(({ source }) => source !== undefined)))
    files.set(application, sourceFiles(application));
  return files;
}

function candidatesOf(application: CollectedApplication): readonly Candidate[] {
  const built = writtenTargets(application).filter(({ source }) => source === undefined);
  const folders = [...new Map(built.map((target) => [target.directory, target])).values()];
  const base = folders.length > 0 ? baseFiles(`${application.directory}/base`, objectsOf(application.base)) : [];
  return folders.map((target) => ({ application, target, base, files: overlayFiles(application, target) }));
}

/** The values of the base, the overlays and the clusters: nothing of them can be proved without the chart. */
function sourceFiles({ targets }: CollectedApplication): readonly File[] {
  return [...new Map(targets.flatMap(({ source }) => source?.files ?? []))];
}

async function provedAnyhow(candidates: readonly Candidate[], kustomize: Kustomize): Promise<readonly Candidate[]> {
  const problems: GitopsError[] = [];
  const proved = await Promise.all(
    candidates.map(async (candidate) => {
      if ((await proveOverlays([proofOf(candidate)], kustomize)).length === 0) return candidate;
      const whole = { ...candidate, files: overlayFiles(candidate.application, candidate.target, true) };
      problems.push(...(await proveOverlays([proofOf(whole)], kustomize)));
      return whole;
    }),
  );
  GitopsError.throwAll(problems);
  return proved;
}

function overlayFiles({ base, directory }: CollectedApplication, target: Target, whole = false): FileSet {
  return computeOverlay({
    base: objectsOf(base),
    overlay: objectsOf(target.build),
    baseDirectory: `${directory}/base`,
    overlayDirectory: target.directory,
    whole,
  });
}

function proofOf({ application, target, base, files }: Candidate): Proof {
  return {
    name: target.name,
    directory: target.directory,
    files: FileSet.of([...base, ...files.entries()]),
    expected: overlayOrder(objectsOf(application.base), objectsOf(target.build)),
    constructPath: target.overlay.node.path,
    source: target.overlay._site.location,
  };
}

function objectsOf({ objects }: Build): readonly KubeObject[] {
  return objects.map(({ object }) => object);
}
