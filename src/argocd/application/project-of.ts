/** Name of the AppProject that an Argo Application is of: one that names none is of `default`. */
export function projectOf({ spec }: { readonly spec: { readonly project?: string } }): string {
  return spec.project || 'default';
}
