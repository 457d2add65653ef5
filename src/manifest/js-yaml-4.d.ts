/** The second reader, under an npm alias: js-yaml 4 accepts the multi-line quoted scalars that Go accepts and js-yaml 5 refuses. */
declare module 'js-yaml-4' {
  export function loadAll(text: string, iterator: null, options?: { readonly filename?: string }): unknown[];
}
