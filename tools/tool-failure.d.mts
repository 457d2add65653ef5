/** Something that only the user can mend: what failed, in one sentence, and what to do. */
export class ToolFailure extends Error {
  constructor(message: string, hint: string);
  readonly hint: string;
}
