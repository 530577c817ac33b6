import type { SyntaxNode } from '../../syntax/tree.js';
import { keyOf } from './expressions.js';
import { Form } from './form.js';
import { absent, identifier, make, named, optional, type Lower, type Lowering } from './lowering.js';
import { typeForm } from './types.js';

/** A name that is declared, or what takes apart what is given. */
export function declared(node: SyntaxNode, to: Lowering): Form {
  return node.type === 'identifier' ? identifier('name', node, to) : to.form(node);
}

export function typeOf(node: SyntaxNode, to: Lowering): Form | undefined {
  const type = node.get('type') ?? node.get('return_type');
  return type ? typeForm(type, to) : undefined;
}

/** Text `async` for those. Kids: name, list of parameters, body. */
export const functionForm: Lower = (node, to) => {
  const name = node.get('name');
  const list = node.get('parameters');
  const single = node.get('parameter');
  const isMethod = node.type === 'method_definition';
  const parameters = list
    ? make(
        'list',
        '',
        named(list).map((one) => parameter(one, to)),
        list,
      )
    : new Form('list', '', single ? [parameter(single, to)] : [], node.start, node.start);
  const form = make(
    'function',
    node.has('async') ? 'async' : '',
    [name && !isMethod ? identifier('name', name, to) : absent(node.start), parameters, bodyOf(node, to)],
    node,
  );
  form.declaredType = typeOf(node, to);
  if (!isMethod) return form;
  form.decorators = decoratorsOf(node, to);
  return make(
    'property',
    node.has('get') ? 'get' : node.has('set') ? 'set' : '',
    [name ? keyOf(name, to) : absent(node.start), form],
    node,
  );
};

function bodyOf(node: SyntaxNode, to: Lowering): Form {
  const body = node.get('body');
  if (!body) return absent(node.end);
  if (body.type === 'statement_block') return to.block(body);
  return make('block', '', [make('return', 'implicit', [to.form(body)], body)], body);
}

/** Kids: target, default. */
function parameter(node: SyntaxNode, to: Lowering): Form {
  const pattern = node.get('pattern') ?? node;
  const target = node === pattern && node.type === 'assignment_pattern' ? node.get('left') : pattern;
  const value = node === pattern ? node.get('right') : node.get('value');
  const form = target ? declared(target, to) : absent(node.start);
  if (form.kind === 'ellipsis' || form.kind === 'metavariables') return form;
  const made = make('parameter', '', [form, optional(value, to, node.end)], node);
  made.declaredType = typeOf(node, to);
  made.decorators = decoratorsOf(node, to);
  return made;
}

export function decoratorsOf(node: SyntaxNode, to: Lowering): Form[] {
  return node.children
    .filter(({ type }) => type === 'decorator')
    .flatMap((decorator) => named(decorator).map((one) => to.form(one)));
}

/** Kids: name, what it extends, list of members. */
export const classForm: Lower = (node, to) => {
  const name = node.get('name');
  const heritage = node.first('class_heritage');
  const extended = heritage?.first('extends_clause')?.get('value') ?? (heritage && named(heritage)[0]);
  const body = node.get('body');
  const form = make(
    'class',
    '',
    [
      name ? identifier('name', name, to) : absent(node.start),
      extended && extended.type !== 'implements_clause' ? to.form(extended) : absent(node.start),
      make('list', '', body ? members(body, to) : [], body ?? node),
    ],
    node,
  );
  form.decorators = decoratorsOf(node, to);
  return form;
};

/** Decorators of methods stand beside them in the grammar. */
function members(body: SyntaxNode, to: Lowering): Form[] {
  let pending: Form[] = [];
  let began = 0;
  return named(body).flatMap((node) => {
    if (node.type === 'decorator') {
      if (pending.length === 0) began = node.start;
      pending.push(...named(node).map((one) => to.form(one)));
      return [];
    }
    const form = to.form(node);
    const own = form.kind === 'property' ? form.at(1) : form;
    const [first] = pending;
    own.decorators = [...pending, ...own.decorators];
    // It begins with its decorators.
    if (first) form.start = own.start = Math.min(form.start, began);
    pending = [];
    return form.kind === 'other' ? [] : [form];
  });
}

export const fieldForm: Lower = (node, to) => {
  const name = node.get('name') ?? node.get('property');
  const value = node.get('value');
  const key = name ? keyOf(name, to) : absent(node.start);
  if (key.kind === 'ellipsis' && !value) return key;
  const form = make('define', 'field', [key, optional(value, to, node.end)], node);
  form.declaredType = typeOf(node, to);
  form.decorators = decoratorsOf(node, to);
  return form;
};
