import { GitopsError } from '../errors.js';
import { type ParsedYaml, parseDocuments } from './parse-documents.js';
import { readJsonValue } from './read-json-value.js';
import { type PlaceOf, placeInFile, type TextPlace } from './text-place.js';

/** A document of a text that Argo CD reads as manifests; never null. */
export interface ManifestDocument {
  readonly value: unknown;
  /** Where its content begins, from 1. */
  readonly line: number;
  readonly oddities: readonly Oddity[];
}

/** Something that is read otherwise than people may mean. */
export interface Oddity {
  /**
   * A key that is twice in its mapping: the last one counts. Or text that nobody reads, or a file that is
   * passed over.
   */
  readonly kind: 'duplicate-key' | 'unread-file' | 'unread-text';
  /** From 1. */
  readonly line: number;
}

/** Documents in their order, and in the place of those that cannot be read why. */
export type ReadDocument = ManifestDocument | GitopsError;

/** How far Go's decoder looks for the `{` of JSON. */
const LOOK_AHEAD = 4096;
/** Go looks for it also where it reads no more. */
const CONTROL = /[^\P{Cc}\t\u0085]/u;
/** What it reads at once behind JSON. Of a shorter rest it reads nothing. */
const LEAST_REST = 4;

/**
 * The documents of a text as the decoder of `kubectl` and Argo CD divides it
 * (`NewYAMLOrJSONDecoder` of k8s.io/apimachinery): a stream of JSON values, or YAML documents with nothing
 * behind their `---`, of which only what precedes `...` counts. Of equal keys the last one counts. Pure.
 */
export function readDocuments(text: string, place: PlaceOf): readonly ReadDocument[] {
  const isJson = /^\s*\{/.test(text.slice(0, LOOK_AHEAD));
  if (!isJson) return readYaml(text, 1, place);
  const { documents, count, rest } = readJson(text);
  if (rest === undefined) return documents;
  const line = lineAt(text, rest);
  // Of one JSON value it is not certain that it is a stream of them.
  if (count > 1) return [...documents, invalidJson(place(line))];
  const start = afterSpace(text, rest);
  if (start === undefined) return [...documents, invalidJson(place(line))];
  return [...documents, ...readYaml(text.slice(start), lineAt(text, start), place)];
}

/** JSON values up to the end, or up to where there is none. */
function readJson(text: string): {
  readonly documents: readonly ManifestDocument[];
  /** With those that are null. */
  readonly count: number;
  readonly rest?: number;
} {
  const documents: ManifestDocument[] = [];
  let offset = 0;
  let count = 0;
  let line = 1;
  try {
    for (let found = readJsonValue(text, 0); found !== undefined; found = readJsonValue(text, offset)) {
      const { value, start, end } = found;
      line += linesIn(text, offset, start);
      if (value !== null) documents.push({ value, line, oddities: odditiesOfJson(text.slice(start, end), line) });
      count += 1;
      line += linesIn(text, start, end);
      offset = end;
    }
    return { documents, count };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { documents, count, rest: offset };
  }
}

/** `JSON.parse` says nothing of equal keys. */
function odditiesOfJson(json: string, line: number): readonly Oddity[] {
  try {
    return odditiesOf(parseDocuments(json, placeInFile(''), 'manifest'), line);
  } catch (error) {
    if (GitopsError.is(error)) return [];
    throw error;
  }
}

function odditiesOf({ duplicate, unread }: Pick<ParsedYaml, 'duplicate' | 'unread'>, start: number): readonly Oddity[] {
  return [
    ...(duplicate === undefined ? [] : [{ kind: 'duplicate-key', line: duplicate + start - 1 } as const]),
    ...(unread === undefined ? [] : [{ kind: 'unread-text', line: unread + start - 1 } as const]),
  ];
}

/** Behind the white space up to the end of the line, where the decoder continues after JSON. */
function afterSpace(text: string, rest: number): number | undefined {
  for (let at = rest; ; at += 1) {
    if (Buffer.byteLength(text.slice(at, at + LEAST_REST)) < LEAST_REST) return undefined;
    const character = text.charAt(at);
    if (!/\s/.test(character)) return at;
    if (character === '\n') return at + 1;
  }
}

function readYaml(text: string, firstLine: number, place: PlaceOf): readonly ReadDocument[] {
  const { pieces, broken } = splitYaml(text);
  const documents = pieces.flatMap((piece) => readPiece(piece, firstLine, place));
  if (broken === undefined) return documents;
  return [...documents, invalidYaml(place(firstLine + broken), "text follows the '---' on its line")];
}

function readPiece({ lines, index }: Piece, firstLine: number, place: PlaceOf): readonly ReadDocument[] {
  const start = firstLine + index;
  // Of several documents in a piece, which `...` divides, Go reads the first.
  const mark = lines.findIndex((line) => /^\.\.\.(?:\s|$)/.test(line));
  const content = lines.findIndex((line) => !/^\s*(?:#|$)/.test(line) && !line.startsWith('---'));
  if (mark >= 0 && !lines.slice(0, mark).some((line) => !/^\s*(?:#|$)/.test(line)))
    return [invalidYaml(place(start + mark), "'...' ends a document that has not begun")];
  if (mark >= 0 && CONTROL.test(lines.slice(mark).join('')))
    return [invalidYaml(place(start + mark), 'there are control characters after the end of a document')];
  const line = start + Math.max(0, content);
  // js-yaml would take it for a separator.
  if (/^[ \t]+---(?:\s|$)/.test(lines[content] ?? '')) return [invalidYaml(place(line), "'---' is indented")];
  const at: PlaceOf = (given, column) => place(given === undefined ? line : given + start - 1, column);
  // Go takes a next line (NEL) for the end of a line.
  const piece = `${(mark < 0 ? lines : lines.slice(0, mark)).join('\n')}\n`.replaceAll('\u0085', '\n');
  try {
    const parsed = parseDocuments(piece, at, 'manifest');
    const value = parsed.documents[0] ?? null;
    const rest = mark < 0 ? -1 : lines.findIndex((one, position) => position > mark && !/^\s*(?:#|\.\.\.|$)/.test(one));
    const unread = parsed.unread ?? (rest < 0 ? undefined : rest + 1);
    return value === null ? [] : [{ value, line, oddities: odditiesOf({ ...parsed, unread }, start) }];
  } catch (error) {
    if (GitopsError.is(error)) return [error];
    throw error;
  }
}

interface Piece {
  readonly lines: readonly string[];
  /** Of its first line, from 0. */
  readonly index: number;
}

/**
 * As YAMLReader of k8s.io/apimachinery: a first `---` stays, the last line may lack its end, and what
 * precedes a broken separator is lost.
 */
function splitYaml(text: string): { readonly pieces: readonly Piece[]; readonly broken?: number } {
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  if (lines.at(-1) === '') lines.pop();
  const pieces: Piece[] = [];
  let start = 0;
  const end = (index: number) => {
    if (start < index) pieces.push({ lines: lines.slice(start, index), index: start });
    start = index + 1;
  };
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith('---')) continue;
    if (!/^---\s*(?:#|$)/.test(line)) return { pieces, broken: index };
    if (index > start) end(index);
  }
  end(lines.length);
  return { pieces };
}

function lineAt(text: string, offset: number): number {
  return 1 + linesIn(text, 0, offset);
}

/** How many lines end between two offsets. */
function linesIn(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

function invalidJson({ called, source, hint }: TextPlace): GitopsError {
  return new GitopsError('MANIFEST_INVALID_YAML', `${called} is not valid JSON: only JSON may follow a JSON object`, {
    source,
    hint,
  });
}

function invalidYaml({ called, source, hint }: TextPlace, reason: string): GitopsError {
  return new GitopsError('MANIFEST_INVALID_YAML', `${called} is not valid YAML: ${reason}`, { source, hint });
}
