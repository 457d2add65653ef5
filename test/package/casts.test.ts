import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** What turns a text into data whose type nobody has checked. */
const READERS = new Set(['JSON.parse', 'parseJson', 'parseYaml']);

/**
 * Folders and files that read only what this package wrote itself, to a cache or from its own engines: a type
 * there says what was written. What a user, Git, a cluster or a server wrote is read by `readShape`.
 */
const OWN_WORDS: readonly string[] = [
  'src/engines/cel/create-cel.ts',
  'src/engines/crd/create-crd.ts',
  'src/engines/engine-files.ts',
  'src/engines/helm/create-helm.ts',
  'src/engines/jq/create-jq.ts',
  'src/engines/kustomize/build-with-charts.ts',
  'src/engines/kustomize/read-objects.ts',
  'src/engines/lua-health/bundled-health-rules.ts',
  'src/engines/lua-health/create-lua-health.ts',
  'src/engines/template/create-templates.ts',
  'src/local-cluster/cluster-directory.ts',
  'src/local-cluster/process-table.ts',
  'src/local-cluster/provision/binary-cache.ts',
  // A release of GitHub. The layer knows no shapes, and what it downloads is checked by its digest.
  'src/local-cluster/provision/official-files.ts',
  'src/workflow/checks/check-overlays.ts',
  'src/workflow/desired/revision-cache.ts',
  'src/workflow/sources/locate-artifact.ts',
  'src/workflow/sources/locate-chart.ts',
  'src/workflow/sources/locate-git.ts',
  'src/workflow/sources/locate-manifest.ts',
  'src/workflow/sources/snapshot-tree.ts',
];

test.each<[code: string, count: number]>([
  ['const a = JSON.parse(text) as Inventory;', 1],
  ['const a = (JSON.parse(text) as readonly Entry[]).map(one);', 1],
  ['const a = parseJson(text) as Inventory;', 1],
  ['const a = (await parseYaml(text, file)) as AccessFile;', 1],
  ['const a = parseYaml(text, file)[0] as AccessFile;', 1],
  ['const a = <Inventory>JSON.parse(text);', 1],
  ['const a: Inventory = JSON.parse(text);', 1],
  ['const { a }: Inventory = JSON.parse(text);', 1],
  ['const a = parse<Inventory>(JSON.parse(text) as unknown as Inventory);', 1],
  ['const a: unknown = JSON.parse(text);', 0],
  ['const a = JSON.parse(text) as unknown;', 0],
  ['const { value } = readShape(JSON.parse(text), SHAPE);', 0],
  ['const a = other(text) as Inventory;', 0],
])('planted: %s has %i casts of data that is not checked', (code, count) => {
  expect(castsIn(code)).toHaveLength(count);
});

test('no data from outside gets a type by a cast: it is read by a shape', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join('src', name))
    .sort();
  const found = new Map(
    files.map((file) => [file, castsIn(readFileSync(file, 'utf8'))] as const).filter(([, lines]) => lines.length > 0),
  );

  expect(files.length).toBeGreaterThan(100);
  expect([...found].filter(([file]) => !OWN_WORDS.includes(file))).toEqual([]);
  // One that no longer casts does not stand in the list.
  expect(OWN_WORDS.filter((file) => !found.has(file))).toEqual([]);
});

test('no value gets another type by a detour over unknown', () => {
  const found = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && /\bas\s+unknown\s+as\b/.test(readFileSync(join('src', name), 'utf8')))
    .sort();

  expect(found).toEqual([]);
});

/** The lines, from 1, on which what a reader gives is cast to something else than `unknown`. */
function castsIn(code: string): readonly number[] {
  const source = ts.createSourceFile('a.ts', code, ts.ScriptTarget.Latest, true);
  const lines = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (isTyping(node) && isRead(readingOf(node)))
      lines.add(source.getLineAndCharacterOfPosition(node.getStart()).line + 1);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...lines];
}

type Typing = ts.AsExpression | ts.TypeAssertion | ts.VariableDeclaration;

function isTyping(node: ts.Node): node is Typing {
  const isOne = ts.isAsExpression(node) || ts.isTypeAssertionExpression(node) || ts.isVariableDeclaration(node);
  return isOne && node.type !== undefined && node.type.kind !== ts.SyntaxKind.UnknownKeyword;
}

function readingOf(node: Typing): ts.Node | undefined {
  return ts.isVariableDeclaration(node) ? node.initializer : node.expression;
}

function isRead(node: ts.Node | undefined): boolean {
  if (node === undefined) return false;
  if (ts.isCallExpression(node)) return READERS.has(node.expression.getText());
  const isWrapped =
    ts.isParenthesizedExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isNonNullExpression(node);
  return isWrapped && isRead(node.expression);
}
