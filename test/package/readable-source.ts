import ts from 'typescript';

/** What is wrong with the form of a source file. */
export interface Fault {
  readonly rule: 'lines' | 'width' | 'comment-width' | 'tuple';
  readonly line: number;
}

const MOST_LINES = 300;
const WIDEST_CODE = 120;
const WIDEST_COMMENT = 110;
const LITERALS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.NoSubstitutionTemplateLiteral,
  ts.SyntaxKind.TemplateHead,
  ts.SyntaxKind.TemplateMiddle,
  ts.SyntaxKind.TemplateTail,
  ts.SyntaxKind.RegularExpressionLiteral,
]);

/**
 * The rules of form that the linter does not have: how long a file is, how wide code and comments are, and no
 * values that are put into an array only to be taken out again. A text or pattern that cannot be broken may
 * be wider, and so may an address in a comment, and an example of code.
 */
export function faultsOf(file: string, text: string): readonly Fault[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lines = text.replace(/\n$/, '').split('\n');
  const literals = new Map<number, number>();
  const tuples: Fault[] = [];
  const visit = (node: ts.Node): void => {
    if (LITERALS.has(node.kind)) countLiteral(node, source, literals);
    if (isTuple(node)) tuples.push({ rule: 'tuple', line: lineOf(node.getStart(source), source) + 1 });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [
    ...(lines.length > MOST_LINES ? [{ rule: 'lines', line: lines.length } as const] : []),
    ...lines.flatMap((line, index) => widthFault(line, index, literals.get(index) ?? 0)),
    ...tuples,
  ];
}

function widthFault(line: string, index: number, literal: number): readonly Fault[] {
  const comment = /^\s*(?:\/\/|\/?\*+)(\s*)(.*)$/.exec(line);
  if (!comment) return line.length - literal > WIDEST_CODE ? [{ rule: 'width', line: index + 1 }] : [];
  const [, space = '', words = ''] = comment;
  const isExample = space.length > 1 || /[;{}]$/.test(words);
  const isAddress = /^(?:@see )?https?:\S+$/.test(words);
  return line.length > WIDEST_COMMENT && !isAddress && !isExample ? [{ rule: 'comment-width', line: index + 1 }] : [];
}

/** How many characters of each line are of texts and patterns. */
function countLiteral(node: ts.Node, source: ts.SourceFile, literals: Map<number, number>): void {
  const first = lineOf(node.getStart(source), source);
  for (const [index, part] of node.getText(source).split('\n').entries())
    literals.set(first + index, (literals.get(first + index) ?? 0) + part.length);
}

function isTuple(node: ts.Node): boolean {
  if (!ts.isVariableDeclaration(node) || !ts.isArrayBindingPattern(node.name)) return false;
  const { initializer } = node;
  if (initializer === undefined || !ts.isArrayLiteralExpression(initializer)) return false;
  return initializer.elements.length > 1 && !initializer.elements.some(ts.isSpreadElement);
}

function lineOf(position: number, source: ts.SourceFile): number {
  return source.getLineAndCharacterOfPosition(position).line;
}
