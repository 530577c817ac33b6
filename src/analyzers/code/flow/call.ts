import type { SyntaxNode } from '../../syntax/tree.js';
import type { CallbackModel } from '../frameworks/framework.js';
import { asGuess, isGuess, type CompiledPass } from '../models.js';
import { callBuiltin } from './builtin.js';
import type { Call, CallSite } from './call-site.js';
import type { Environment } from './environment.js';
import type { Interpreter } from './interpreter.js';
import { bare } from './node.js';
import { parametersOf } from './scope.js';
import { entering, taintOf } from './expression.js';
import { fill, setPath } from './pattern.js';
import { brief, type Unit } from './unit.js';
import {
  addStep,
  asParts,
  clear,
  constantText,
  deepTaints,
  from,
  joinAll,
  joinTaints,
  unknown,
  withField,
  withTaints,
  type FunctionValue,
  type Value,
} from './value.js';

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
  call = marked(call);
  return resultOf(call);
}

/** `handlers[name]()`: data chooses which function is called. */
function tellDynamicCall(call: Call, index: SyntaxNode | undefined): void {
  const { run, environment, site } = call;
  const key = index && run.evaluate(index, environment, site.unit);
  if (!index || !key || key.taints.length === 0) return;
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
  if (method !== undefined && (handles.test(method) || run.models.looseSinks(method).length > 0)) return true;
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

function evaluateArguments(
  run: Interpreter,
  node: SyntaxNode,
  environment: Environment,
  unit: Unit,
): { values: Value[]; nodes: SyntaxNode[] } {
  const list = node.get('arguments');
  if (!list) return { values: [], nodes: [] };
  if (list.type === 'template_string') return evaluateTag(run, list, environment, unit);
  const nodes = list.children.filter((child) => child.type !== 'comment');
  const values: Value[] = [];
  const places: SyntaxNode[] = [];
  for (const child of nodes) {
    const value = run.evaluate(child, environment, unit);
    if (child.type === 'spread_element' && value.fields && !value.fields.has('*')) {
      for (const element of value.fields.values()) {
        values.push(element);
        places.push(child);
      }
    } else {
      values.push(value);
      places.push(child);
    }
  }
  return { values, nodes: places };
}

/** A tag gets the fixed parts as its first argument and the values after it. */
function evaluateTag(
  run: Interpreter,
  template: SyntaxNode,
  environment: Environment,
  unit: Unit,
): { values: Value[]; nodes: SyntaxNode[] } {
  const values: Value[] = [{ ...unknown, closed: true, fields: new Map() }];
  const nodes: SyntaxNode[] = [template];
  for (const child of template.children) {
    const expression = child.type === 'template_substitution' ? child.children[0] : undefined;
    if (!expression) continue;
    values.push(run.evaluate(expression, environment, unit));
    nodes.push(expression);
  }
  return { values, nodes };
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

/** Has the rules look at the call, and follows data into the arguments that can do harm. */
function tellCall(call: Call): void {
  const { run, functionValue, site } = call;
  const isMain = run.isMain(site.unit);
  for (const origin of functionValue.origins) {
    const at = { ...site, origin };
    for (const { rule, pattern } of isMain ? run.models.checks(origin) : []) {
      const verdict = pattern.check(at);
      if (verdict) run.tell(rule, site.unit, verdict.node ?? site.node, verdict);
    }
    for (const { rule, pattern } of run.models.groups(origin)) run.gather(rule, pattern, at);
    for (const model of run.models.sinks(origin)) reachArguments(call, at, model, isGuess(origin) ? 1 : 0);
  }
  if (site.method !== undefined && isMain)
    for (const { rule, pattern } of run.models.methodChecks(site.method)) {
      const verdict = pattern.check(site);
      if (verdict) run.tell(rule, site.unit, verdict.node ?? site.node, verdict);
    }
  if (site.method === undefined || functionValue.call || functionValue.native || functionValue.construct)
    return;
  const recognised = functionValue.origins.some((origin) => run.models.knows(origin));
  if (recognised || (site.receiver && isOwn(site.receiver))) return;
  const isGiven = site.arguments.some((value) => value.taints.length > 0 || value.fields);
  for (const method of isGiven ? [site.method, '*'] : [site.method])
    for (const model of run.models.looseSinks(method)) {
      if (model.receiver && !model.receiver.test(receiverName(site))) continue;
      reachArguments(call, site, model, 1);
    }
}

/** Whether a value is an object that the code itself made, so that its methods are not a library's. */
function isOwn(value: Value): boolean {
  return value.closed === true || value.construct !== undefined;
}

/** The last name of what a method is called on: `db` in `this.db.query(…)`, `pool` in `(await pool()).query(…)`. */
export function receiverName(site: CallSite): string {
  if (!site.receiverNode) return '';
  const written = brief(site.unit, bare(site.receiverNode), 200).replace(/\([^()]*\)$/, '');
  return /([\w$]+)\W*$/.exec(written)?.[1] ?? '';
}

interface ArgumentModel {
  readonly kind: Parameters<Interpreter['reach']>[0]['kind'];
  readonly argument?: number;
  readonly field?: string;
  readonly when?: (site: CallSite, value: Value) => boolean;
  readonly label?: string;
}

function reachArguments(call: Call, site: CallSite, model: ArgumentModel, doubt: number): void {
  const { run } = call;
  site.arguments.forEach((whole, index) => {
    if (model.argument !== undefined && model.argument !== index) return;
    const part = site.argumentNodes[index] ?? site.node;
    const value = model.field === undefined ? whole : run.readMember(whole, model.field, part, site.unit);
    if (deepTaints(value).length === 0) return;
    if (model.when && !model.when(site, value)) return;
    run.reach({
      kind: model.kind,
      value,
      unit: site.unit,
      node: site.node,
      part,
      sink: model.label ?? brief(site.unit, site.callee),
      site,
      doubt,
    });
  });
}

function resultOf(call: Call): Value {
  const { run, functionValue, site } = call;
  const { unit, node } = site;
  for (const origin of functionValue.origins)
    for (const callback of run.models.callbacks(origin)) {
      if (callback.when && !callback.when(site)) continue;
      for (const value of site.arguments) {
        const handlers = value.call ? [value] : [...(value.fields?.values() ?? [])];
        for (const handler of handlers)
          if (handler.call) deferHandler(call, handler.call, callback, isGuess(origin));
      }
    }
  if (functionValue.native) return functionValue.native(site.arguments);
  if (functionValue.construct && site.isNew) return construct(call);
  if (functionValue.call) {
    const values = site.arguments.map((value) => {
      if (value.taints.length === 0) return value;
      const taints = addStep(value.taints, unit, node, `is passed to ${brief(unit, site.callee, 40)}`);
      return { ...value, taints };
    });
    const isMethod = functionValue.call.node.type === 'method_definition';
    const self = functionValue.call.self ?? (isMethod ? site.receiver : undefined);
    return run.invoke({ callee: functionValue.call, values, self, node, unit });
  }
  return modelledResult(call) ?? callBuiltin(call) ?? knownResult(call) ?? unknownResult(call);
}

function deferHandler(call: Call, callee: FunctionValue, model: CallbackModel, isGuessed: boolean): void {
  const { run } = call;
  const parameters = parametersOf(callee.node);
  const origins = model.byCount?.[parameters.length] ?? model.parameters;
  const values = origins.map((origin, index) => {
    const node = parameters[index]?.pattern;
    if (origin === undefined || !node) return unknown;
    return entering(run, isGuessed ? asGuess(origin) : origin, node, callee.unit);
  });
  const { results } = model;
  run.defer({ callee, values, self: callee.self, node: callee.node, unit: callee.unit, results });
}

/** What the models say that a call gives. */
function modelledResult(call: Call): Value | undefined {
  const { run, functionValue, site } = call;
  const results: Value[] = [];
  for (const origin of functionValue.origins) {
    const [first] = site.arguments;
    if (first?.call && run.models.invokes(origin)) {
      const callee = first.call;
      const value = run.invoke({ callee, values: [], self: callee.self, node: site.node, unit: site.unit });
      results.push({ ...value, shape: undefined });
      continue;
    }
    const by = run.models.resultBy(origin);
    const path =
      by?.paths[constantText(site.arguments[by.argument])?.toLowerCase() ?? ''] ?? run.models.result(origin);
    const pass = run.models.pass(origin);
    const resultPath = isGuess(origin) ? asGuess(`${origin.slice(0, -1)}()`) : `${origin}()`;
    const source = run.models.source(resultPath);
    const owner = run.models.reader(origin);
    const name = owner === undefined ? undefined : constantText(site.arguments[0])?.toLowerCase();
    if (owner !== undefined && name !== undefined) {
      const object = entering(run, isGuess(origin) ? asGuess(owner) : owner, site.node, site.unit);
      results.push(run.readMember(object, name, site.node, site.unit));
    } else if (source) {
      const taint = taintOf(source, resultPath, site.node, site.unit);
      results.push({ ...from(path), taints: [taint], shape: source.shape });
    } else if (pass) results.push(passed(site, pass, path));
    else if (path !== '' && path !== resultPath) {
      // What a method gives that is its object again, keeps what is known of the object.
      const isFluent = site.receiver?.origins.includes(path) === true;
      results.push(isFluent ? site.receiver : from(path));
    }
  }
  if (results.length === 0) return undefined;
  runCallbacks(call);
  return joinAll(results);
}

/** What else a known function gives: a method of something that came from outside, a part of it; others, nothing of it. */
function knownResult(call: Call): Value | undefined {
  const { run, functionValue, site } = call;
  runCallbacks(call);
  const origins = functionValue.origins.filter((origin) => run.models.knows(origin));
  if (origins.length === 0) return undefined;
  const taints = site.receiver && !site.isNew ? site.receiver.taints : [];
  return withTaints(joinAll(origins.map((origin) => from(run.models.result(origin)))), taints);
}

function passed(site: CallSite, pass: CompiledPass, path: string): Value {
  if (pass.same) return site.arguments[0] ?? unknown;
  const inputs = pass.arguments
    ? pass.arguments.map((index) => site.arguments[index] ?? unknown)
    : site.arguments;
  const taints = joinTaints(inputs.map((input) => deepTaints(input)));
  const stepped = addStep(
    taints,
    site.unit,
    site.node,
    `passes through ${brief(site.unit, site.callee, 40)}`,
  );
  const shape = pass.shape?.(site);
  const clears = pass.safeWhen?.(site) === false ? 0 : pass.clears;
  const merged = pass.merges ? mergedFields(inputs) : {};
  const result = clear({ ...from(path), taints: stepped, shape, ...merged }, clears);
  if (pass.restores === 0) return result;
  return {
    ...result,
    taints: result.taints.map((taint) => ({ ...taint, cleared: taint.cleared & ~pass.restores })),
  };
}

/** What is known of an object into which the properties of others were copied, in order. */
function mergedFields(values: readonly Value[]): Pick<Value, 'fields' | 'closed'> {
  const fields = new Map<string, Value>();
  for (const value of values) for (const [name, field] of value.fields ?? []) fields.set(name, field);
  return { fields, closed: values.every((value) => value.closed === true) };
}

/** Functions that are handed to something unknown are run when the file is done, with nothing known of their parameters. */
function runCallbacks(call: Call): void {
  for (const value of call.site.arguments) {
    if (!value.call) continue;
    call.run.noteFunction(value.call);
  }
}

function construct(call: Call): Value {
  const { run, functionValue, site } = call;
  const made = functionValue.construct;
  if (!made) return unknown;
  const instance = functionValue.fields?.get('prototype') ?? unknown;
  const callee = constructorOf(made);
  if (!callee) return instance;
  return run.invoke({ callee, values: site.arguments, self: instance, node: site.node, unit: site.unit });
}

/** The constructor that a class itself has. */
export function constructorOf(made: NonNullable<Value['construct']>): FunctionValue | undefined {
  const { unit, environment } = made;
  const node = made.node
    .get('body')
    ?.children.find((child) => child.type === 'method_definition' && isConstructor(child, unit));
  return node && { unit, node, environment };
}

function isConstructor(node: SyntaxNode, unit: Unit): boolean {
  const name = node.get('name');
  return name !== undefined && unit.text.slice(name.start, name.end) === 'constructor';
}

/** Names that promise to make data safe, to look at it only, or to fetch something else by it. */
const opaque =
  /escape|saniti[sz]e|encode|clean|purif|hash|digest|sign|encrypt|verify|check|valid|safe|quote|strip|whitelist|allow|parse(?:int|float|number)|count|length|size|exists|^(?:is|has|can|should|find|get|fetch|load|lookup|search|query|select|create|insert|update|delete|remove|save|send|log|authenticate|authorize|compare|ensure|assert)(?:[A-Z_]|$)/i;

/** Names that promise the parts of what is given. */
const splitting = /^(?:split|toPath|castPath|parsePath|tokenize)/;

/**
 * The written policy for functions that are out of sight: a method gives a part of its receiver's data; a plain function
 * whose name promises nothing else gives on what it was given, as a guess; anything else gives nothing from outside.
 */
function unknownResult(call: Call): Value {
  const { site, functionValue, run } = call;
  const origins = functionValue.origins
    .map((origin) => run.models.result(origin))
    .filter((path) => path !== '');
  const base: Value = { ...unknown, origins };
  if (site.method === undefined || site.isNew || opaque.test(site.method)) return base;
  if (site.receiver) return base;
  const taints = joinTaints(site.arguments.map((value) => deepTaints(value, 1)));
  if (taints.length === 0) return base;
  const stepped = addStep(
    taints,
    site.unit,
    site.node,
    `passes through ${brief(site.unit, site.callee, 40)}, which is out of sight`,
  );
  const isSplit = splitting.test(site.method);
  const given = stepped.map((taint) => ({ ...taint, doubt: isSplit ? Math.max(taint.doubt, 1) : 2 }));
  return { ...base, taints: isSplit ? asParts(given) : given };
}
