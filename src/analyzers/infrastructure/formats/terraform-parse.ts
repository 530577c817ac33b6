import { DepthError } from '../../syntax/copy.js';
import { loadParser } from '../../syntax/parser.js';
import type { SyntaxNode } from '../../syntax/tree.js';
import type { Attribute, Block, Body, Expression, Step, TerraformSyntax } from './terraform-syntax.js';

/** Deeper expressions are generated or hostile; what lies below is opaque. Keeps every later recursion shallow. */
const maxNesting = 100;

/** Parses HCL; runs in the worker. */
export async function parseTerraform(text: string): Promise<TerraformSyntax> {
  const parser = await loadParser('hcl');
  try {
    const tree = parser.parse(text);
    const body = tree.root.first('body');
    const [offset] = tree.errors;
    return {
      body: body ? bodyOf(body, { text, nesting: 0 }) : nothing,
      error: offset === undefined ? undefined : { offset, message: 'The syntax is not valid here.' },
    };
  } catch (error) {
    if (!(error instanceof DepthError)) throw error;
    return { body: nothing, error: { offset: 0, message: error.message } };
  }
}

const nothing: Body = { attributes: [], blocks: [] };

interface Reading {
  readonly text: string;
  readonly nesting: number;
}

function bodyOf(node: SyntaxNode, reading: Reading): Body {
  const attributes: Attribute[] = [];
  const blocks: Block[] = [];
  for (const child of node.children) {
    if (child.type === 'attribute') attributes.push(...attributeOf(child, reading));
    else if (child.type === 'block' && reading.nesting < maxNesting)
      blocks.push(blockOf(child, { ...reading, nesting: reading.nesting + 1 }));
  }
  return { attributes, blocks };
}

function attributeOf(node: SyntaxNode, reading: Reading): Attribute[] {
  const name = node.first('identifier');
  const value = node.first('expression');
  if (!name || !value) return [];
  return [
    { name: textOf(name, reading), value: expressionOf(value, reading), start: node.start, end: node.end },
  ];
}

function blockOf(node: SyntaxNode, reading: Reading): Block {
  const heads: SyntaxNode[] = [];
  for (const child of node.children) {
    if (child.type !== 'identifier' && child.type !== 'string_lit') break;
    heads.push(child);
  }
  const [type, ...labels] = heads.map((head) =>
    head.type === 'identifier' ? textOf(head, reading) : stringOf(head, reading),
  );
  const body = node.first('body');
  return {
    type: type ?? '',
    labels,
    header: { start: node.start, end: heads.at(-1)?.end ?? node.end },
    body: body ? bodyOf(body, reading) : nothing,
    start: node.start,
    end: node.end,
  };
}

function textOf(node: SyntaxNode, { text }: Reading): string {
  return text.slice(node.start, node.end);
}

function expressionOf(node: SyntaxNode, outer: Reading): Expression {
  if (outer.nesting >= maxNesting) return { kind: 'opaque', parts: [], start: node.start, end: node.end };
  return sequenceOf(node.children, node, { ...outer, nesting: outer.nesting + 1 });
}

/** The grammar writes steps (`.name`, `[0]`, `[*]`) and operators beside the terms that they belong to. */
function sequenceOf(nodes: readonly SyntaxNode[], whole: SyntaxNode, reading: Reading): Expression {
  const operands: Expression[] = [];
  let operator = '';
  for (const node of nodes) {
    const last = operands.at(-1);
    if (node.type === 'get_attr' || node.type === 'index' || node.type === 'splat') {
      if (last) operands[operands.length - 1] = stepped(last, stepsOf(node, reading), node.end);
    } else if (isOperator(node)) operator = node.type;
    else operands.push(termOf(node, reading));
  }
  const [first] = operands;
  const span = { start: whole.start, end: whole.end };
  if (operator !== '') return { kind: 'operation', operator, parts: operands, ...span };
  if (operands.length === 1 && first) return { ...first, ...span };
  return { kind: 'opaque', parts: operands, ...span };
}

function isOperator(node: SyntaxNode): boolean {
  return node.children.length === 0 && /^[-+*/%!=<>&|]+$/.test(node.type);
}

function stepped(base: Expression, steps: readonly Step[], end: number): Expression {
  if (base.kind === 'reference') return { ...base, steps: [...base.steps, ...steps], end };
  const inner = steps.filter((step) => typeof step !== 'string');
  return { kind: 'opaque', parts: [base, ...inner], start: base.start, end };
}

function stepsOf(node: SyntaxNode, reading: Reading): Step[] {
  if (node.type === 'get_attr') return node.children.slice(0, 1).map((name) => textOf(name, reading));
  const [inner] = node.children;
  if (node.type === 'splat') {
    const rest = inner ? inner.children.flatMap((step) => stepsOf(step, reading)) : [];
    return ['*', ...rest];
  }
  const index = inner?.first('expression');
  if (index) return [expressionOf(index, reading)];
  return inner ? [textOf(inner, reading).replace('.', '')] : ['*'];
}

function termOf(node: SyntaxNode, reading: Reading): Expression {
  const span = { start: node.start, end: node.end };
  const [inner] = node.children;
  switch (node.type) {
    case 'expression':
      return expressionOf(node, reading);
    case 'literal_value':
      return inner ? { kind: 'literal', value: literalOf(inner, reading), ...span } : opaque(node, reading);
    case 'template_expr':
      return inner ? templateOf(inner, reading) : opaque(node, reading);
    case 'variable_expr':
      return { kind: 'reference', name: textOf(node, reading), steps: [], ...span };
    case 'collection_value':
      return inner ? collectionOf(inner, reading) : opaque(node, reading);
    case 'function_call': {
      const parts = node.first('function_arguments')?.children.filter((part) => part.type === 'expression');
      const name = inner ? textOf(inner, reading) : '';
      const spread = node.first('function_arguments')?.has('ellipsis');
      const read = (parts ?? []).map((part) => expressionOf(part, reading));
      return spread ? { kind: 'opaque', parts: read, ...span } : { kind: 'call', name, parts: read, ...span };
    }
    case 'conditional': {
      const [test, yes, no] = node.children.filter((part) => part.type === 'expression');
      if (!test || !yes || !no) return opaque(node, reading);
      return {
        kind: 'conditional',
        test: expressionOf(test, reading),
        yes: expressionOf(yes, reading),
        no: expressionOf(no, reading),
        ...span,
      };
    }
    case 'operation':
      return inner && reading.nesting < maxNesting
        ? sequenceOf(inner.children, inner, { ...reading, nesting: reading.nesting + 1 })
        : opaque(node, reading);
    default:
      return opaque(node, reading);
  }
}

/** Keeps what an expression mentions; walks without recursion, since it goes through anything. */
function opaque(node: SyntaxNode, reading: Reading): Expression {
  const parts: Expression[] = [];
  const open = [node];
  for (let next = open.pop(); next; next = open.pop()) {
    if (next !== node && next.type === 'expression') parts.push(expressionOf(next, reading));
    else for (let index = next.children.length - 1; index >= 0; index--) push(open, next.children[index]);
  }
  return { kind: 'opaque', parts, start: node.start, end: node.end };
}

function push<T>(list: T[], item: T | undefined): void {
  if (item !== undefined) list.push(item);
}

function collectionOf(node: SyntaxNode, reading: Reading): Expression {
  const span = { start: node.start, end: node.end };
  if (node.type === 'tuple') {
    const items = node.children.filter((child) => child.type === 'expression');
    return { kind: 'list', items: items.map((item) => expressionOf(item, reading)), ...span };
  }
  if (node.type !== 'object') return opaque(node, reading);
  const entries = node.children.flatMap((element) => {
    const key = element.get('key');
    const value = element.get('val');
    return key && value ? [{ key: keyOf(key, reading), value: expressionOf(value, reading) }] : [];
  });
  return { kind: 'object', entries, ...span };
}

/** A bare word as a key is its name, not a reference. */
function keyOf(node: SyntaxNode, reading: Reading): Expression {
  const key = expressionOf(node, reading);
  if (key.kind !== 'reference' || key.steps.length > 0 || node.children[0]?.type !== 'variable_expr')
    return key;
  return { kind: 'literal', value: key.name, start: key.start, end: key.end };
}

function literalOf(node: SyntaxNode, reading: Reading): string | number | boolean | null {
  const text = textOf(node, reading);
  if (node.type === 'numeric_lit') return Number(text);
  if (node.type === 'bool_lit') return text === 'true';
  if (node.type === 'null_lit') return null;
  return stringOf(node, reading);
}

function stringOf(node: SyntaxNode, { text }: Reading): string {
  return unescape(text.slice(node.start + 1, node.end - 1));
}

function templateOf(node: SyntaxNode, reading: Reading): Expression {
  const quoted = node.type === 'quoted_template';
  const span = { start: node.start, end: node.end };
  const marks = node.children.filter((child) => child.type === 'heredoc_identifier');
  const [opening, closing] = marks;
  const from = quoted ? node.start + 1 : reading.text.indexOf('\n', opening?.end ?? node.start) + 1;
  const to = quoted ? node.end - 1 : (closing?.start ?? node.end);
  const parts: Expression[] = [];
  let at = from;
  const literal = (end: number): void => {
    if (end <= at) return;
    const raw = reading.text.slice(at, end);
    parts.push({ kind: 'literal', value: quoted ? unescape(raw) : unescapeTemplate(raw), start: at, end });
  };
  for (const child of node.children) {
    if (child.type !== 'template_interpolation' && child.type !== 'template_directive') continue;
    literal(child.start);
    const inner = child.type === 'template_interpolation' ? child.first('expression') : undefined;
    parts.push(inner ? expressionOf(inner, reading) : opaque(child, reading));
    at = child.end;
  }
  literal(to);
  const [only] = parts;
  if (parts.length === 0) return { kind: 'literal', value: '', ...span };
  return parts.length === 1 && only ? { ...only, ...span } : { kind: 'template', parts, ...span };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

function unescape(raw: string): string {
  return unescapeTemplate(
    raw.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (whole, code: string | undefined, mark: string) =>
      code === undefined ? (escapes[mark] ?? whole) : String.fromCharCode(parseInt(code, 16)),
    ),
  );
}

function unescapeTemplate(raw: string): string {
  return raw.replace(/\$\$\{/g, '${').replace(/%%\{/g, '%{');
}
