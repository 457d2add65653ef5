import type { ApplicationSource } from '../../argocd/application/application.js';
import { describeShapeProblem } from '../../manifest/describe-shape-problem.js';
import type { Pins } from '../pins.js';
import { Lenders } from './lenders.js';
import type { Here } from './locate.js';
import { ObjectSource } from './object-source.js';
import type { SourceProblem } from './reference-problems.js';
import type { DescribedSource, SourceKind } from './source-kind.js';

export interface DescribeInput {
  readonly here: Here;
  /** Id of the Application. */
  readonly id: string;
  readonly pins: Pins;
  /** Value files that synth writes, as paths from the top of this repository. */
  readonly written: readonly string[];
}

/** All sources of an Argo Application. */
export interface DescribedSources {
  /** The source of the kind, further ones, and those that only lend files. None where the props are wrong. */
  readonly sources: readonly ApplicationSource[];
  /** Whether the first one is a folder of this repository. */
  readonly isHere: boolean;
  /** Paths in Git that the sources read, from the top; undefined where they may read any others. */
  readonly reads: readonly string[] | undefined;
  readonly problems: readonly SourceProblem[];
}

/** The sources of an Argo Application, from merged props. Pure. */
export function describeSources(
  kind: SourceKind,
  props: Readonly<Record<string, unknown>>,
  { here, id, pins, written }: DescribeInput,
): DescribedSources {
  const lenders = new Lenders(here);
  const first = kind.describe(props, { here, id, pins, lenders, written, isFirst: true });
  const given = Array.isArray(props['sources']) ? props['sources'] : [];
  const further = given.map((source: unknown, index) =>
    describeFurther(source, `sources[${index}]`, (one) =>
      one._kind.describe(one._props, { here, id, pins: {}, lenders, written: [], isFirst: false }),
    ),
  );
  const all = [...(first === undefined ? [] : [first]), ...further.flatMap(({ described = [] }) => described)];
  const reads = all.map((one) => one.reads);
  return {
    sources: first === undefined ? [] : [...all.map(({ source }) => source), ...lenders.sources],
    isHere: first?.isHere ?? false,
    reads: reads.includes(undefined) ? undefined : [...reads.flatMap((paths = []) => paths), ...lenders.files],
    problems: [...(first?.problems ?? []), ...further.flatMap(({ problems }) => problems), ...lenders.problems],
  };
}

function describeFurther(
  source: unknown,
  what: string,
  describe: (source: ObjectSource) => DescribedSource | undefined,
): { readonly described?: DescribedSource | undefined; readonly problems: readonly SourceProblem[] } {
  if (!ObjectSource.is(source)) {
    const hint = 'Give Source.helm({ … }), .kustomize({ … }), .directory({ … }) or .plugin({ … }).';
    return { problems: [{ message: `${what} is not a source with objects`, hint }] };
  }
  const described = describe(source);
  const types = source._kind.check(source._props).map((problem) => ({
    message: describeShapeProblem(problem),
    hint: problem.hint ?? 'Correct it: `tsc --noEmit` says which type it has.',
  }));
  const problems = [...types, ...(described?.problems ?? [])];
  return { described, problems: problems.map(({ message, hint }) => ({ message: `${what}: ${message}`, hint })) };
}
