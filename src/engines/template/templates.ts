export interface TemplateRequest {
  /** Any JSON value; every string in it, and every key, is a template. */
  readonly template: unknown;
  /** One rendering each. */
  readonly parameters: readonly Readonly<Record<string, unknown>>[];
  /**
   * Go templates with sprig and Argo CD's functions; otherwise fasttemplate's `{{name}}`, where a placeholder
   * without a text parameter stays as it is. Default: false.
   */
  readonly goTemplate?: boolean;
  /** Such as `missingkey=error`. */
  readonly goTemplateOptions?: readonly string[];
}

/** What one set of parameters gave, or why it failed. */
export type TemplateOutcome =
  | { readonly value: unknown; readonly error?: undefined }
  | { readonly value?: undefined; readonly error: string };

export interface TemplateResult {
  /** One per set of parameters, in order. */
  readonly outcomes: readonly TemplateOutcome[];
  /**
   * Functions that were called and give another value each time, such as `now`, here or in a request made
   * together with it: the result is not the same next time. Sorted.
   */
  readonly volatile: readonly string[];
}

/** The templates of Argo CD's ApplicationSets. */
export interface Templates {
  /** Of Argo CD. */
  readonly version: string;
  readonly enginesStarted: number;
  /** How often an engine was asked. */
  readonly calls: number;
  /**
   * @throws GitopsError ENGINE_TEMPLATE_FAILED, ENGINE_TIMEOUT, ENGINE_FAILED, ENGINE_MISSING, ENGINE_CLOSED
   */
  render(request: TemplateRequest): Promise<TemplateResult>;
  close(): Promise<void>;
}
