import ts from "typescript";

/** A change of one node: `at` is replaced by the text. */
export interface Replacement {
  readonly operator: string;
  readonly at: ts.Node;
  readonly replacement: string;
}

type Operator = (node: ts.Node) => readonly Replacement[];

const swaps: ReadonlyMap<ts.SyntaxKind, readonly string[]> = new Map([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, ["!=="]],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, ["==="]],
  [ts.SyntaxKind.LessThanToken, ["<=", ">="]],
  [ts.SyntaxKind.LessThanEqualsToken, ["<", ">"]],
  [ts.SyntaxKind.GreaterThanToken, [">=", "<="]],
  [ts.SyntaxKind.GreaterThanEqualsToken, [">", "<"]],
  [ts.SyntaxKind.PlusToken, ["-"]],
  [ts.SyntaxKind.MinusToken, ["+"]],
  [ts.SyntaxKind.AsteriskToken, ["/"]],
  [ts.SyntaxKind.SlashToken, ["*"]],
  [ts.SyntaxKind.PercentToken, ["*"]],
  [ts.SyntaxKind.AmpersandToken, ["|"]],
  [ts.SyntaxKind.BarToken, ["&"]],
  [ts.SyntaxKind.LessThanLessThanToken, [">>"]],
  [ts.SyntaxKind.AmpersandAmpersandToken, ["||"]],
  [ts.SyntaxKind.BarBarToken, ["&&"]],
  [ts.SyntaxKind.QuestionQuestionToken, ["&&"]],
  [ts.SyntaxKind.PlusEqualsToken, ["-="]],
  [ts.SyntaxKind.MinusEqualsToken, ["+="]],
  [ts.SyntaxKind.BarEqualsToken, ["&="]],
]);

const binaryOperator: Operator = (node) => {
  if (!ts.isBinaryExpression(node)) return [];
  const { operatorToken: at } = node;
  const swapped = swaps.get(at.kind) ?? [];
  return swapped.map((replacement) => ({ operator: "binary operator", at, replacement }));
};

function always(at: ts.Expression): readonly Replacement[] {
  return ["true", "false"].map((replacement) => ({ operator: "condition", at, replacement }));
}

const condition: Operator = (node) => {
  if (ts.isIfStatement(node) || ts.isWhileStatement(node)) return always(node.expression);
  if (ts.isConditionalExpression(node)) return always(node.condition);
  if (ts.isForStatement(node) && node.condition !== undefined) {
    return [{ operator: "condition", at: node.condition, replacement: "false" }];
  }
  if (!ts.isBinaryExpression(node)) return [];
  const { kind } = node.operatorToken;
  const logical =
    kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken;
  if (logical) return [...always(node.left), ...always(node.right)];
  return isComparison(kind) ? always(node) : [];
};

function isComparison(kind: ts.SyntaxKind): boolean {
  const swapped = swaps.get(kind)?.[0] ?? "";
  return ["===", "!==", "<", "<=", ">", ">="].includes(swapped);
}

const unary: Operator = (node) => {
  if (ts.isPostfixUnaryExpression(node)) {
    const sign = node.operator === ts.SyntaxKind.PlusPlusToken ? "--" : "++";
    return [{ operator: "step", at: node, replacement: `${node.operand.getText()}${sign}` }];
  }
  if (!ts.isPrefixUnaryExpression(node)) return [];
  const { operator, operand } = node;
  if (operator !== ts.SyntaxKind.ExclamationToken && operator !== ts.SyntaxKind.MinusToken)
    return [];
  return [{ operator: "sign", at: node, replacement: operand.getText() }];
};

function isPropertyName(node: ts.Node): boolean {
  return ts.isPropertyAssignment(node.parent) && node.parent.name === node;
}

const literal: Operator = (node) => {
  const change = (replacement: string) => [{ operator: "literal", at: node, replacement }];
  if (node.kind === ts.SyntaxKind.TrueKeyword) return change("false");
  if (node.kind === ts.SyntaxKind.FalseKeyword) return change("true");
  if (ts.isNumericLiteral(node))
    return isPropertyName(node) ? [] : change(`${Number(node.text) + 1}`);
  if (ts.isBigIntLiteral(node))
    return change(`${BigInt(node.text.slice(0, -1).replaceAll("_", "")) + 1n}n`);
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
    if (isPropertyName(node)) return [];
    return change(node.text === "" ? '"mutant"' : '""');
  }
  return ts.isTemplateExpression(node) ? change('""') : [];
};

const collection: Operator = (node) => {
  if (ts.isArrayLiteralExpression(node)) {
    const replacement = node.elements.length === 0 ? '["mutant"]' : "[]";
    return [
      { operator: "list", at: node, replacement },
      ...withoutEach(node.elements.map((element) => element.getText())).map((texts) => ({
        operator: "list entry",
        at: node,
        replacement: `[${texts.join(", ")}]`,
      })),
    ];
  }
  if (!ts.isObjectLiteralExpression(node) || node.properties.length === 0) return [];
  return [{ operator: "object", at: node, replacement: "({})" }];
};

/** The list without one of its entries, for every entry; nothing for shorter lists than two. */
function withoutEach(texts: readonly string[]): readonly (readonly string[])[] {
  if (texts.length < 2) return [];
  return texts.map((_, index) => texts.filter((__, other) => other !== index));
}

const body: Operator = (node) => {
  if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) {
    return [{ operator: "function body", at: node.body, replacement: "undefined" }];
  }
  if (ts.isBlock(node) && node.statements.length > 0) {
    return [{ operator: "block", at: node, replacement: "{}" }];
  }
  if (ts.isExpressionStatement(node) || ts.isContinueStatement(node) || ts.isBreakStatement(node)) {
    return [{ operator: "statement", at: node, replacement: ";" }];
  }
  const conditional = ts.isReturnStatement(node) && ts.isIfStatement(node.parent);
  return conditional ? [{ operator: "statement", at: node, replacement: ";" }] : [];
};

const callSwaps: Readonly<Record<string, string>> = {
  some: "every",
  every: "some",
  min: "max",
  max: "min",
  startsWith: "endsWith",
  endsWith: "startsWith",
  toLowerCase: "toUpperCase",
  toUpperCase: "toLowerCase",
};
const callsToDrop: ReadonlySet<string> = new Set(["filter", "sort", "trim", "slice", "toSorted"]);

const call: Operator = (node) => {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
  const { name, expression } = node.expression;
  const swapped = callSwaps[name.text];
  if (swapped !== undefined) return [{ operator: "call", at: name, replacement: swapped }];
  if (!callsToDrop.has(name.text)) return [];
  return [{ operator: "call", at: node, replacement: expression.getText() }];
};

const pattern: Operator = (node) => {
  if (!ts.isRegularExpressionLiteral(node)) return [];
  const changes: readonly (readonly [RegExp, string])[] = [
    [/^\/\^/, "/"],
    [/\$(?=\/[a-z]*$)/, ""],
    [/(?<!\\)\+/, ""],
    [/(?<!\\)\*/, "+"],
    [/\[(?!\^)/, "[^"],
    [/\[\^/, "["],
    [/\{(\d+)\}/, ""],
    [/i(?=[a-z]*$)/, ""],
  ];
  return changes.map(([from, to]) => ({
    operator: "pattern",
    at: node,
    replacement: node.text.replace(from, to),
  }));
};

const operators: readonly Operator[] = [
  binaryOperator,
  condition,
  unary,
  literal,
  collection,
  body,
  call,
  pattern,
];

/** Every fault that our operators plant at this node itself. */
export function replacementsOf(node: ts.Node): readonly Replacement[] {
  return operators.flatMap((operator) => operator(node));
}
