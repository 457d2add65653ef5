/** Something that only the user can mend: what failed, in one sentence, and what to do. */
export class ToolFailure extends Error {
  constructor(message, hint) {
    super(`${message}\n  hint ${hint}`);
    this.name = 'ToolFailure';
    this.hint = hint;
  }
}
