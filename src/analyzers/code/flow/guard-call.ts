import type { SyntaxNode } from '../../syntax/tree.js';
import { positional } from './address.js';
import type { Environment } from './environment.js';
import {
  isDeniedList,
  isOwnCheck,
  keyListOf,
  refineKey,
  refineOwn,
  refusesPrototype,
  withoutProto,
} from './guard-names.js';
import { addressOf, opened, type Refine, definitionOf } from './guard-subject.js';
import { startKinds, patternKinds } from './guard-text.js';
import type { Interpreter } from './interpreter.js';
import { allKinds, kindsOf, textKinds, type Kinds } from './kind.js';
import { bare } from './node.js';
import { brief, type Unit } from './unit.js';
import { provenBy, type Outcome } from './proof.js';
import { deepTaints } from './join.js';
import { constantText, unknown, type Value } from './value.js';

/** `isPathInside(path, root)` and its like, also with the root first. */
const confined =
  /^(?:is)?_?path_?(?:is)?_?(?:in|inside|within|under|contained)(?:_?(?:root|dir|directory|folder|base|parent))?$/i;
const membership = /^(?:includes|has|contains)$/;
const validator =
  /^(?:is|has|assert|ensure|check|validate|verify|matches|must)?_?(?:is)?_?(?:Valid|Safe|Allowed|Permitted|Whitelisted|Allowlisted|Trusted|Known|Supported|UUID|Uuid|Email|Alphanumeric|Alpha|Numeric|Int|Integer|Float|MongoId|ObjectId|Hex\w*|Slug|IP|V[46]Format|Port|Boolean|Finite|SafeInteger|Within\w*|Inside\w*|Subpath\w*|Contained\w*|Local\w*|Relative\w*|Same\w*)\w*$|^(?:validate|sanitize|isValid|allow)\w*$|^is[A-Z]\w*(?:Allowed|Permitted|Trusted|Safe|Valid|Whitelisted|Allowlisted)$/;

export function assumeCall(
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
    const matches = name === 'test' || name === 'exec';
    const given = run.evaluate(first, environment, unit);
    const owner = run.evaluate(object, environment, unit);
    const receiver = matches ? opened(run, owner, () => given) : owner;
    const argument = name === 'match' ? opened(run, given, () => owner) : given;
    const known = constantText(argument) ?? '';
    if (isOwnCheck(run, callee, environment, unit)) {
      refineOwn(run, node, environment, unit, holds, refine);
      return;
    }
    if (matches && receiver.origins.includes('RegExp()')) {
      refine(first, patternKinds(receiver, holds) | refusedKinds(node, receiver, holds, unit));
      return;
    }
    const ownOf = name === 'includes' ? keyListOf(bare(object), unit) : undefined;
    if (ownOf) {
      refineKey(run, ownOf, first, environment, unit, holds, refine);
      return;
    }
    if (membership.test(name) && receiver.taints.length === 0 && holds) {
      refine(first, allKinds);
      return;
    }
    if (membership.test(name) && isDeniedList(receiver)) refine(first, withoutProto(node, unit));
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
    if (name === 'startsWith' && (holds ? /^[^-]/.test(known) : /^--?$/.test(known)))
      refine(object, kindsOf('argument'));
    if (name === 'startsWith' && !holds && known === '//') refine(object, kindsOf('redirect'));
    if (name === 'match' && argument.origins.includes('RegExp()'))
      refine(object, patternKinds(argument, holds) | refusedKinds(node, argument, holds, unit));
    if (name === 'endsWith' && holds && /^\.?[\w-]+\.\w/.test(known) && addressOf(bare(object), unit))
      refine(object, positional);
    if (name === 'endsWith') return;
    if (argument.call && name === (holds ? 'every' : 'some')) {
      const element = run.readMember(receiver, undefined, node, unit);
      refine(object, provenBy(run, argument.call, [element], 0, holds));
      return;
    }
  }
  if (!first) return;
  assumeOutcome(run, node, holds, environment, unit, refine);
  if (/^is(?:NaN)$/.test(name)) {
    if (!holds) refine(first, allKinds);
  } else if (name === 'isArray') {
    if (holds) refine(first, kindsOf('limit'));
  } else if (/^isString$/.test(name)) {
    if (holds) refine(first, textKinds);
  } else if (confined.test(name)) {
    if (!holds) return;
    // Some take the folder first.
    const given = node.get('arguments')?.children.filter((child) => child.type !== 'comment') ?? [];
    const isFolder = run.evaluate(first, environment, unit).taints.length === 0;
    refine(isFolder ? given[1] : first, kindsOf('path'));
  } else if (validator.test(name) && holds) refine(first, allKinds);
  else if (refusesPrototype.test(name) && !holds)
    for (const argument of node.get('arguments')?.children ?? [])
      refine(argument, kindsOf('pollution', 'property'));
}

const checks = /^(?:validate|assert|check|ensure|verify|require|refuse|reject|guard)/i;

/** What the code of a function proves of its arguments, where it is in reach. */
export function assumeOutcome(
  run: Interpreter,
  node: SyntaxNode,
  outcome: Outcome,
  environment: Environment,
  unit: Unit,
  refine: Refine,
): void {
  const callee = node.get('function');
  const nodes = (node.get('arguments')?.children ?? []).filter((child) => child.type !== 'comment');
  if (!callee || nodes.some((child) => child.type === 'spread_element')) return;
  if (checks.test(brief(unit, callee.get('property') ?? callee)))
    for (const pair of [nodes, ...nodes.map(({ type, children }) => (type === 'array' ? children : []))])
      assumeSchema(run, pair, environment, unit, refine);
  const values = nodes.map((child) => (isName(child) ? run.evaluate(child, environment, unit) : unknown));
  if (!values.some((value) => deepTaints(value).length > 0)) return;
  const found = run.evaluate(callee, environment, unit);
  // A file is opened for what a condition asks of it, or for what goes by the name of a check, and not for each call.
  const isAsked = outcome !== 'returned' || checks.test(brief(unit, callee.get('property') ?? callee));
  const { call } = isAsked ? run.force(found) : found;
  if (!call) return;
  values.forEach((value, index) => {
    if (deepTaints(value).length > 0) refine(nodes[index], provenBy(run, call, values, index, outcome));
  });
}

const schemaName = /^Z[A-Z]|schema$/i;

/** `validateInputs([id, ZId], [name, z.string()])`: what stands beside a schema in a check has its form. */
function assumeSchema(
  run: Interpreter,
  [subject, schema]: readonly SyntaxNode[],
  environment: Environment,
  unit: Unit,
  refine: Refine,
): void {
  if (!subject || !schema || !isName(subject)) return;
  if (deepTaints(run.evaluate(subject, environment, unit)).length === 0) return;
  const isSchema =
    schemaName.test(brief(unit, schema)) ||
    run.force(run.evaluate(schema, environment, unit)).schema !== undefined;
  if (isSchema) refine(subject, textKinds);
}

function isName(node: SyntaxNode): boolean {
  return /^(?:identifier|(?:member|subscript)_expression)$/.test(bare(node).type);
}

/** What a text is safe for that holds no `__proto__`. */
function refusedKinds(node: SyntaxNode, pattern: Value, holds: boolean, unit: Unit): Kinds {
  const source = constantText(pattern.fields?.get('source')) ?? '';
  return !holds && source.includes('__proto__') ? withoutProto(node, unit) : 0;
}
