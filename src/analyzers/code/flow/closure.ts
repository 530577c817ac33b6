import type { SyntaxNode } from '../../syntax/tree.js';
import { Environment } from './environment.js';
import { deepTaints } from './join.js';
import type { Binding } from './scope.js';
import type { Unit } from './unit.js';
import type { FunctionValue, Value } from './value.js';

const conditions = /^(?:if_statement|ternary_expression|binary_expression|switch_case)$/;

/**
 * A function that is made where a condition holds and handed on to be called later: `if (isKnown(name)) queue(() => open(name))`.
 * With it is kept what the condition proves of the variables around it.
 */
export function asMade(value: FunctionValue): FunctionValue {
  const { node, environment } = value;
  const isExpression = node.type === 'arrow_function' || node.type === 'function_expression';
  if (!isExpression || environment.owner.type === 'program' || !isConditional(node, environment.owner))
    return value;
  return { ...value, made: environment.save() };
}

function isConditional(node: SyntaxNode, owner: SyntaxNode): boolean {
  for (let at = node.parent; at && at !== owner; at = at.parent) if (conditions.test(at.type)) return true;
  return false;
}

/** The function with the variables around it as they were proven to be when it was made, where they have not been set since. */
export function withMade(value: FunctionValue): FunctionValue {
  const { made, environment } = value;
  if (!made) return value;
  const proven = new Environment(environment.owner, environment);
  proven.values = environment.values;
  for (const [variable, before] of made) {
    const now = environment.get(variable);
    if ('owner' in variable && now && now !== before && isProof(before, now) && isSetOnce(variable, value))
      proven.variables.set(variable, before);
  }
  return proven.variables.size > 0 ? { ...value, environment: proven } : value;
}

/** Whether what is known now is the same data, of which less is known to be safe. */
function isProof(before: Value, now: Value): boolean {
  const sources = new Map(deepTaints(before).map(({ source, cleared }) => [source.node, cleared]));
  const taints = deepTaints(now);
  return (
    taints.some(({ source, cleared }) => ((sources.get(source.node) ?? 0) & ~cleared) !== 0) &&
    taints.every(({ source }) => sources.has(source.node))
  );
}

const setting = /^(?:(?:augmented_)?assignment_expression|update_expression|for_in_statement)$/;
const variablesSet = new WeakMap<SyntaxNode, ReadonlySet<Binding>>();

/** Whether a variable is not set again after it was declared. */
function isSetOnce(variable: Binding, { unit }: FunctionValue): boolean {
  const { owner } = variable;
  let known = variablesSet.get(owner);
  if (!known) variablesSet.set(owner, (known = findSet(owner, unit)));
  return !known.has(variable);
}

function findSet(owner: SyntaxNode, unit: Unit): ReadonlySet<Binding> {
  const found = new Set<Binding>();
  const nodes = [owner];
  for (let node = nodes.pop(); node; node = nodes.pop()) {
    nodes.push(...node.children);
    if (!setting.test(node.type) || node.get('kind')) continue;
    const target = node.get('left') ?? node.get('argument');
    const names = target ? [target] : [];
    for (let name = names.pop(); name; name = names.pop()) {
      // A property that is set leaves the variable what it is.
      if (/^(?:member|subscript)_expression$/.test(name.type)) continue;
      names.push(...name.children);
      const binding = name.children.length === 0 ? unit.scopes.resolve(name) : undefined;
      if (binding) found.add(binding);
    }
  }
  return found;
}
