import { checkShape, list, object, openObject, readShape, type ShapeProblem, text } from '../../manifest/shape.js';
import type { SourceNeeds } from './source-needs.js';

const NEEDS_SHAPE = openObject({
  clusterScopedKinds: list(object({ group: text, kind: text }, ['group', 'kind'])),
  otherNamespaces: list(text),
});

/** What is wrong with the types of what a source needs. Pure. */
export function needsProblems({ clusterScopedKinds, otherNamespaces }: SourceNeeds): readonly ShapeProblem[] {
  return checkShape({ clusterScopedKinds, otherNamespaces }, NEEDS_SHAPE);
}

/** What a source needs; nothing where it is wrong. Pure. */
export function readNeeds({ clusterScopedKinds, otherNamespaces }: SourceNeeds): Required<SourceNeeds> {
  const { value = {} } = readShape({ clusterScopedKinds, otherNamespaces }, NEEDS_SHAPE);
  return { clusterScopedKinds: value.clusterScopedKinds ?? [], otherNamespaces: value.otherNamespaces ?? [] };
}
