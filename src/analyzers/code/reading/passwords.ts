import type { SyntaxNode } from '../../syntax/tree.js';
import { bare, isFunction, keyName, nearestFunction } from '../flow/node.js';
import type { Unit } from '../flow/unit.js';
import { isAnyPasswordName, isPasswordName, wordsOf } from './names.js';
import { argumentsOf, definitionOf, lastName, literalText, nodesIn, nodesOf, textOf } from './nodes.js';

/** Objects that hold what a user just sent, not what was kept. */
const input =
  /^(?:req|request|body|dto|\w*Dto|input|inputs|form|values|data|payload|params|query|credentials?|props|state|args|options|opts|config|\w*Config|settings|event|fields|formData|formState|signup|login\w*|register\w*)$/;
const repeated = /confirm|repeat|again|retype|verif|check/i;

/** `user.password === password`: a password beside one that a record holds. */
export function isComparedInPlain(unit: Unit, node: SyntaxNode): boolean {
  if (!/^[=!]==?$/.test(node.get('operator')?.type ?? '')) return false;
  const left = node.get('left');
  const right = node.get('right');
  if (!left || !right || /default/i.test(textOf(unit, node))) return false;
  return isKeptPassword(unit, left, right) || isKeptPassword(unit, right, left);
}

function isKeptPassword(unit: Unit, kept: SyntaxNode, given: SyntaxNode): boolean {
  const stored = bare(kept);
  const other = bare(given);
  if (stored.type !== 'member_expression') return false;
  const name = lastName(unit, stored);
  const owner = stored.get('object');
  if (name === undefined || !owner || !isPasswordName(name) || isInput(unit, owner)) return false;
  if (!/^(?:identifier|member_expression|call_expression|subscript_expression)$/.test(other.type))
    return false;
  if (other.type === 'identifier' && /^(?:undefined|null)$/.test(textOf(unit, other))) return false;
  const otherName = lastName(unit, other);
  if (otherName === undefined || repeated.test(otherName)) return false;
  const otherOwner = other.get('object');
  if (other.type === 'member_expression' && otherOwner && textOf(unit, otherOwner) === textOf(unit, owner))
    return false;
  if (isMade(unit, other) || isChangeTest(unit, stored)) return false;
  return (
    isAnyPasswordName(otherName) ||
    /^(?:candidate|plain|entered|given|attempt|supplied|submitted|typed|pass|pw)\w*$/i.test(otherName) ||
    (other.type === 'call_expression' && rawPassword(unit, other))
  );
}

/** `if (user.password !== dto.password) dto.password = await hash(dto.password)`: only asks whether it changed. */
function isChangeTest(unit: Unit, node: SyntaxNode): boolean {
  let at = node;
  while (
    at.parent &&
    /^(?:binary_expression|parenthesized_expression|non_null_expression)$/.test(at.parent.type)
  )
    at = at.parent;
  const consequence = at.parent?.type === 'if_statement' ? at.parent.get('consequence') : undefined;
  return (
    consequence !== undefined &&
    /(?:hash|bcrypt|argon2|scrypt|encrypt)\w*\s*[.(]/i.test(textOf(unit, consequence))
  );
}

/** Whether an expression stands for what a request or a form holds. */
function isInput(unit: Unit, owner: SyntaxNode): boolean {
  const node = bare(owner);
  const name = lastName(unit, node);
  if (name !== undefined && input.test(name)) return true;
  const inner = node.get('object');
  return inner !== undefined && isInput(unit, inner);
}

const making =
  /hash|digest|encrypt|crypt|derive|scrypt|pbkdf|argon|protect|encode|hmac|sign|cipher|sha\d|md5/i;

/** Whether a value was made from a password by something that may hash. */
function isMade(unit: Unit, expression: SyntaxNode): boolean {
  const node = definitionOf(unit, expression);
  if (node.type === 'call_expression' || node.type === 'new_expression') return !isIdentity(unit, node);
  if (node.type !== 'identifier') return false;
  const name = textOf(unit, node);
  return nodesOf(unit, 'assignment_expression').some((assignment) => {
    const target = assignment.get('left');
    const value = assignment.get('right');
    if (!target || !value || textOf(unit, target) !== name) return false;
    const made = bare(value);
    return made.type === 'call_expression' && !isIdentity(unit, made);
  });
}

const identities =
  /^(?:String|trim|toString|normalize|btoa|get|from|getAll|at|slice|toLowerCase|toUpperCase|encodeURIComponent)$/;

/** Calls whose result is the password still: `String(password)`, `form.get('password')`, `Buffer.from(password).toString('base64')`. */
function isIdentity(unit: Unit, call: SyntaxNode): boolean {
  const name = lastName(unit, call);
  if (name === undefined || !identities.test(name)) return false;
  const inner = call.get('function')?.get('object');
  return inner === undefined || !making.test(textOf(unit, inner));
}

/** Whether an expression is a password as it was given. */
function rawPassword(unit: Unit, expression: SyntaxNode, depth = 0): boolean {
  const node = bare(expression);
  if (depth > 6) return false;
  switch (node.type) {
    case 'identifier': {
      const defined = definitionOf(unit, node);
      if (defined !== node && defined.type !== 'identifier')
        return rawPassword(unit, defined, depth + 1) && isAnyPasswordName(textOf(unit, node));
      return isAnyPasswordName(textOf(unit, node)) && !isMade(unit, node) && !isHashed(unit, node);
    }
    case 'member_expression': {
      const name = lastName(unit, node);
      return name !== undefined && isAnyPasswordName(name) && !isHashed(unit, node);
    }
    case 'binary_expression': {
      const parts = [node.get('left'), node.get('right')];
      return (
        /^(?:\?\?|\|\|)$/.test(node.get('operator')?.type ?? '') &&
        parts.some((part) => part !== undefined && rawPassword(unit, part, depth + 1))
      );
    }
    case 'call_expression': {
      if (!isIdentity(unit, node)) return false;
      const name = lastName(unit, node);
      const object = node.get('function')?.get('object');
      const [argument] = argumentsOf(node);
      if (name === 'get')
        return argument !== undefined && isAnyPasswordName(literalText(unit, argument) ?? '');
      return [object, argument].some((part) => part !== undefined && rawPassword(unit, part, depth + 1));
    }
    default:
      return false;
  }
}

/** Whether the same expression is given a hash of itself in the function: `dto.password = await hash(dto.password)`. */
function isHashed(unit: Unit, node: SyntaxNode): boolean {
  const written = textOf(unit, node);
  const scope = nearestFunction(node);
  return nodesOf(unit, 'assignment_expression').some((assignment) => {
    const target = assignment.get('left');
    const value = assignment.get('right');
    if (!target || !value || textOf(unit, target) !== written) return false;
    const made = textOf(unit, value);
    return nearestFunction(assignment) === scope && making.test(made) && made.includes(written);
  });
}

const passwordKey = /^(?:\w*[pP]ass(?:word|wd)?|pwd)$/;

/** A password as it was given in an argument: in an object under a password's name, or in a list of parameters. */
export function passwordIn(
  unit: Unit,
  argument: SyntaxNode,
  inLists = false,
  depth = 0,
): SyntaxNode | undefined {
  const node = definitionOf(unit, argument);
  if (depth > 5) return undefined;
  if (inLists && rawPassword(unit, node)) return node;
  if (node.type === 'array') {
    for (const element of node.children) {
      const found = passwordIn(unit, element, inLists, depth + 1);
      if (found) return found;
    }
    return undefined;
  }
  if (node.type === 'call_expression' && lastName(unit, node) === 'map') {
    const [callback] = argumentsOf(node);
    const [made] = callback ? nodesIn(unit, callback, 'object') : [];
    return made && passwordIn(unit, made, false, depth + 1);
  }
  if (node.type !== 'object') return undefined;
  for (const child of node.children) {
    if (child.type === 'shorthand_property_identifier') {
      if (
        isPasswordName(textOf(unit, child)) &&
        passwordKey.test(textOf(unit, child)) &&
        isRawShorthand(unit, child)
      )
        return child;
      continue;
    }
    const name = keyName(child.get('key'), unit.text);
    const value = child.get('value');
    if (name === undefined || !value || isFunction(value)) continue;
    if (isPasswordName(name) && passwordKey.test(name)) {
      if (rawPassword(unit, value)) return child;
    } else if (/^(?:data|\$set|\$setOnInsert|update|create|where|values|set|\d+)$/.test(name)) {
      const found = passwordIn(unit, value, false, depth + 1);
      if (found) return found;
    }
  }
  return undefined;
}

function isRawShorthand(unit: Unit, node: SyntaxNode): boolean {
  const binding = unit.scopes.resolve(node);
  const declarator = binding?.node.parent;
  const value = declarator?.type === 'variable_declarator' ? declarator.get('value') : undefined;
  if (value) return rawPassword(unit, value);
  return binding !== undefined && !isMade(unit, node) && !isHashed(unit, node);
}

const holders =
  /user|account|member|customer|admin|person|people|profile|guest|client|employee|student|teacher|patient|agent|partner|author|owner|record|entity|session/i;

/** `user.password = req.body.password`, where the object is a record that is kept. */
export function isStoredByAssignment(unit: Unit, node: SyntaxNode): boolean {
  const target = node.get('left');
  const value = node.get('right');
  const owner = target?.get('object');
  if (target?.type !== 'member_expression' || !value || !owner) return false;
  const name = lastName(unit, target);
  const ownerName = lastName(unit, owner);
  if (name === undefined || ownerName === undefined || !isPasswordName(name)) return false;
  const isSession = /session$/i.test(ownerName);
  if (owner.type === 'this' || (isInput(unit, owner) && !isSession) || !rawPassword(unit, value))
    return false;
  if (wordsOf(ownerName).some((word) => /^(?:url|uri|options|config|conf|settings|connection)$/.test(word)))
    return false;
  const scope = nearestFunction(node);
  const isSaved = nodesOf(unit, 'call_expression').some(
    (call) => nearestFunction(call) === scope && saves(unit, call, textOf(unit, owner)),
  );
  if (!isSaved && !isSession) return false;
  return (holders.test(ownerName) || isSaved) && !isHashed(unit, target) && !isReplaced(unit, target, node);
}

/** `user.save()`, `repository.save(user)` */
function saves(unit: Unit, call: SyntaxNode, owner: string): boolean {
  const callee = call.get('function');
  const method = callee && lastName(unit, callee);
  if (!callee || method === undefined || !/^(?:save|persist|update|put|flush|upsert|merge)\w*$/.test(method))
    return false;
  const object = callee.get('object');
  if (object && textOf(unit, object) === owner) return true;
  // A service may hash what it is given.
  if (!object || /service|client|api|auth|manager|helper|controller|use_?case/i.test(textOf(unit, object)))
    return false;
  return argumentsOf(call).some((argument) => textOf(unit, argument) === owner);
}

/** Whether a later assignment beside it replaces what is set here. */
function isReplaced(unit: Unit, target: SyntaxNode, node: SyntaxNode): boolean {
  const written = textOf(unit, target);
  return nodesOf(unit, 'assignment_expression').some((other) => {
    const left = other.get('left');
    if (other.start <= node.end || left === undefined || textOf(unit, left) !== written) return false;
    return other.parent?.parent === node.parent?.parent;
  });
}
