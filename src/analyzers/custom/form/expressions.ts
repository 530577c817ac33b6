import type { SyntaxNode } from '../../syntax/tree.js';
import { Form } from './form.js';
import {
  absent,
  identifier,
  make,
  named,
  optional,
  placeholders,
  sliceOf,
  type Lower,
  type Lowering,
} from './lowering.js';
import { typeForm } from './types.js';

const inner: Lower = (node, to) => {
  const [first] = named(node);
  return first ? to.form(first) : absent(node.start);
};

/** In patterns `($X: T)` is a metavariable that must be of a type. */
const parenthesized: Lower = (node, to) => {
  const type = node.first('type_annotation');
  if (!type || !to.isPattern) return inner(node, to);
  const value = inner(node, to);
  const typed = make(value.kind === 'metavariable' ? 'typed' : 'other', node.type, [value], node);
  typed.declaredType = typeForm(type, to);
  return typed;
};

function listOf(node: SyntaxNode | undefined, to: Lowering, at: number): Form {
  if (!node) return new Form('list', '', [], at, at);
  return make('list', '', formsOf(named(node), to), node);
}

function formsOf(nodes: readonly SyntaxNode[], to: Lowering): Form[] {
  return nodes.map((node) => to.form(node));
}

/** Kids: callee, list of arguments; of a tagged template the template. */
const call: Lower = (node, to) => {
  const callee = node.get('function');
  const args = node.get('arguments');
  if (!callee || !args) return make('other', node.type, formsOf(named(node), to), node);
  if (to.isPattern && sliceOf(callee, to) === placeholders.deep)
    return make('deep', '', formsOf(named(args).slice(0, 1), to), node);
  if (args.type === 'template_string') return make('tagged', '', [to.form(callee), to.form(args)], node);
  return make('call', '', [to.form(callee), listOf(args, to, node.end)], node);
};

const construct: Lower = (node, to) =>
  make(
    'new',
    '',
    [optional(node.get('constructor'), to, node.start), listOf(node.get('arguments'), to, node.end)],
    node,
  );

/** Kids: object, name. */
const member: Lower = (node, to) => {
  const property = node.get('property');
  return make(
    'member',
    '',
    [
      optional(node.get('object'), to, node.start),
      property ? identifier('name', property, to) : absent(node.end),
    ],
    node,
  );
};

/** Kids: object, key. */
const index: Lower = (node, to) =>
  make(
    'index',
    '',
    [optional(node.get('object'), to, node.start), optional(node.get('index'), to, node.end)],
    node,
  );

/** Text: the operator. Kids: left, right. */
const binary: Lower = (node, to) => {
  const operator = node.get('operator');
  return make(
    'binary',
    operator ? sliceOf(operator, to) : '',
    [optional(node.get('left'), to, node.start), optional(node.get('right'), to, node.end)],
    node,
  );
};

/** Text: the operator, with its `=`. Kids: target, value. */
const assign: Lower = (node, to) => {
  const operator = node.get('operator');
  return make(
    'assign',
    operator ? sliceOf(operator, to) : '=',
    [optional(node.get('left'), to, node.start), optional(node.get('right'), to, node.end)],
    node,
  );
};

/** Text: the operator or keyword. Kid: the operand. */
const unary: Lower = (node, to) => {
  const operator = node.get('operator');
  const operand = node.get('argument') ?? named(node)[0];
  const text = operator ? sliceOf(operator, to) : node.type.replace('_expression', '');
  return make('unary', text, [optional(operand, to, node.end)], node);
};

/** Kids: key, value. Text `shorthand` for `{a}`, `computed` for `{[a]: b}`. */
function property(node: SyntaxNode, to: Lowering): Form {
  const key = node.get('key') ?? node.get('name');
  const value = node.get('value');
  const isComputed = key?.type === 'computed_property_name';
  return make(
    'property',
    isComputed ? 'computed' : '',
    [key ? keyOf(key, to) : absent(node.start), optional(value, to, node.end)],
    node,
  );
}

export function keyOf(node: SyntaxNode, to: Lowering): Form {
  if (node.type === 'computed_property_name') return inner(node, to);
  if (node.type === 'string' || node.type === 'number') return to.form(node);
  return identifier('name', node, to);
}

const shorthand =
  (kind: 'id' | 'name'): Lower =>
  (node, to) => {
    const name = identifier(kind, node, to);
    if (name.kind === 'ellipsis' || name.kind === 'metavariables') return name;
    return make('property', 'shorthand', [identifier('name', node, to), name], node);
  };

/** A default of a destructured name: kids: target, default. */
const defaulted: Lower = (node, to) => {
  const left = node.get('left');
  const right = node.get('right');
  const target = left ? to.form(left) : absent(node.start);
  const value = optional(right, to, node.end);
  if (node.type === 'object_assignment_pattern' && left) {
    const name = target.kind === 'property' ? target.at(1) : target;
    return make(
      'property',
      'shorthand',
      [identifier('name', left, to), make('assign', '=', [name, value], node)],
      node,
    );
  }
  return make('assign', '=', [target, value], node);
};

const functionOf: Lower = (node, to) => to.func(node);

/** What a cast is of; in patterns `($X: T)` was made one. */
const cast: Lower = (node, to) => {
  const [value, type] = named(node);
  if (!value) return absent(node.start);
  const [name, wanted] = type?.type === 'generic_type' ? named(type) : [];
  if (to.isPattern && name && sliceOf(name, to) === placeholders.typed && wanted) {
    const [argument] = named(wanted);
    const typed = make('typed', '', [to.form(value)], node);
    if (argument) typed.declaredType = typeForm(argument, to);
    return typed;
  }
  return to.form(value);
};

export const expressionForms: Readonly<Record<string, Lower>> = {
  identifier: (node, to) => identifier('id', node, to),
  this: (node) => make('id', 'this', [], node),
  super: (node) => make('id', 'super', [], node),
  undefined: (node) => make('id', 'undefined', [], node),
  import: (node) => make('id', 'import', [], node),
  meta_property: (node, to) => make('id', sliceOf(node, to), [], node),
  property_identifier: (node, to) => identifier('name', node, to),
  private_property_identifier: (node, to) => identifier('name', node, to),
  shorthand_property_identifier: shorthand('id'),
  shorthand_property_identifier_pattern: shorthand('name'),
  parenthesized_expression: parenthesized,
  non_null_expression: inner,
  as_expression: cast,
  satisfies_expression: cast,
  type_assertion: (node, to) => {
    const value = named(node).at(-1);
    return value ? to.form(value) : absent(node.start);
  },
  instantiation_expression: inner,
  call_expression: call,
  new_expression: construct,
  member_expression: member,
  subscript_expression: index,
  binary_expression: binary,
  assignment_expression: assign,
  augmented_assignment_expression: assign,
  assignment_pattern: defaulted,
  object_assignment_pattern: defaulted,
  unary_expression: unary,
  update_expression: unary,
  await_expression: unary,
  yield_expression: unary,
  ternary_expression: (node, to) =>
    make(
      'conditional',
      '',
      ['condition', 'consequence', 'alternative'].map((field) => optional(node.get(field), to, node.end)),
      node,
    ),
  sequence_expression: (node, to) => make('comma', '', formsOf(named(node), to), node),
  array: (node, to) => make('array', '', formsOf(named(node), to), node),
  array_pattern: (node, to) => make('array', '', formsOf(named(node), to), node),
  object: (node, to) => make('object', '', formsOf(named(node), to), node),
  object_pattern: (node, to) => make('object', '', formsOf(named(node), to), node),
  pair: property,
  pair_pattern: property,
  spread_element: (node, to) => make('spread', '', [inner(node, to)], node),
  rest_pattern: (node, to) => make('spread', '', [inner(node, to)], node),
  function_expression: functionOf,
  generator_function: functionOf,
  arrow_function: functionOf,
  function_declaration: functionOf,
  generator_function_declaration: functionOf,
  method_definition: functionOf,
};
