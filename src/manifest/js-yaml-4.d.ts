/**
 * The second reader, under an npm alias: js-yaml 4 accepts the multi-line quoted scalars that Go accepts and
 * js-yaml 5 refuses.
 */
declare module 'js-yaml-4' {
  export class Type {
    constructor(
      tag: string,
      options: {
        readonly kind: 'scalar';
        resolve(source: string | null): boolean;
        construct(source: string | null): unknown;
      },
    );
  }
  export interface LiberalSchema {
    extend(types: { readonly implicit: readonly Type[]; readonly explicit: readonly Type[] }): LiberalSchema;
  }
  export const FAILSAFE_SCHEMA: LiberalSchema;
  export function loadAll(
    text: string,
    iterator: null,
    options?: { readonly filename?: string; readonly schema?: LiberalSchema; readonly json?: boolean },
  ): unknown[];
}
