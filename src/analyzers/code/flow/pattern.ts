import type { SyntaxNode } from '../../syntax/tree.js';
import { assignMember, tellAssignment } from './assignment.js';
import type { Environment } from './environment.js';
import type { Interpreter } from './interpreter.js';
import { bare, keyName } from './node.js';
import { type Unit } from './unit.js';
import { join } from './join.js';
import { addStep, from, unknown, type Value } from './value.js';

/** Gives the names of a pattern the parts of a value; the left side of an assignment is such a pattern too. */
export function bind(
  run: Interpreter,
  pattern: SyntaxNode,
  value: Value,
  environment: Environment,
  unit: Unit,
  declares: boolean,
): void {
  run.spend();
  const next = (child: SyntaxNode | undefined, part: Value): void => {
    if (child) run.bind(child, part, environment, unit, declares);
  };
  switch (pattern.type) {
    case 'identifier':
    case 'shorthand_property_identifier_pattern': {
      const name = unit.text.slice(pattern.start, pattern.end);
      const binding =
        unit.scopes.resolve(pattern) ??
        (run.models.isGlobal(name) ? undefined : unit.implicit(name, pattern));
      if (binding) environment.set(binding, named(value, pattern, unit));
      else
        tellAssignment(
          run,
          pattern,
          pattern,
          from('globalThis'),
          unit.text.slice(pattern.start, pattern.end),
          value,
          unit,
        );
      return;
    }
    case 'object_pattern':
      return bindObject(run, pattern, value, environment, unit, declares);
    case 'array_pattern': {
      pattern.children.forEach((child, index) => {
        if (child.type === 'rest_pattern') next(child.children[0], value);
        else next(child, run.readMember(value, String(index), child, unit));
      });
      return;
    }
    case 'assignment_pattern':
    case 'object_assignment_pattern': {
      const right = pattern.get('right');
      const initial = right ? run.evaluate(right, environment, unit) : unknown;
      return next(pattern.get('left'), value === unknown ? initial : join(value, initial));
    }
    case 'rest_pattern':
      return next(pattern.children[0], value);
    case 'member_expression':
    case 'subscript_expression':
      return assignMember(run, pattern, value, environment, unit);
    case 'parenthesized_expression':
    case 'non_null_expression':
    case 'as_expression':
      return next(bare(pattern), value);
    case 'undefined':
      return;
  }
}

/** Notes that data now goes by a name, for the trace. */
function named(value: Value, identifier: SyntaxNode, unit: Unit): Value {
  if (value.taints.length === 0) return value;
  const name = unit.text.slice(identifier.start, identifier.end);
  return { ...value, taints: addStep(value.taints, unit, identifier, `is kept in ${name}`) };
}

function bindObject(
  run: Interpreter,
  pattern: SyntaxNode,
  value: Value,
  environment: Environment,
  unit: Unit,
  declares: boolean,
): void {
  const bound = new Set<string>();
  for (const child of pattern.children) {
    if (child.type === 'rest_pattern') {
      const inner = child.children[0];
      const fields = value.fields && new Map([...value.fields].filter(([name]) => !bound.has(name)));
      if (inner) run.bind(inner, { ...value, fields }, environment, unit, declares);
      continue;
    }
    const keyNode = child.type === 'pair_pattern' ? child.get('key') : (child.get('left') ?? child);
    const target = child.type === 'pair_pattern' ? child.get('value') : child;
    const name = keyName(keyNode, unit.text);
    if (name !== undefined) bound.add(name);
    if (!target) continue;
    const part = run.readMember(value, name, keyNode ?? child, unit);
    run.bind(target, name === undefined ? part : renamed(part, value, name), environment, unit, declares);
  }
}

/** A part that is taken out of a source at once is the source: `req.body.name`, not `req.body`. */
function renamed(part: Value, whole: Value, name: string): Value {
  if (!whole.taints.some((taint) => taint.step === taint.source)) return part;
  const taints = part.taints.map((taint) =>
    taint.step === taint.source && whole.taints.some((other) => other.source === taint.source)
      ? { ...taint, what: `${taint.what}.${name}` }
      : taint,
  );
  return { ...part, taints };
}
