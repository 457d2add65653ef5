import { visible } from '../terminal/visible.js';

/** One case of a JUnit report. Without a result it passed. */
export interface JunitCase {
  readonly classname: string;
  readonly name: string;
  readonly file?: string;
  readonly seconds?: number;
  readonly result?: {
    readonly kind: 'failure' | 'error' | 'skipped';
    readonly message: string;
    readonly text?: string;
  };
  /** What the case printed. */
  readonly output?: string;
}

export interface JunitSuite {
  readonly name: string;
  readonly cases: readonly JunitCase[];
}

/**
 * A JUnit report, which CI systems show as test results.
 *
 * @see https://github.com/testmoapp/junitxml
 */
export function junit(name: string, suites: readonly JunitSuite[]): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escapeXml(name)}" ${countsOf(suites.flatMap(({ cases }) => cases))}>`,
    ...suites.flatMap((suite) => [
      `  <testsuite name="${escapeXml(suite.name)}" ${countsOf(suite.cases)}>`,
      ...suite.cases.map(caseOf),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

function countsOf(cases: readonly JunitCase[]): string {
  const count = (kind: string) => cases.filter(({ result }) => result?.kind === kind).length;
  return `tests="${cases.length}" failures="${count('failure')}" skipped="${count('skipped')}" errors="${count('error')}"`;
}

function caseOf({ classname, name, file, seconds, result, output }: JunitCase): string {
  const attributes = [
    `classname="${escapeXml(classname)}" name="${escapeXml(name)}"`,
    ...(file === undefined ? [] : [`file="${escapeXml(file)}"`]),
    ...(seconds === undefined ? [] : [`time="${seconds.toFixed(1)}"`]),
  ].join(' ');
  const inner = [
    ...(result === undefined ? [] : [resultOf(result)]),
    ...(output === undefined || output === '' ? [] : [`<system-out>${escapeXml(output)}</system-out>`]),
  ].join('');
  return inner === '' ? `    <testcase ${attributes}/>` : `    <testcase ${attributes}>${inner}</testcase>`;
}

function resultOf({ kind, message, text }: NonNullable<JunitCase['result']>): string {
  const head = `${kind} message="${escapeXml(message)}"`;
  return text === undefined ? `<${head}/>` : `<${head}>${escapeXml(text)}</${kind}>`;
}

function escapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  // What XML cannot hold at all is left out.
  return visible(text)
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
