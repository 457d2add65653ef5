/**
 * Text in which a CI system finds no command: GitHub obeys lines that begin with `::`, Azure Pipelines and
 * older runners of GitHub what follows `##vso[` and `##[` anywhere. A space makes it plain text.
 */
export function withoutCommands(text: string): string {
  return text.replace(/^([ \t]*):(?=:)/gm, '$1: ').replace(/##(?=vso\[|\[)/gi, '# #');
}
