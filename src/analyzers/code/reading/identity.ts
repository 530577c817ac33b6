import type { SyntaxNode } from '../../syntax/tree.js';
import { bare, keyName } from '../flow/node.js';
import { parametersOf, patternNames, type Binding } from '../flow/scope.js';
import type { Unit } from '../flow/unit.js';
import { identityCalls } from './guards.js';
import { lastName, nodesIn, textOf } from './nodes.js';

const memberOfRequest =
  /^(?:req|request|ctx|context|res|c|event)\??\.(?:user|auth|account|currentUser|payload|principal|identity|userId|session|locals|state)\b/;

/** Names in a function that stand for who is asking. */
function identityBindings(unit: Unit, body: SyntaxNode): ReadonlySet<Binding> {
  const bindings = new Set<Binding>();
  const add = (pattern: SyntaxNode | undefined): void => {
    for (const name of pattern ? patternNames(pattern) : []) {
      const binding = unit.scopes.resolve(name);
      if (binding) bindings.add(binding);
    }
  };
  for (const parameter of parametersOf(body)) {
    const written = textOf(unit, parameter.node);
    if (
      /@(?!Req\b|Request\b|Res\b|Param|Query|Body|Headers)\w*(?:User|Account|Session|Principal|Auth|Jwt|Token)\w*\s*\(/.test(
        written,
      )
    )
      add(parameter.pattern);
    else if (/@Req(?:uest)?\s*\(/.test(written) && parameter.pattern.type === 'object_pattern')
      add(parameter.pattern);
  }
  const calls = new Set(identityCalls(unit, body));
  for (const node of nodesIn(unit, body, 'variable_declarator')) {
    const value = node.get('value');
    const name = node.get('name');
    if (!value || !name) continue;
    const from = bare(value);
    const isIdentity =
      calls.has(from) ||
      memberOfRequest.test(textOf(unit, from).replace(/!/g, '')) ||
      (from.type !== 'call_expression' && mentions(unit, from, bindings));
    if (isIdentity) add(name);
  }
  return bindings;
}

function mentions(unit: Unit, node: SyntaxNode, bindings: ReadonlySet<Binding>): boolean {
  for (const at of nodesIn(unit, node, 'identifier', 'shorthand_property_identifier')) {
    const binding = unit.scopes.resolve(at);
    if (binding && bindings.has(binding)) return true;
  }
  return false;
}

const places = ['identifier', 'shorthand_property_identifier', 'member_expression'];

/** The places of a function at which who is asking is used for more than to see that somebody is. */
export function identityUses(unit: Unit, body: SyntaxNode): readonly SyntaxNode[] {
  const bindings = identityBindings(unit, body);
  const uses: SyntaxNode[] = [];
  for (const node of nodesIn(unit, body, ...places)) {
    const isMember = node.type === 'member_expression';
    const binding = isMember ? undefined : unit.scopes.resolve(node);
    const isIdentity =
      (binding !== undefined && bindings.has(binding) && binding.node !== node) ||
      (isMember &&
        memberOfRequest.test(textOf(unit, node).replace(/!/g, '')) &&
        node.parent?.type !== 'member_expression');
    if (isIdentity && !isPresenceTest(unit, whole(node)) && !isDeclared(node) && !isLogged(unit, node))
      uses.push(node);
  }
  return uses;
}

/** `session` of `session.user.id`: the longest chain that begins with the name. */
function whole(node: SyntaxNode): SyntaxNode {
  let at = node;
  while (
    at.parent &&
    (at.parent.type === 'member_expression' || at.parent.type === 'non_null_expression') &&
    at.parent.children[0] === at
  )
    at = at.parent;
  return at;
}

/** `!session`, `session == null`, `if (user)`: only asks whether somebody is there. */
function isPresenceTest(unit: Unit, chain: SyntaxNode): boolean {
  let at = chain.parent;
  while (
    at?.type === 'parenthesized_expression' ||
    (at?.type === 'binary_expression' && /^(?:\|\||&&)$/.test(at.get('operator')?.type ?? ''))
  )
    at = at.parent;
  if (at?.type === 'unary_expression') return true;
  if (at?.type === 'if_statement') return true;
  if (at?.type !== 'binary_expression') return false;
  const other = at.get('left') === chain ? at.get('right') : at.get('left');
  return other !== undefined && /^(?:null|undefined|false|true)$/.test(textOf(unit, other));
}

/** The left side of its own declaration. */
function isDeclared(node: SyntaxNode): boolean {
  for (let at: SyntaxNode | undefined = node; at; at = at.parent) {
    if (at.type === 'variable_declarator') return true;
    if (at.type === 'statement_block' || at.type === 'call_expression') return false;
  }
  return false;
}

function isLogged(unit: Unit, node: SyntaxNode): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (at.type === 'call_expression') {
      const callee = at.get('function');
      return callee !== undefined && /(?:^|\.)(?:console|log|logger)\b/i.test(textOf(unit, callee));
    }
    if (at.type === 'statement_block') return false;
  }
  return false;
}

const request = /^(?:req|request|ctx|context|c|event)\b/;

/**
 * The names and expressions of a handler that hold the id of a record as the caller chose it: `req.params.id`, a
 * parameter `@Param('id')`, what was taken out of the body.
 */
export function chosenIds(unit: Unit, body: SyntaxNode, isAction: boolean): (node: SyntaxNode) => boolean {
  const bindings = new Set<Binding>();
  const add = (pattern: SyntaxNode, all: boolean): void => {
    for (const name of patternNames(pattern)) {
      const binding = unit.scopes.resolve(name);
      if (binding && (all || isIdName(keyOf(unit, name) ?? binding.name))) bindings.add(binding);
    }
  };
  for (const parameter of parametersOf(body)) {
    const written = textOf(unit, parameter.node);
    const isPlain = parameter.pattern.type === 'identifier';
    if (/@Param\s*\(\s*['"`]/.test(written)) add(parameter.pattern, true);
    else if (/@Query\s*\(\s*['"`]\w*(?:id|Id|uuid)['"`]/.test(written)) add(parameter.pattern, true);
    else if (isAction && isPlain && isIdName(textOf(unit, parameter.pattern))) add(parameter.pattern, true);
  }
  const isChosen = (node: SyntaxNode): boolean => {
    const at = bare(node);
    if (at.type === 'identifier' || at.type === 'shorthand_property_identifier') {
      const binding = unit.scopes.resolve(at);
      return binding !== undefined && bindings.has(binding);
    }
    if (at.type === 'member_expression' || at.type === 'subscript_expression') {
      const written = textOf(unit, at).replace(/[!?\s]/g, '');
      const name = lastName(unit, at) ?? '';
      if (/\bparams\./.test(written)) return true;
      if (/^(?:req|request|ctx|context|c)\.(?:query|body|request\.body)\./.test(written))
        return isIdName(name);
      return false;
    }
    if (at.type === 'call_expression') {
      const callee = at.get('function');
      const name = callee && lastName(unit, callee);
      const inner = at.get('arguments')?.children ?? [];
      if (name === 'get' && callee && /searchParams|formData|form|params/.test(textOf(unit, callee)))
        return isIdName(/['"`](\w+)['"`]/.exec(inner[0] ? textOf(unit, inner[0]) : '')?.[1] ?? '');
      if (name !== undefined && /^(?:String|Number|parseInt|BigInt|ObjectId|toString|trim|Types)$/.test(name))
        return [...inner, ...(callee?.get('object') ? [callee.get('object') as SyntaxNode] : [])].some(
          (part) => isChosen(part),
        );
      return false;
    }
    if (at.type === 'new_expression')
      return (at.get('arguments')?.children ?? []).some((part) => isChosen(part));
    if (at.type === 'unary_expression') return at.children.some((part) => isChosen(part));
    if (at.type === 'binary_expression')
      return [at.get('left'), at.get('right')].some((part) => part !== undefined && isChosen(part));
    return false;
  };
  for (const node of nodesIn(unit, body, 'variable_declarator')) {
    const value = node.get('value');
    const name = node.get('name');
    if (!value || !name) continue;
    const from = bare(value);
    const written = textOf(unit, from).replace(/[!?\s]/g, '');
    if (name.type === 'object_pattern') {
      const isParams =
        /(?:^|\.)params$/.test(written) &&
        (request.test(written) || written === 'params' || /^\w+\.params$/.test(written));
      if (isParams) add(name, true);
      else if (
        /^(?:req|request|ctx|context|c)\.(?:query|body|request\.body)$|\.json\(\)$|^(?:body|data|input)$/.test(
          written,
        )
      )
        add(name, false);
    } else if (isChosen(from)) add(name, true);
  }
  return isChosen;
}

/** The property that a name of a pattern is taken from: `id` of `{ id: key }`. */
function keyOf(unit: Unit, name: SyntaxNode): string | undefined {
  const pair = name.parent;
  return pair?.type === 'pair_pattern' ? keyName(pair.get('key'), unit.text) : undefined;
}

function isIdName(name: string): boolean {
  return /^_?id$|I[dD]s?$|_id$|^uuid$|Uuid$|^slug$|Key$|Number$|^ref$/.test(name);
}
