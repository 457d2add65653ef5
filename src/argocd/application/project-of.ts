/** The AppProject of an Argo Application. Without `spec.project` it is `default`. */
export function projectOf({ spec }: { readonly spec: { readonly project?: string } }): string {
  return spec.project || 'default';
}
