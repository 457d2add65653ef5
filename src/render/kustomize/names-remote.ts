/**
 * Whether the text of a kustomization may name something that is elsewhere. Rather too often than too seldom.
 */
export function namesRemote(kustomization: string): boolean {
  return /:\/\/|git::|github\.com[/:]|@[\w.-]+[:/]|[?&]ref=/i.test(kustomization);
}
