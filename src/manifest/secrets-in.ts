const SENSITIVE =
  /["']?([\w.-]*(?:pass(?:word|wd|phrase)?|secret|token|credential|api[-_]?key|access[-_]?key|private[-_]?key)[\w.-]*)["']?\s*(?::{1,3}|=)[ \t]*([^\s#][^\n]*)/gi;
/** They name a Secret. */
const NO_VALUE = /name$|ref$|existing/i;
const IS_SECRET = /["']?kind["']?\s*:{1,3}\s*["']?Secret["']?\s*(?:[,#}].*)?$/m;
/** `data` and `stringData` in one line, or in jsonnet and JSON. */
const BLOCK = /\b(?:stringData|data)["']?\s*\+?:{1,3}\s*\{([^}]*)\}/g;
/** Of a generator: `key=value` each. */
const LITERALS = /\bliterals:[ \t]*(\[[^\]]*\]|(?:\n[ \t]*-[^\n]*)+)/g;
/** What says what a Secret is, and no value of it. */
const OPEN =
  /^(?:apiVersion|kind|metadata|name|namespace|generateName|labels|annotations|type|immutable|data|stringData|app)$|\//;
/** Shorter values are parts of any word. */
const SHORTEST = 4;

/**
 * Values of Secrets as they are in sources: manifests, whole or broken, templates of them, generators, and
 * what has the name of a secret. Found in the text, because what cannot be parsed is what errors quote. Each
 * in plain and in base64. Pure.
 */
export function secretsIn(texts: readonly string[]): readonly string[] {
  const found = texts.flatMap((text) => [
    ...[...text.matchAll(SENSITIVE)].flatMap(([, key = '', value = '']) => (NO_VALUE.test(key) ? [] : [value])),
    ...(text.includes('secretGenerator')
      ? [...text.matchAll(LITERALS)].flatMap(([, literals = '']) => literals.split(/[\n,]/).flatMap(valueOfLiteral))
      : []),
    ...secretManifests(text).flatMap((manifest) => [
      ...[...manifest.matchAll(BLOCK)].flatMap(([, block = '']) =>
        block.split(',').map((pair) => pair.slice(pair.indexOf(':') + 1)),
      ),
      ...manifest.split('\n').flatMap(valueOfLine),
    ]),
  ]);
  const values = new Set(
    found
      .map(bare)
      .filter((value) => value.length >= SHORTEST && !/^(?:Opaque|true|false|null)$|\{\{|^[{[|>]/.test(value)),
  );
  return [...values].flatMap((value) => [value, Buffer.from(value).toString('base64'), ...decoded(value)]);
}

/** The documents of a text that are Secrets, as far as one can see. */
export function secretManifests(text: string): readonly string[] {
  return text.includes('Secret') ? text.split(/^---/m).filter((document) => IS_SECRET.test(document)) : [];
}

/** The whole text too: an error quotes a line that is not a pair. */
function valueOfLiteral(literal: string): readonly string[] {
  const text = bare(literal.replace(/^[\s[-]+/, ''));
  return [text, ...(text.includes('=') ? [text.slice(text.indexOf('=') + 1)] : [])];
}

/** The text after a key, or in a text of several lines. */
function valueOfLine(line: string): readonly string[] {
  const pair = /^\s*(?:-\s+)?["']?([^\s:"']+)["']?\s*:{1,3}(?:\s+(.*))?$/.exec(line);
  if (!pair) return [line];
  return OPEN.test(pair[1] ?? '') ? [] : [pair[2] ?? ''];
}

/** Without quotes, a comment and what ends it in JSON. */
function bare(text: string): string {
  const trimmed = text
    .trim()
    .replace(/[,;}\]]+$/, '')
    .trim();
  const quoted = /^(["'])(.*?)\1/.exec(trimmed);
  return quoted ? (quoted[2] ?? '') : trimmed.replace(/\s+#.*$/, '');
}

function decoded(value: string): readonly string[] {
  if (!/^[A-Za-z0-9+/]{4,}={0,2}$/.test(value)) return [];
  const text = Buffer.from(value, 'base64').toString('utf8');
  return text.length >= SHORTEST && !/\p{Cc}|\uFFFD/u.test(text) ? [text] : [];
}
