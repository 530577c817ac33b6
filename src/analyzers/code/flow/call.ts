import type { SyntaxNode } from '../../syntax/tree.js';
import { evaluateArguments } from './arguments.js';
import { fillClass } from './built-class.js';
import { resultOf } from './call-result.js';
import { tellCall } from './call-sinks.js';
import type { Call } from './call-site.js';
import type { Environment } from './environment.js';
import type { Interpreter } from './interpreter.js';
import { bare } from './node.js';
import { fill, setPath } from './set-path.js';
import { reachPrototype } from './prototype.js';
import { brief, type Unit } from './unit.js';
import { withField } from './fields.js';
import { deepTaints, joinAll } from './join.js';
import { constantText, hole, unknown, type Value } from './value.js';

/** Evaluates a call or a `new`: its parts, what the models say of it, the function itself where it is in reach. */
export function evaluateCall(
  run: Interpreter,
  node: SyntaxNode,
  environment: Environment,
  unit: Unit,
): Value {
  const isNew = node.type === 'new_expression';
  const callee = node.get(isNew ? 'constructor' : 'function');
  if (!callee) return unknown;
  const target = bare(callee);
  if (target.type === 'import') return importCall(run, node, environment, unit);
  if (target.type === 'super') return callSuper(run, node, environment, unit);
  const member = target.type === 'member_expression' || target.type === 'subscript_expression';
  const receiverNode = member ? target.get('object') : undefined;
  const propertyNode = target.get('property') ?? target.get('index');
  const owner = receiverNode ? run.evaluate(receiverNode, environment, unit) : undefined;
  const method = member
    ? methodName(run, target, propertyNode, environment, unit)
    : target.type === 'identifier'
      ? unit.text.slice(target.start, target.end)
      : undefined;
  const found = owner ? run.readMember(owner, method, target, unit) : run.evaluate(target, environment, unit);
  const { values, nodes } = evaluateArguments(run, node, environment, unit);
  const isWorth = found.lazy !== undefined && matters(run, method, values);
  const receiver = isWorth && owner ? run.force(owner) : owner;
  const reread = receiver && receiver !== owner ? run.readMember(receiver, method, target, unit) : found;
  const functionValue = isWorth ? run.force(reread) : found;
  if (!member && method === 'require' && !unit.scopes.resolve(target)) {
    const specifier = constantText(values[0]);
    if (specifier !== undefined) return run.importModule(specifier, '*', unit);
  }
  let call: Call = {
    run,
    environment,
    functionValue,
    fill: (added) => {
      if (receiverNode) setPath(run, receiverNode, environment, unit, (before) => fill(before, added));
    },
    site: {
      unit,
      node,
      callee: target,
      origin: '',
      method,
      receiver,
      receiverNode,
      arguments: values,
      argumentNodes: nodes,
      isNew,
    },
  };
  if (target.type === 'subscript_expression') tellDynamicCall(call, propertyNode);
  tellCall(call);
  tellDefinition(call);
  fillClass(call);
  call = marked(call);
  const isAbroad = functionValue.call && !run.isMain(unit) && !run.isMain(functionValue.call.unit);
  if (isAbroad && !matters(run, method, values) && (!receiver || deepTaints(receiver).length === 0))
    return unknown;
  const result = resultOf(call);
  if (!found.others) return result;
  const others = found.others.map((other) =>
    other.lazy && matters(run, method, values) ? run.force(other) : other,
  );
  return joinAll([
    result,
    ...others.map((other) => (other.call ? resultOf({ ...call, functionValue: other }) : unknown)),
  ]);
}

/** `handlers[name]()`: data chooses which function is called. */
function tellDynamicCall(call: Call, index: SyntaxNode | undefined): void {
  const { run, environment, site } = call;
  const key = index && run.evaluate(index, environment, site.unit);
  if (!index || !key || key.taints.length === 0) return;
  // A fixed beginning or end leaves few names to choose from.
  if (key.shape !== undefined && key.shape.replaceAll(hole, '') !== '') return;
  run.reach({
    kind: 'method',
    value: key,
    unit: site.unit,
    node: site.node,
    part: index,
    sink: brief(site.unit, site.callee),
    doubt: 0,
  });
}

/** `Object.defineProperty(target, key, …)` sets a property, as `target[key] = …` does. */
function tellDefinition({ run, functionValue, site }: Call): void {
  if (!functionValue.origins.some((origin) => definitions.has(origin))) return;
  const [target, key] = site.arguments;
  if (target?.lookup && key && key.taints.length > 0)
    reachPrototype(run, site.node, target.lookup, key, site.unit);
}

const definitions = new Set(['Object.defineProperty', 'Reflect.defineProperty', 'Reflect.set']);

/** Notes on the receiver what the call does to it, and goes on with the receiver as it is then. */
function marked(call: Call): Call {
  const { run, functionValue, site, environment } = call;
  let { receiver } = site;
  for (const origin of functionValue.origins)
    for (const model of run.models.marks(origin)) {
      const value = receiver && model.value(site);
      if (!value) continue;
      receiver = withField(receiver ?? unknown, model.property, value);
      if (site.receiverNode)
        setPath(run, site.receiverNode, environment, site.unit, (before) =>
          withField(before, model.property, value),
        );
    }
  return receiver === site.receiver ? call : { ...call, site: { ...site, receiver } };
}

/** Names of functions that hand out what data is given to later. */
const handles =
  /db|database|conn|pool|client|sql|knex|prisma|orm|mongo|redis|router|app|server|repo(?:sitory)?$/i;

/** Whether a function of another file can matter here: data or a function goes in, or something that data is given to comes out. */
function matters(run: Interpreter, method: string | undefined, values: readonly Value[]): boolean {
  if (
    method !== undefined &&
    (handles.test(method) || run.models.looseSinks(method).length > 0 || run.models.isStated(method))
  )
    return true;
  return values.some(
    (value) =>
      value.call !== undefined ||
      value.origins.some((origin) => origin !== 'Array()') ||
      deepTaints(value).length > 0,
  );
}

function methodName(
  run: Interpreter,
  target: SyntaxNode,
  property: SyntaxNode | undefined,
  environment: Environment,
  unit: Unit,
): string | undefined {
  if (!property) return undefined;
  if (target.type === 'member_expression') return unit.text.slice(property.start, property.end);
  return constantText(run.evaluate(property, environment, unit));
}

function importCall(run: Interpreter, node: SyntaxNode, environment: Environment, unit: Unit): Value {
  const argument = node.get('arguments')?.children.find((child) => child.type !== 'comment');
  if (!argument) return unknown;
  const value = run.evaluate(argument, environment, unit);
  const specifier = constantText(value);
  if (specifier !== undefined) return run.importModule(specifier, '*', unit);
  run.reach({ kind: 'module', value, unit, node, part: argument, sink: 'import', doubt: 0 });
  return unknown;
}

function callSuper(run: Interpreter, node: SyntaxNode, environment: Environment, unit: Unit): Value {
  evaluateArguments(run, node, environment, unit);
  return unknown;
}
