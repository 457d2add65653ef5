/** A word that Argo CD passes over in silence or refuses, such as a misspelt option. */
export interface WordProblem {
  /** `error`: Argo CD refuses it. `warning`: it has no effect, or another one than its name says. */
  readonly level: 'error' | 'warning';
  /** Where it stands: `the annotation 'argocd.argoproj.io/hook'`, `spec.roles[0]`. */
  readonly where: string;
  /** What is wrong, after the name of the object: `has 'PreSnyc', which is no hook`. */
  readonly message: string;
  /** The next action. */
  readonly hint: string;
}
