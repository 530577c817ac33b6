import type { SyntaxNode } from '../../syntax/tree.js';
import type { Invocation } from './interpreter.js';
import { deepTaints } from './join.js';
import { unknown, type FunctionValue, type Lookup, type Taint, type Value } from './value.js';

/** Tells values apart by what they are, so that equal ones that were made at different places have one number. */
type Sign = (value: Value) => number;

/**
 * Tells calls of one function apart: by what it is given, the variables that it sees, and, where data is handed to it, the
 * place in the file under review that leads to it: a finding would stand there, and one place is not to hide another.
 */
export function createCallSigner(): (call: Invocation, place: SyntaxNode | undefined) => string {
  const identify = createIdentities();
  const sign = createSigner(identify);
  return ({ callee, values, self = unknown, constructs }, place) => {
    const given = [self, ...values];
    const isTainted = given.some((value) => deepTaints(value).length > 0);
    let told = `${given.map(sign).join()}@${identify(callee.environment)}`;
    // What a function within another one sees, the one around and its own calls may have changed.
    for (let at = callee.environment; at.parent; at = at.parent) told += `.${at.changes}`;
    if (constructs) told += ' new';
    return isTainted && place ? `${told} ${identify(place)}` : told;
  };
}

/** Numbers objects in the order in which they are met. */
function createIdentities(): (object: object) => number {
  const identities = new WeakMap<object, number>();
  let next = 0;
  return (object) => {
    let number = identities.get(object);
    if (number === undefined) identities.set(object, (number = next++));
    return number;
  };
}

/**
 * Makes what numbers values. Each object is looked at once; what it holds stands in its text as the numbers of the parts.
 * The steps of a taint do not count, only where it comes from and what it is safe for.
 */
function createSigner(identify: (object: object) => number): Sign {
  const numbers = new Map<string, number>();
  const known = new WeakMap<Value, number>([[unknown, 0]]);

  const tellFunction = ({ node, environment, self }: FunctionValue): string =>
    `${identify(node)}@${identify(environment)}${self ? `.${sign(self)}` : ''}`;
  const tellTaint = (taint: Taint): string =>
    `!${identify(taint.source.node)},${taint.cleared},${taint.doubt},${taint.part === true},${taint.placed === true},${taint.kind},${taint.what}`;
  const tellLookup = ({ node, taints }: Lookup): string =>
    `${identify(node)}${taints.map(tellTaint).join('')}`;
  const tell = (value: Value): string => {
    let told = value.shape === undefined ? '' : JSON.stringify(value.shape);
    if (value.literal !== undefined) told += `=${value.literal}`;
    if (value.origins.length > 0) told += `o${value.origins.join()}`;
    for (const taint of value.taints) told += tellTaint(taint);
    if (value.call) told += `c${tellFunction(value.call)}`;
    for (const other of value.others ?? []) told += `|${sign(other)}`;
    if (value.native) told += `n${identify(value.native)}`;
    if (value.construct) told += `k${tellFunction(value.construct)}`;
    if (value.lookup) told += `u${tellLookup(value.lookup)}`;
    if (value.lazy) {
      const { unit, specifier, name, members } = value.lazy;
      told += `l${identify(unit)} ${specifier} ${name} ${members.join('.')}`;
    }
    if (value.schema) told += `s${identify(value.schema)}`;
    if (value.checked) told += `h${identify(value.checked)}`;
    if (value.closed) told += '#';
    if (value.fields) {
      told += '{';
      for (const [name, field] of value.fields) told += `${name}:${sign(field)};`;
    }
    return told;
  };
  const sign: Sign = (value) => {
    let number = known.get(value);
    if (number !== undefined) return number;
    const told = tell(value);
    number = numbers.get(told);
    if (number === undefined) numbers.set(told, (number = numbers.size + 1));
    known.set(value, number);
    return number;
  };
  return sign;
}
