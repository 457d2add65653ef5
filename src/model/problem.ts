import type { IConstruct } from 'constructs';
import { GitopsError, type KnownErrorCode } from '../errors.js';
import type { CallSite } from './call-site.js';

/** Where constructs leave what is wrong with them, so that synth reports everything together. */
export interface ProblemSink {
  readonly problems: GitopsError[];
  readonly warnings: string[];
}

export interface ProblemContext {
  readonly code: KnownErrorCode;
  readonly message: string;
  readonly hint: string;
  readonly site?: CallSite;
  readonly cause?: unknown;
}

const SINK = Symbol.for('cdk8s-gitops.problems');

export function attachSink(root: object, sink: ProblemSink): void {
  Object.defineProperty(root, SINK, { value: sink });
}

/** The sink at the root of the construct's tree; throws when the construct is not in a Repository. */
export function sinkOf(scope: IConstruct): ProblemSink {
  const root: object = scope.node.root;
  const sink = (root as { readonly [SINK]?: ProblemSink })[SINK];
  if (sink) return sink;
  throw new GitopsError('MODEL_FOREIGN_CONSTRUCT', `'${scope.node.path || 'the root'}' is not in a Repository`, {
    constructPath: scope.node.path,
    hint: 'Create it below a `new Repository({ url })`.',
  });
}

/** Notes a problem of the construct; synth stops with all of them. */
export function report(scope: IConstruct, path: string, { code, message, hint, site, cause }: ProblemContext): void {
  sinkOf(scope).problems.push(
    new GitopsError(code, message, { hint, constructPath: path, source: site?.location, cause }),
  );
}
