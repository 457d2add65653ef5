import type { ApplicationSource } from '../../argocd/application/application.js';
import { readShape, type Shape, type ShapeProblem } from '../../manifest/shape.js';
import type { Pins } from '../pins.js';
import type { Lenders } from './lenders.js';
import type { Here } from './locate.js';
import type { SourceProblem } from './reference-problems.js';

/** What a kind of source must know to describe itself as Argo CD spells it. */
export interface DescribeContext {
  /** This repository, as Argo CD is to read it. */
  readonly here: Here;
  /** Id of the Application. */
  readonly id: string;
  readonly pins: Pins;
  readonly lenders: Lenders;
  /** Value files that synth writes, as paths from the top of this repository. */
  readonly written: readonly string[];
  /** False for further sources, whose values are not written as files. */
  readonly isFirst: boolean;
}

/** A source as Argo CD spells it, and what is wrong with it. */
export interface DescribedSource {
  readonly source: ApplicationSource;
  /** Whether it is a folder of this repository. */
  readonly isHere: boolean;
  readonly problems: readonly SourceProblem[];
  /**
   * The folders and files of Git repositories that the source reads. Undefined when it may read any others,
   * such as the bases of a kustomization.
   */
  readonly reads: readonly string[] | undefined;
}

/** A kind of source: the props that only it has, and how Argo CD spells them. */
export interface SourceKind {
  /** Whether pins may name images. */
  readonly hasImages: boolean;
  /** What is wrong with the types of some of the props. */
  check(props: object): readonly ShapeProblem[];
  /** Undefined when types of the props are wrong. */
  describe(props: object, context: DescribeContext): DescribedSource | undefined;
}

/** A kind of source by the shape of its props. */
export function sourceKind<T>(given: {
  readonly shape: Shape<T>;
  readonly hasImages?: boolean;
  readonly describe: (props: T, context: DescribeContext) => DescribedSource;
}): SourceKind {
  const { shape, hasImages = false, describe } = given;
  const names = new Set(shape.type === 'object' ? Object.keys(shape.fields) : []);
  // The other props are those of every Application.
  const own = (props: object) => Object.fromEntries(Object.entries(props).filter(([name]) => names.has(name)));
  return {
    hasImages,
    check: (props) => readShape(own(props), shape).problems,
    describe: (props, context) => {
      const { value } = readShape(own(props), shape);
      return value === undefined ? undefined : describe(value, context);
    },
  };
}
