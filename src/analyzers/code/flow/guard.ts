import type { SyntaxNode } from '../../syntax/tree.js';
import type { Environment } from './environment.js';
import type { Interpreter } from './interpreter.js';
import { allKinds, allKindsBut, kindsOf, textKinds, type Kinds } from './kind.js';
import { isDeniedList, isOwnCheck, refineOwn, refusesPrototype } from './guard-names.js';
import { bare } from './node.js';
import { positional } from './address.js';
import { setPath } from './pattern.js';
import { brief, type Unit } from './unit.js';
import { clear, constantText, isConstant, knownPrefix, unknown, type Value } from './value.js';

/** What a condition proves of the values that it looks at, in the branch where it holds or does not. */
export function assume(
  run: Interpreter,
  condition: SyntaxNode,
  holds: boolean,
  environment: Environment,
  unit: Unit,
): void {
  run.spend();
  const node = bare(condition);
  const refine = (subject: SyntaxNode | undefined, kinds: Kinds): void => {
    if (!subject || !kinds) return;
    const proven = subjectOf(subject, unit);
    setPath(run, proven, environment, unit, (value) => clear(value, kinds));
    const owner = addressOf(proven, unit);
    if (owner) refineAddress(run, owner, positional, environment, unit);
    const schemeOf = memberOf(proven, /^protocol$/, unit);
    if (schemeOf && kinds === allKinds) refineAddress(run, schemeOf, kindsOf('link'), environment, unit);
    // Whoever checks where a message comes from trusts what is in it.
    if (owner && kinds === allKinds && run.evaluate(owner, environment, unit).origins.some(isMessage))
      setPath(run, owner, environment, unit, () => unknown);
  };
  switch (node.type) {
    case 'unary_expression': {
      const operand = node.get('argument');
      if (operand && node.get('operator')?.type === '!') run.assume(operand, !holds, environment, unit);
      return;
    }
    case 'binary_expression':
      return assumeBinary(run, node, holds, environment, unit, refine);
    case 'identifier': {
      const definition = definitionOf(node, unit);
      if (definition && /^(?:call|binary|unary)_expression$/.test(bare(definition).type))
        run.assume(definition, holds, environment, unit);
      return;
    }
    case 'call_expression':
      return assumeCall(run, node, holds, environment, unit, refine);
    case 'switch_case': {
      const subject = node.parent?.parent?.get('value');
      const value = node.get('value');
      const isType = value && subject && bare(subject).type === 'unary_expression';
      if (subject && value && !isType && isConstant(run.evaluate(value, environment, unit)))
        refine(subject, allKinds);
      return;
    }
  }
}

function isMessage(origin: string): boolean {
  return origin.startsWith('@dom.MessageEvent()');
}

/** The address whose host a test speaks of: `url` in `url.hostname`. */
function addressOf(node: SyntaxNode, unit: Unit): SyntaxNode | undefined {
  return memberOf(node, /^(?:host|hostname|origin|href)$/, unit);
}

/** The object of which a node reads a property with such a name. */
function memberOf(node: SyntaxNode, pattern: RegExp, unit: Unit): SyntaxNode | undefined {
  const property = node.type === 'member_expression' ? node.get('property') : undefined;
  const name = property && unit.text.slice(property.start, property.end);
  return name !== undefined && pattern.test(name) ? node.get('object') : undefined;
}

/** The host of an address is known: then also that of the text it was parsed from, whatever variable that stands in. */
function refineAddress(
  run: Interpreter,
  owner: SyntaxNode,
  kinds: Kinds,
  environment: Environment,
  unit: Unit,
): void {
  const address = run.evaluate(owner, environment, unit);
  const sources = new Set(address.taints.map((taint) => taint.source.node));
  if (sources.size === 0) return;
  const prove = (value: Value): Value => clear(value, kinds);
  setPath(run, owner, environment, unit, prove);
  for (const [variable, value] of environment.variables)
    if (value.taints.some((taint) => sources.has(taint.source.node)))
      environment.variables.set(variable, prove(value));
  for (const { source } of address.taints)
    if (source.unit === unit) setPath(run, source.node, environment, unit, prove);
}

/** The expression whose value a test speaks of: `x` in `x.toLowerCase().trim()`. */
function subjectOf(node: SyntaxNode, unit: Unit): SyntaxNode {
  let at = bare(node);
  while (at.type === 'call_expression') {
    const callee = at.get('function');
    const property = callee?.get('property');
    const object = callee?.get('object');
    const name = property ? unit.text.slice(property.start, property.end) : '';
    if (!object || !/^(?:to(?:Lower|Upper)Case|trim|toString|normalize)$/.test(name)) break;
    at = bare(object);
  }
  const argument = at.type === 'call_expression' && at.get('arguments')?.children[0];
  const callee = at.get('function');
  if (argument && callee && /^String$/.test(brief(unit, callee))) return bare(argument);
  return at;
}

export type Refine = (subject: SyntaxNode | undefined, kinds: Kinds) => void;

function assumeBinary(
  run: Interpreter,
  node: SyntaxNode,
  holds: boolean,
  environment: Environment,
  unit: Unit,
  refine: Refine,
): void {
  const left = node.get('left');
  const right = node.get('right');
  const operator = node.get('operator')?.type ?? '';
  if (!left || !right) return;
  if (operator === '&&' || operator === '||') {
    if ((operator === '&&') !== holds) return;
    run.assume(left, holds, environment, unit);
    run.assume(right, holds, environment, unit);
    return;
  }
  if (operator === 'in' && holds) {
    const owner = run.evaluate(right, environment, unit);
    if (owner.taints.length === 0) refine(left, allKinds);
    return;
  }
  if (/^[<>]=?$/.test(operator)) {
    const bounded = operator.startsWith('<') === holds ? left : right;
    const limit = bounded === left ? right : left;
    if (run.evaluate(limit, environment, unit).taints.length === 0) refine(bounded, kindsOf('limit'));
  }
  assumeLength(run, left, right, operator, holds, environment, unit, refine);
  const equal = operator === '===' || operator === '==';
  const unequal = operator === '!==' || operator === '!=';
  if (!equal && !unequal) return assumeIndex(run, left, right, operator, holds, environment, unit, refine);
  if (equal !== holds) {
    for (const [subject, other] of [
      [left, right],
      [right, left],
    ] as const)
      if (constantText(run.evaluate(other, environment, unit)) === '__proto__')
        refine(subject, kindsOf('pollution', 'property'));
    assumeIndex(run, left, right, operator, holds, environment, unit, refine);
    return;
  }
  for (const [subject, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const value = run.evaluate(other, environment, unit);
    const node = bare(subject);
    if (node.type === 'unary_expression' && node.get('operator')?.type === 'typeof') {
      const type = constantText(value);
      refine(
        node.get('argument'),
        type === 'string' ? textKinds : type === 'number' || type === 'boolean' ? allKinds : 0,
      );
    } else if (value.literal !== null && isConstant(value) && value.taints.length === 0)
      refine(subject, allKinds);
    else if (addressOf(node, unit) && value.taints.every((taint) => (taint.cleared & positional) !== 0))
      refine(subject, positional);
  }
  assumeIndex(run, left, right, operator, holds, environment, unit, refine);
}

/** `text.length <= 100` bounds the work that the text can cause. */
function assumeLength(
  run: Interpreter,
  left: SyntaxNode,
  right: SyntaxNode,
  operator: string,
  holds: boolean,
  environment: Environment,
  unit: Unit,
  refine: Refine,
): void {
  const node = bare(left);
  const property = node.get('property');
  if (!property || unit.text.slice(property.start, property.end) !== 'length') return;
  if (!(holds ? operator.startsWith('<') : operator.startsWith('>'))) return;
  if (isConstant(run.evaluate(right, environment, unit))) refine(node.get('object'), kindsOf('limit'));
}

/** `list.indexOf(x) !== -1`, `>= 0`, `> -1`; and `path.indexOf(root) === 0`. */
function assumeIndex(
  run: Interpreter,
  left: SyntaxNode,
  right: SyntaxNode,
  operator: string,
  holds: boolean,
  environment: Environment,
  unit: Unit,
  refine: Refine,
): void {
  const call = bare(left);
  if (call.type !== 'call_expression') return;
  const callee = call.get('function');
  const property = callee?.get('property');
  if (!property || unit.text.slice(property.start, property.end) !== 'indexOf') return;
  const limit = run.evaluate(right, environment, unit).literal;
  const found =
    (limit === -1 && ((/^!==?$|^>$/.test(operator) && holds) || (/^===?$/.test(operator) && !holds))) ||
    (limit === 0 && ((operator === '>=' && holds) || (operator === '<' && !holds)));
  const atStart = limit === 0 && ((/^===?$/.test(operator) && holds) || (/^!==?$/.test(operator) && !holds));
  const object = callee?.get('object');
  const argument = call.get('arguments')?.children[0];
  if (!object || !argument) return;
  const list = run.evaluate(object, environment, unit);
  const wanted = run.evaluate(argument, environment, unit);
  if (found && list.taints.length === 0) refine(argument, allKinds);
  if (limit !== undefined && !found && isDeniedList(list)) refine(argument, kindsOf('pollution', 'property'));
  if (!found && list.taints.length > 0 && (constantText(wanted) ?? '').includes('..'))
    refine(object, kindsOf('path'));
  if (atStart) refine(object, startKinds(list, wanted));
}

/** What a constant was declared as. */
function definitionOf(node: SyntaxNode, unit: Unit): SyntaxNode | undefined {
  const identifier = bare(node);
  const declarator =
    identifier.type === 'identifier' ? unit.scopes.resolve(identifier)?.node.parent : undefined;
  const isConstant =
    declarator?.type === 'variable_declarator' && declarator.parent?.get('kind')?.type === 'const';
  return isConstant ? declarator.get('value') : undefined;
}

/** Schemes whose addresses run nothing. */
const safeScheme = /^(?:https?:|mailto:|tel:)/i;

/** What is proven of a text that starts with a known one. */
function startKinds(subject: Value, prefix: Value): Kinds {
  // A library is given the folder by its caller, as it should be.
  if (prefix.taints.some((taint) => taint.kind !== 'library')) return 0;
  const known = knownPrefix(prefix);
  if (/^[a-z]+:\/\/[^/]+\//i.test(known)) return positional | kindsOf('dom', 'html');
  if (/^\/[^/\\]/.test(known)) return positional | kindsOf('path');
  if (safeScheme.test(known)) return kindsOf('link');
  return subject.taints.length > 0 ? kindsOf('path') : 0;
}

const membership = /^(?:includes|has|contains)$/;
const validator =
  /^(?:is|has|assert|ensure|check|validate|verify|matches|must)?_?(?:is)?_?(?:Valid|Safe|Allowed|Permitted|Whitelisted|Allowlisted|Trusted|Known|Supported|UUID|Uuid|Email|Alphanumeric|Alpha|Numeric|Int|Integer|Float|MongoId|ObjectId|Hex\w*|Slug|IP|Port|Boolean|Finite|SafeInteger|Within\w*|Inside\w*|Subpath\w*|Contained\w*|Local\w*|Relative\w*|Same\w*)\w*$|^(?:validate|sanitize|isValid|allow)\w*$/;

function assumeCall(
  run: Interpreter,
  node: SyntaxNode,
  holds: boolean,
  environment: Environment,
  unit: Unit,
  refine: Refine,
): void {
  const callee = node.get('function');
  const first = node.get('arguments')?.children.find((child) => child.type !== 'comment');
  if (!callee) return;
  const property = callee.get('property');
  const object = callee.get('object');
  const name = brief(unit, property ?? callee);
  if (object && first) {
    const receiver = run.evaluate(object, environment, unit);
    const argument = run.evaluate(first, environment, unit);
    const known = constantText(argument) ?? '';
    if (isOwnCheck(run, callee, environment, unit)) {
      refineOwn(run, node, environment, unit, holds, refine);
      return;
    }
    if (receiver.origins.includes('RegExp()') && name === 'test') {
      refine(first, patternKinds(receiver, holds));
      return;
    }
    if (membership.test(name) && receiver.taints.length === 0 && holds) {
      refine(first, allKinds);
      return;
    }
    if (membership.test(name) && isDeniedList(receiver)) refine(first, kindsOf('pollution', 'property'));
    if (name === 'includes' && receiver.taints.length > 0 && !holds) {
      if (/\.\.|^[/\\]$/.test(known)) refine(object, kindsOf('path'));
      return;
    }
    if (name === 'startsWith' && holds) refine(object, startKinds(receiver, argument));
    if (name === 'startsWith' && !holds && known.startsWith('..')) {
      refine(object, kindsOf('path'));
      // `path.relative(root, file)` that leads not upwards tells of the file.
      const definition = definitionOf(object, unit);
      const [, file] =
        definition?.get('arguments')?.children.filter((child) => child.type !== 'comment') ?? [];
      if (receiver.origins.includes('path.relative()')) refine(file, kindsOf('path'));
    }
    if (name === 'startsWith' && !holds && known === '//') refine(object, kindsOf('redirect'));
    if (name === 'match' && argument.origins.includes('RegExp()'))
      refine(object, patternKinds(argument, holds));
    if (name === 'endsWith' && holds && /^\.?[\w-]+\.\w/.test(known) && addressOf(bare(object), unit))
      refine(object, positional);
    if (name === 'endsWith') return;
  }
  if (!first) return;
  if (/^is(?:NaN)$/.test(name)) {
    if (!holds) refine(first, allKinds);
  } else if (name === 'isArray') {
    if (holds) refine(first, kindsOf('limit'));
  } else if (/^isString$/.test(name)) {
    if (holds) refine(first, textKinds);
  } else if (validator.test(name) && holds) refine(first, allKinds);
  else if (refusesPrototype.test(name) && !holds)
    for (const argument of node.get('arguments')?.children ?? [])
      refine(argument, kindsOf('pollution', 'property'));
}

/** What a text is safe for that a regular expression matched, or did not. */
export function patternKinds(pattern: Value, matched: boolean): Kinds {
  const source = constantText(pattern.fields?.get('source') ?? unknown);
  if (source === undefined) return 0;
  if (!matched) {
    // A negated class as a whole: nothing but the listed characters is in it.
    if (/^\[\^[^\]]+\]\+?$/.test(source)) return harmless(source.slice(2)) ? allKinds : 0;
    return (
      (/\\\.\\\.|\.\{2/.test(source) ? kindsOf('path') : 0) |
      (source.includes('__proto__') ? kindsOf('pollution', 'property') : 0)
    );
  }
  if (!source.startsWith('^') || !source.endsWith('$')) {
    if (/^\^\\?\/(?:\(\?!|\[\^|\\?\w)/.test(source)) return positional;
    if (/^\^https?:\\?\/\\?\/[\w\\.-]+(?:\\?\/|\$)/.test(source)) return positional;
    if (/^\^\(?(?:\?:)?https?/.test(source)) return kindsOf('link');
    return 0;
  }
  if (/(?<!\\)\.[*+]/.test(source)) return kindsOf('nosql');
  return harmless(source.slice(1, -1))
    ? allKinds
    : allKindsBut('sql', 'command', 'html', 'dom', 'code', 'template');
}

/** Whether a pattern lets through none of the characters that end a text or start a command. */
function harmless(source: string): boolean {
  return !/\\[SWD]|[<>"'`;&]|\[\^|(?<!\\)\./.test(
    source.replace(/\[[^\]]*\]/g, (set) => set.replace(/\./g, '')),
  );
}
