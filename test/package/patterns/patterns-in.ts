import ts from 'typescript';

/** A regular expression of a source file. */
export interface Pattern {
  readonly line: number;
  /** Undefined for one that is put together while the program runs. */
  readonly literal: { readonly source: string; readonly flags: string } | undefined;
  /** As it is written. */
  readonly text: string;
}

/** The regular expressions of a source file: literals, `new RegExp` and `RegExp(…)`. */
export function patternsIn(file: string, code: string): readonly Pattern[] {
  const tree = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  const found: Pattern[] = [];
  const visit = (node: ts.Node): void => {
    const isMade = (ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'RegExp';
    if (isMade || ts.isRegularExpressionLiteral(node)) {
      const text = node.getText();
      const line = tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      found.push({ line, literal: ts.isRegularExpressionLiteral(node) ? partsOf(text) : undefined, text });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function partsOf(text: string): { readonly source: string; readonly flags: string } {
  const end = text.lastIndexOf('/');
  return { source: text.slice(1, end), flags: text.slice(end + 1) };
}
