import ts from "typescript";
import { replacementsOf } from "./operators.ts";

/** One deliberate fault in one file: the text from `start` to `end` becomes `replacement`. */
export interface Mutant {
  /** Stable as long as the file is: offset, operator and replacement. */
  readonly id: string;
  readonly operator: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly original: string;
  readonly replacement: string;
}

/** Types, imports and property names decide nothing when the program runs. */
function isInert(node: ts.Node): boolean {
  return (
    ts.isTypeNode(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isImportDeclaration(node) ||
    (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined)
  );
}

/** All mutants of a TypeScript file, in the order of the text. Deterministic. */
export function mutantsOf(path: string, text: string): readonly Mutant[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: Mutant[] = [];
  const seen = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (isInert(node)) return;
    for (const { operator, at, replacement } of replacementsOf(node)) {
      const [start, end] = [at.getStart(source), at.getEnd()];
      const original = text.slice(start, end);
      const id = `${start}-${end} ${replacement}`;
      if (original === replacement || seen.has(id)) continue;
      seen.add(id);
      const line = source.getLineAndCharacterOfPosition(start).line + 1;
      found.push({ id, operator, line, start, end, original, replacement });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** The file with the fault in it. */
export function applyMutant(text: string, mutant: Pick<Mutant, "start" | "end" | "replacement">) {
  return text.slice(0, mutant.start) + mutant.replacement + text.slice(mutant.end);
}
