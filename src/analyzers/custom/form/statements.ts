import type { SyntaxNode } from '../../syntax/tree.js';
import { Form } from './form.js';
import { classForm, declared, decoratorsOf, fieldForm, typeOf } from './functions.js';
import { absent, identifier, make, named, optional, special, type Lower, type Lowering } from './lowering.js';

/** Kid: the expression. An ellipsis that stands for statements is one by itself. */
const expression: Lower = (node, to) => {
  const [first] = named(node);
  if (!first) return absent(node.start);
  const form = to.form(first);
  if (form.kind === 'ellipsis' || form.kind === 'metavariables') return form;
  return make('expression', '', [form], node);
};

/** Text: `const`, `let`, `var` or `field`. Kids: target, first value. */
function definitions(node: SyntaxNode, to: Lowering): Form[] {
  const keyword = node.get('kind')?.type ?? (node.type === 'variable_declaration' ? 'var' : 'let');
  const declarators = named(node).filter(({ type }) => type === 'variable_declarator');
  return declarators.map((declarator) => {
    const name = declarator.get('name');
    const form = new Form(
      'define',
      keyword,
      [name ? declared(name, to) : absent(node.start), optional(declarator.get('value'), to, declarator.end)],
      declarators[0] === declarator ? node.start : declarator.start,
      declarators.length === 1 ? node.end : declarator.end,
    );
    form.declaredType = typeOf(declarator, to);
    return form;
  });
}

const loop: Lower = (node, to) =>
  make(
    'for',
    '',
    [
      ...['initializer', 'condition', 'increment'].map((name) => headerOf(node.get(name), to, node.start)),
      to.block(node.get('body')),
    ],
    node,
  );

/** A part of a loop's head, whichever way the grammar wraps it. */
function headerOf(node: SyntaxNode | undefined, to: Lowering, at: number): Form {
  if (!node || node.type === 'empty_statement') return absent(at);
  const [first, ...others] = to.statements(node);
  if (!first) return absent(at);
  if (others.length > 0) return make('list', '', [first, ...others], node);
  return first.kind === 'expression' ? first.at(0) : first;
}

/** Text: `in` or `of`. Kids: what is declared or assigned, what is gone through, body. */
const loopIn: Lower = (node, to) => {
  const left = node.get('left');
  const kind = node.get('kind');
  const target = left ? declared(left, to) : absent(node.start);
  return make(
    'for-in',
    node.get('operator')?.type ?? 'in',
    [
      kind ? new Form('define', kind.type, [target, absent(node.start)], target.start, target.end) : target,
      optional(node.get('right'), to, node.end),
      to.block(node.get('body')),
    ],
    node,
  );
};

const branch: Lower = (node, to) => {
  const other = node.get('alternative');
  return make(
    'if',
    '',
    [
      optional(node.get('condition'), to, node.start),
      to.block(node.get('consequence')),
      other ? to.block(named(other)[0]) : absent(node.end),
    ],
    node,
  );
};

const attempt: Lower = (node, to) => {
  const handler = node.get('handler');
  const last = node.get('finalizer');
  const caught = handler?.get('parameter');
  return make(
    'try',
    '',
    [
      to.block(node.get('body')),
      handler
        ? make(
            'catch',
            '',
            [caught ? declared(caught, to) : absent(handler.start), to.block(handler.get('body'))],
            handler,
          )
        : absent(node.end),
      last ? to.block(last.get('body')) : absent(node.end),
    ],
    node,
  );
};

const choice: Lower = (node, to) => {
  const body = node.get('body');
  const cases = (body ? named(body) : []).map((one) => {
    const value = one.get('value');
    const statements = named(one).filter((child) => child !== value);
    return make(
      'case',
      one.type === 'switch_default' ? 'default' : 'case',
      [
        value ? to.form(value) : absent(one.start),
        make(
          'block',
          '',
          statements.flatMap((statement) => to.statements(statement)),
          one,
        ),
      ],
      one,
    );
  });
  return make(
    'switch',
    '',
    [optional(node.get('value'), to, node.start), make('list', '', cases, body ?? node)],
    node,
  );
};

const withOperand =
  (kind: 'return' | 'throw'): Lower =>
  (node, to) =>
    make(kind, '', [optional(named(node)[0], to, node.end)], node);

const jump: Lower = (node) => make('jump', node.type.replace('_statement', ''), [], node);

/**
 * Text: `default`, `named`, `namespace`, `effect`, or in patterns `any`. Kids: source, imported name, local name. One
 * statement of the language is one for each name.
 */
function imports(node: SyntaxNode, to: Lowering): Form[] {
  const required = node.first('import_require_clause');
  const source = node.get('source') ?? required?.get('source');
  const clause = node.first('import_clause');
  const one = (kind: string, imported: Form | undefined, local: Form | undefined): Form =>
    make(
      'import',
      kind,
      [
        source ? to.form(source) : absent(node.end),
        imported ?? absent(node.start),
        local ?? absent(node.start),
      ],
      node,
    );
  if (required) {
    const [name] = named(required);
    return [one('namespace', undefined, name && identifier('name', name, to))];
  }
  if (!clause) return [one('effect', undefined, undefined)];
  const made: Form[] = [];
  for (const child of named(clause)) {
    if (child.type === 'identifier') made.push(one('default', undefined, identifier('name', child, to)));
    else if (child.type === 'namespace_import') {
      const [name] = named(child);
      made.push(one('namespace', undefined, name && identifier('name', name, to)));
    } else
      for (const specifier of named(child)) {
        const name = specifier.get('name');
        const alias = specifier.get('alias') ?? name;
        if (!name || !alias) continue;
        const imported = identifier('name', name, to);
        if (imported.kind !== 'ellipsis') made.push(one('named', imported, identifier('name', alias, to)));
      }
  }
  return made.length > 0 || !to.isPattern ? made : [one('any', undefined, undefined)];
}

/** What is exported; `export` itself changes nothing. */
function exported(node: SyntaxNode, to: Lowering): Form[] {
  const declaration = node.get('declaration');
  const value = node.get('value');
  const source = node.get('source');
  if (declaration) {
    const forms = to.statements(declaration);
    const decorators = decoratorsOf(node, to);
    const [first] = decorators;
    if (first)
      for (const form of forms) {
        form.decorators = [...decorators, ...form.decorators];
        // It begins with its decorators, wherever `export` stands.
        form.start = node.start;
      }
    return forms;
  }
  if (value) return [make('expression', 'export', [to.form(value)], node)];
  return [make('other', node.type, source ? [to.form(source)] : [], node)];
}

/** Statements that are several. */
export function statementForms(node: SyntaxNode, to: Lowering): Form[] | undefined {
  switch (node.type) {
    case 'lexical_declaration':
    case 'variable_declaration':
      return definitions(node, to);
    case 'import_statement':
      return imports(node, to);
    case 'export_statement':
      return exported(node, to);
    case 'empty_statement':
    case 'comment':
    case 'hash_bang_line':
      return [];
    default:
      return undefined;
  }
}

export const singleStatementForms: Readonly<Record<string, Lower>> = {
  expression_statement: expression,
  statement_block: (node, to) => to.block(node),
  program: (node, to) => to.block(node),
  for_statement: loop,
  for_in_statement: loopIn,
  while_statement: (node, to) =>
    make('while', '', [optional(node.get('condition'), to, node.start), to.block(node.get('body'))], node),
  do_statement: (node, to) =>
    make('do', '', [to.block(node.get('body')), optional(node.get('condition'), to, node.end)], node),
  if_statement: branch,
  try_statement: attempt,
  switch_statement: choice,
  return_statement: withOperand('return'),
  throw_statement: withOperand('throw'),
  break_statement: jump,
  continue_statement: jump,
  debugger_statement: jump,
  labeled_statement: (node, to) => {
    const label = node.get('label');
    return make(
      'label',
      '',
      [label ? identifier('name', label, to) : absent(node.start), to.block(node.get('body'))],
      node,
    );
  },
  class_declaration: classForm,
  abstract_class_declaration: classForm,
  class: classForm,
  public_field_definition: fieldForm,
  field_definition: fieldForm,
  statement_identifier: (node, to) =>
    special(to.text.slice(node.start, node.end), node) ?? absent(node.start),
};
