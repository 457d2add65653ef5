import {
  anything,
  checkShape,
  list,
  object,
  openObject,
  readShape,
  type ShapeProblem,
  text,
} from '../../manifest/shape.js';
import type { SourceNeeds } from './source-needs.js';
import type { SourceSettings } from './source-settings.js';

const NEEDS = {
  clusterScopedKinds: list(object({ group: text, kind: text }, ['group', 'kind'])),
  otherNamespaces: list(text),
};
const NEEDS_SHAPE = openObject(NEEDS);
const SETTINGS_SHAPE = openObject({ ...NEEDS, sources: list(anything) });

/** What is wrong with the types of the props that every kind of source has. Pure. */
export function settingsProblems(settings: SourceSettings): readonly ShapeProblem[] {
  const { clusterScopedKinds, otherNamespaces, sources } = settings;
  return checkShape({ clusterScopedKinds, otherNamespaces, sources }, SETTINGS_SHAPE);
}

/** What a source needs; nothing where it is wrong. Pure. */
export function readNeeds({ clusterScopedKinds, otherNamespaces }: SourceNeeds): Required<SourceNeeds> {
  const { value = {} } = readShape({ clusterScopedKinds, otherNamespaces }, NEEDS_SHAPE);
  return { clusterScopedKinds: value.clusterScopedKinds ?? [], otherNamespaces: value.otherNamespaces ?? [] };
}
