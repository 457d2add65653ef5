/**
 * Everything a command may know of the process and may do to it: the only way out of `src/cli`. Tests give
 * their own.
 */
export interface Terminal {
  /** The working directory; relative paths of options start here. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** A person watches: progress may redraw lines. False in CI and behind pipes. */
  readonly interactive: boolean;
  /** A person can answer questions: standard input is a terminal too. */
  readonly canAsk: boolean;
  readonly colour: boolean;
  /**
   * How wide tables and help may be on standard output, now. Undefined where nothing is cut: it is not a
   * terminal, and the environment does not have COLUMNS.
   */
  columns(): number | undefined;
  /** The window that progress is drawn in, as it is now: windows are resized. */
  size(): { readonly columns: number; readonly rows: number };
  /**
   * Writes to standard output. Never throws: when the reader is gone, the text is dropped and the work
   * continues.
   *
   * @param kind `data` is for programs, such as YAML of objects, and is written as it is. Default: `text`, in
   * which a CI system finds no command
   */
  out(text: string, kind?: 'text' | 'data'): void;
  /** Writes to standard error. */
  err(text: string): void;
  /** The answer to a question, without its line end; `undefined` when there is nobody to answer. */
  ask(question: string): Promise<string | undefined>;
}
