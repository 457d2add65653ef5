import { GitopsError } from '../errors.js';
import { isRecord } from '../manifest/kube-object.js';
import { parseYaml } from '../manifest/yaml.js';

/** `yes` and the like, plain, where a value may be. */
const WORD = /((?:^|[:\-[,{])[ \t]*|\n[ \t]*)(y|n|yes|no|on|off)(?=[ \t]*(?:[,\]}]|$|[ \t]#))/gim;
const WORD_AS_KEY = /^[ \t]*(?:-[ \t]+)*(?:y|n|yes|no|on|off)[ \t]*:/im;
const TIME = /^\d{4}-\d\d?-\d\d?(?:[Tt \t]|$)/;

/**
 * Values of a chart as kustomize reads them where it merges inline values: unlike Helm it takes `yes`, `on` and the like for text.
 *
 * @throws GitopsError RENDER_UNSUPPORTED for what cannot be told apart, MANIFEST_INVALID_YAML
 */
export function parseChartValues(text: string, file: string): Readonly<Record<string, unknown>> {
  const [values = {}] = parseYaml(text, file);
  if (!isRecord(values)) return {};
  if (WORD_AS_KEY.test(text) || holdsTime(values)) throw ambiguous(file);
  const quoted = text.replace(WORD, "$1'$2'");
  return quoted === text ? values : (withWords(values, parseQuoted(quoted, file)) as Readonly<Record<string, unknown>>);
}

function parseQuoted(text: string, file: string): unknown {
  try {
    return parseYaml(text, file)[0];
  } catch {
    throw ambiguous(file);
  }
}

/** Texts in place of the booleans that are words. */
function withWords(values: unknown, quoted: unknown): unknown {
  if (typeof values === 'boolean' && typeof quoted === 'string') return quoted;
  if (Array.isArray(values)) return values.map((value, index) => withWords(value, Array.isArray(quoted) ? quoted[index] : undefined));
  if (!isRecord(values)) return values;
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, withWords(value, isRecord(quoted) ? quoted[key] : undefined)]));
}

function holdsTime(value: unknown): boolean {
  if (typeof value === 'string') return TIME.test(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsTime);
}

function ambiguous(file: string): GitopsError {
  return new GitopsError(
    'RENDER_UNSUPPORTED',
    `merging valuesInline into '${file}' is not supported: it holds times, or words such as 'yes' and 'on' as keys`,
    {
      hint: 'Quote them, or set valuesMerge: replace.',
    },
  );
}
