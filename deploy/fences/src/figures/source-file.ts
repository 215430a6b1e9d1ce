import * as ts from 'typescript';

/** What is asked of one TypeScript file. */
export interface SourceFile {
  /** Below the checkout, with forward slashes. */
  readonly path: string;
  /** Lines that hold code: neither blank nor comment alone. */
  readonly codeLines: number;
  readonly decorators: number;
  readonly imports: readonly Import[];
}

/** An `import`, `import()` or `export ... from`. */
export interface Import {
  /** As it is written: `./x.js`, `@evenkeel/ports`, `node:fs`. */
  readonly from: string;
  /** Gone once the file is compiled. */
  readonly isType: boolean;
}

export function readSource(path: string, text: string): SourceFile {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const lines = new Set<number>();
  const imports: Import[] = [];
  let decorators = 0;
  const visit = (node: ts.Node): void => {
    if (ts.isDecorator(node)) decorators += 1;
    const found = importOf(node);
    if (found !== undefined) imports.push(found);
    if (ts.isToken(node)) addLines(lines, file, node);
    // Comments of JSDoc are children too, and no code.
    node.getChildren(file).forEach((child) => {
      if (!ts.isJSDoc(child)) visit(child);
    });
  };
  visit(file);
  return { path, codeLines: lines.size, decorators, imports };
}

function addLines(lines: Set<number>, file: ts.SourceFile, token: ts.Node): void {
  const [start, end] = [token.getStart(file, false), token.getEnd()];
  if (start === end) return;
  const last = file.getLineAndCharacterOfPosition(end).line;
  for (let line = file.getLineAndCharacterOfPosition(start).line; line <= last; line += 1) lines.add(line);
}

function importOf(node: ts.Node): Import | undefined {
  if (ts.isImportDeclaration(node)) return found(node.moduleSpecifier, isTypeImport(node.importClause));
  if (ts.isExportDeclaration(node)) return found(node.moduleSpecifier, isTypeExport(node));
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    return found(node.argument.literal, true);
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return found(node.arguments[0], false);
  return undefined;
}

function found(specifier: ts.Node | undefined, isType: boolean): Import | undefined {
  return specifier !== undefined && ts.isStringLiteral(specifier)
    ? { from: specifier.text, isType }
    : undefined;
}

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false; // `import 'x'` is there for what it does
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { name, namedBindings } = clause;
  if (name !== undefined || namedBindings === undefined || !ts.isNamedImports(namedBindings)) return false;
  return namedBindings.elements.length > 0 && namedBindings.elements.every(({ isTypeOnly }) => isTypeOnly);
}

function isTypeExport({ isTypeOnly, exportClause }: ts.ExportDeclaration): boolean {
  if (isTypeOnly || exportClause === undefined || !ts.isNamedExports(exportClause)) return isTypeOnly;
  return exportClause.elements.every((element) => element.isTypeOnly);
}
