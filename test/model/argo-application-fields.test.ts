import type { SOURCE_SHAPE } from '../../src/argocd/application/source-shape.js';
import type { TypeOf } from '../../src/manifest/shape.js';
import type { ArgoKustomizeFields, ArgoKustomizePatch } from '../../src/model/argo-application-fields.js';

/** The fields that a type names: those of an index signature are left out. */
type Named<T> = keyof { [K in keyof T as string extends K ? never : K]: T[K] };
/** True when both name the same fields; otherwise the fields that one of them lacks. */
type Same<A, B> = [A, B] extends [B, A] ? true : Exclude<A | B, A & B>;

type Kustomize = NonNullable<TypeOf<typeof SOURCE_SHAPE>['kustomize']>;
type Patch = NonNullable<Kustomize['patches']>[number];

test('the typed fields of a kustomize source are those that Argo CD reads', () => {
  // A field that only one of them has does not compile.
  const fields: Same<Named<ArgoKustomizeFields>, Named<Kustomize>> = true;
  const patch: Same<Named<ArgoKustomizePatch>, Named<Patch>> = true;
  const target: Same<Named<NonNullable<ArgoKustomizePatch['target']>>, Named<NonNullable<Patch['target']>>> = true;

  expect([fields, patch, target]).toEqual([true, true, true]);
});
