/**
 * Text in which a CI system finds no command: GitHub obeys lines that begin with `::`, after any white space
 * of Unicode. Azure Pipelines, TeamCity and older runners of GitHub obey `##vso[`, `##teamcity[` and `##[`
 * anywhere. A space makes it plain text.
 */
export function withoutCommands(text: string): string {
  // Not `\s*`: with line breaks in it, a text of many breaks takes quadratic time.
  return text.replace(/^([^\S\r\n\u2028\u2029]*):(?=:)/gm, '$1: ').replace(/##(?=[a-z]*\[)/gi, '# #');
}
