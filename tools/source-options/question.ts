/** The text files of a repository, and its symbolic links with their targets. */
export interface QuestionTree {
  readonly files: Readonly<Record<string, string>>;
  readonly links?: Readonly<Record<string, string>>;
}

/** A source of the Argo Application `shop`, and the repository that it reads. */
export interface Question extends QuestionTree {
  readonly name: string;
  readonly source: Readonly<Record<string, unknown>>;
  /** `kustomize.buildOptions` of argocd-cm. */
  readonly buildOptions?: string;
  /** The other source, with `ref: values`. */
  readonly values?: QuestionTree;
}
