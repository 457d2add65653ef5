/** A word that Argo CD ignores or refuses, such as a misspelt option. */
export interface WordProblem {
  /**
   * `error`: Argo CD refuses the word. `warning`: it has no effect, or another effect than its name suggests.
   */
  readonly level: 'error' | 'warning';
  /** The place of the word: `the annotation 'argocd.argoproj.io/hook'`, `spec.roles[0]`. */
  readonly where: string;
  /** The fault, after the name of the object: `has 'PreSnyc', which is not a hook`. */
  readonly message: string;
  /** The next action. */
  readonly hint: string;
}
