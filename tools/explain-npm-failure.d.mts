/** Why npm failed in one sentence, and what to do, as the error of a tool. */
export function explainNpmFailure(output: string): Error & { readonly hint: string };
