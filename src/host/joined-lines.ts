/** The lines of a text as one, without the space around them and without empty ones. */
export function joinedLines(text: string, separator: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(separator);
}
