export interface TemplateRequest {
  /** Any JSON value. Every string in it, and every key, is a template. */
  readonly template: unknown;
  /** The sets of parameters. There is one rendering for each. */
  readonly parameters: readonly Readonly<Record<string, unknown>>[];
  /**
   * True for Go templates with sprig and Argo CD's functions. False for fasttemplate's `{{name}}`, where a
   * placeholder without a text parameter stays as it is. Default: false.
   */
  readonly goTemplate?: boolean;
  /** Options of Go templates, such as `missingkey=error`. */
  readonly goTemplateOptions?: readonly string[];
}

/** The rendering for one set of parameters, or the reason why it failed. */
export type TemplateOutcome =
  | { readonly value: unknown; readonly error?: undefined }
  | { readonly value?: undefined; readonly error: string };

export interface TemplateResult {
  /** One outcome for each set of parameters, in order. */
  readonly outcomes: readonly TemplateOutcome[];
  /**
   * Functions that return another value on each call, such as `now`, in this request or in one made together
   * with it. With them the result differs each time. Sorted.
   */
  readonly volatile: readonly string[];
}

/** The templates of Argo CD's ApplicationSets. */
export interface Templates {
  /** The version of Argo CD. */
  readonly version: string;
  readonly enginesStarted: number;
  /** The number of calls to an engine. */
  readonly calls: number;
  /**
   * @throws GitopsError ENGINE_TEMPLATE_FAILED, ENGINE_TIMEOUT, ENGINE_FAILED, ENGINE_MISSING, ENGINE_CLOSED
   */
  render(request: TemplateRequest): Promise<TemplateResult>;
  close(): Promise<void>;
}
