import { trimEndOf } from '../host/trim-end-of.js';

/** A key with the mark behind it. It begins where a word begins, so that no word is read twice. */
const KEY = /(?<![\w.-])([\w.-]+)["']?\s*(?::{1,3}|=)[ \t]*/g;
const SENSITIVE = /pass|secret|token|credential|api[-_]?key|access[-_]?key|private[-_]?key/i;
/** They name a Secret. */
const NO_VALUE = /name$|ref$|existing/i;
const IS_SECRET = /["']?kind["']?\s*:{1,3}\s*["']?Secret["']?\s*(?:[,#}].*)?$/m;
/** `data` and `stringData` in one line, or in jsonnet and JSON. */
const BLOCK = /\b(?:stringData|data)["']?\s*\+?:{1,3}\s*\{([^}]*)(?:\}|$)/g;
/** Of a generator: `key=value` each. */
const LITERALS = /\bliterals:[ \t]*(\[[^\]]*(?:\]|$)|(?:\n[ \t]*-[^\n]*)+)/g;
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
    ...valuesOfKeys(text),
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

/** What follows each key with the name of a secret, to the end of its line. */
function valuesOfKeys(text: string): readonly string[] {
  const values: string[] = [];
  KEY.lastIndex = 0;
  for (let match = KEY.exec(text); match !== null; match = KEY.exec(text)) {
    const [, key = ''] = match;
    const start = KEY.lastIndex;
    if (!SENSITIVE.test(key) || /^(?:[\s#]|$)/.test(text.charAt(start))) continue;
    const end = text.indexOf('\n', start);
    KEY.lastIndex = end < 0 ? text.length : end;
    if (!NO_VALUE.test(key)) values.push(text.slice(start, KEY.lastIndex));
  }
  return values;
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
  const pair = /^\s*(?:-\s+)?["']?([^\s:"']+)["']?\s*:{1,3}(?:\s+(\S.*)?)?$/s.exec(line);
  if (!pair) return [line];
  return OPEN.test(pair[1] ?? '') ? [] : [pair[2] ?? ''];
}

/** Without quotes, a comment and what ends it in JSON. */
function bare(text: string): string {
  const trimmed = trimEndOf(text.trim(), ',;}]').trim();
  const quote = trimmed.charAt(0);
  const close = quote === '"' || quote === "'" ? trimmed.indexOf(quote, 1) : -1;
  return close < 0 ? trimmed.replace(/\s#.*/s, '').trimEnd() : trimmed.slice(1, close);
}

function decoded(value: string): readonly string[] {
  if (!/^[A-Za-z0-9+/]{4,}={0,2}$/.test(value)) return [];
  const text = Buffer.from(value, 'base64').toString('utf8');
  return text.length >= SHORTEST && !/\p{Cc}|\uFFFD/u.test(text) ? [text] : [];
}
