import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** One module that a file imports, and what the file takes from it. */
export interface TakenModule {
  readonly specifier: string;
  readonly kind: 'static' | 'dynamic' | 'require';
  /**
   * Names that are read of the module's namespace. Those of a static import Node checks itself, unless it is
   * `import * as`.
   */
  readonly names: readonly string[];
  /** Where the namespace goes on to a place that this does not follow; the text there. */
  readonly unknown?: string;
}

/**
 * What a JavaScript file imports and which names it takes: `const { a } = await import(x)`,
 * `.then(({ a }) => …)`, `(await import(x)).a`, `const m = await import(x); m.a`, `import * as m`.
 */
export function takenNames(file: string): readonly TakenModule[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  const taken: TakenModule[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      const specifier = node.moduleSpecifier;
      if (specifier !== undefined && ts.isStringLiteral(specifier)) {
        const bindings = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : undefined;
        const names =
          bindings !== undefined && ts.isNamespaceImport(bindings) ? namesReadOf(bindings.name, source).names : [];
        taken.push({ specifier: specifier.text, kind: 'static', names });
      }
    } else if (ts.isCallExpression(node)) {
      const [specifier] = node.arguments;
      if (specifier !== undefined && ts.isStringLiteralLike(specifier)) {
        if (node.expression.kind === ts.SyntaxKind.ImportKeyword)
          taken.push({ specifier: specifier.text, kind: 'dynamic', ...namesOfPromise(node, source) });
        else if (ts.isIdentifier(node.expression) && /^(__)?require$/.test(node.expression.text))
          taken.push({ specifier: specifier.text, kind: 'require', names: [] });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return taken;
}

interface Names {
  readonly names: readonly string[];
  readonly unknown?: string;
}

/** Of an expression that is a promise of a namespace. */
function namesOfPromise(promise: ts.Expression, source: ts.SourceFile): Names {
  const { parent } = promise;
  if (ts.isParenthesizedExpression(parent)) return namesOfPromise(parent, source);
  if (ts.isAwaitExpression(parent)) return namesOfValue(parent, source);
  if (ts.isExpressionStatement(parent)) return { names: [] };
  if (ts.isPropertyAccessExpression(parent) && parent.name.text === 'then' && ts.isCallExpression(parent.parent)) {
    const [callback] = parent.parent.arguments;
    const parameter =
      callback !== undefined && (ts.isArrowFunction(callback) || ts.isFunctionExpression(callback))
        ? callback.parameters[0]
        : undefined;
    if (callback !== undefined && parameter === undefined && ts.isArrowFunction(callback)) return { names: [] };
    if (callback !== undefined && parameter !== undefined) return namesOfBinding(parameter.name, callback);
  }
  return { names: [], unknown: parent.getText(source).slice(0, 200) };
}

/** Of an expression that is a namespace. */
function namesOfValue(value: ts.Expression, source: ts.SourceFile): Names {
  const { parent } = value;
  if (ts.isParenthesizedExpression(parent)) return namesOfValue(parent, source);
  if (ts.isExpressionStatement(parent)) return { names: [] };
  if (ts.isPropertyAccessExpression(parent)) return { names: [parent.name.text] };
  if (ts.isVariableDeclaration(parent)) return namesOfBinding(parent.name, enclosing(parent));
  return { names: [], unknown: parent.getText(source).slice(0, 200) };
}

function namesOfBinding(binding: ts.BindingName, scope: ts.Node): Names {
  if (ts.isIdentifier(binding)) return namesReadOf(binding, scope);
  const rest = binding.elements.find((element) => ts.isBindingElement(element) && element.dotDotDotToken !== undefined);
  const names = binding.elements.flatMap((element) =>
    ts.isBindingElement(element) && element.dotDotDotToken === undefined
      ? [(element.propertyName ?? element.name).getText()]
      : [],
  );
  return rest === undefined ? { names } : { names, unknown: binding.getText() };
}

/**
 * `identifier.name` everywhere in its scope. esbuild gives the names of a file that shadow one another
 * numbers, so that a scope is enough.
 */
function namesReadOf(identifier: ts.Identifier, scope: ts.Node): Names {
  const names = new Set<string>();
  let unknown: string | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === identifier.text && node !== identifier && !isOnlyName(node)) {
      if (ts.isPropertyAccessExpression(node.parent)) names.add(node.parent.name.text);
      else unknown = node.parent.getText().slice(0, 200);
    }
    ts.forEachChild(node, visit);
  };
  visit(scope);
  return { names: [...names], ...(unknown === undefined ? {} : { unknown }) };
}

/** True for `x.identifier` and `{ identifier: x }`, which are no uses of the variable. */
function isOnlyName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node)
  );
}

function enclosing(node: ts.Node): ts.Node {
  let scope = node.parent;
  while (!ts.isBlock(scope) && !ts.isSourceFile(scope)) scope = scope.parent;
  return scope;
}
