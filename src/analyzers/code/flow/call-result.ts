import type { CallbackModel } from '../frameworks/framework.js';
import { asGuess, isGuess, type CompiledPass } from '../models.js';
import { callBuiltin } from './builtin.js';
import type { Call, CallSite } from './call-site.js';
import { invoke } from './callback.js';
import { constructorOf } from './constructor.js';
import { addressKinds, refusesAddresses } from './address-guard.js';
import { callIteration } from './iteration.js';
import { promised, settles } from './promise.js';
import { allKinds, kindsOf, type Kinds } from './kind.js';
import { setPath } from './set-path.js';
import { entering, taintOf } from './source.js';
import { checked } from './schema.js';
import { requestSchema, schemaResult } from './schema-call.js';
import { hasOwnThis } from './node.js';
import { parametersOf } from './scope.js';
import { brief } from './unit.js';
import { deepTaints, joinAll, joinTaints, laidOver, withTaints } from './join.js';
import {
  addStep,
  asParts,
  clear,
  constantText,
  from,
  text,
  unknown,
  type FunctionValue,
  type Value,
} from './value.js';

export function resultOf(call: Call): Value {
  const { run, functionValue, site } = call;
  const { unit, node } = site;
  for (const origin of functionValue.origins)
    for (const callback of run.models.callbacks(origin)) {
      if (callback.when && !callback.when(site)) continue;
      for (const [index, given] of site.arguments.entries()) {
        // What stands before others, or alone, may hang on the request what those after it read.
        const goesFirst = index < site.arguments.length - 1 || index === 0;
        const value = given.lazy && goesFirst ? run.force(given) : given;
        for (const handler of handlersIn(value))
          if (handler.call) deferHandler(call, handler.call, callback, isGuess(origin));
      }
    }
  if (functionValue.native) return functionValue.native(site.arguments);
  if (functionValue.construct && site.isNew) return construct(call);
  if (functionValue.call) {
    const callee = functionValue.call;
    const proves = refusesAddresses(callee) ? addressKinds : 0;
    const values = site.arguments.map((value) => {
      const safe = proves === 0 ? value : clear(value, proves);
      if (safe.taints.length === 0) return safe;
      const taints = addStep(safe.taints, unit, node, `is passed to ${brief(unit, site.callee, 40)}`);
      return { ...safe, taints };
    });
    if (proves !== 0) clearInPlace(call, proves);
    if (site.isNew && hasOwnThis(callee.node)) {
      const prototype = functionValue.fields?.get('prototype');
      return run.invoke({ callee, values, self: prototype, constructs: true, node, unit });
    }
    const isMethod = callee.node.type !== 'arrow_function';
    const self = callee.self ?? (isMethod ? site.receiver : undefined);
    const result = run.invoke({ callee, values, self, node, unit });
    const cleared = proves | (escapesMarkup(callee) ? markupKinds : 0);
    return cleared === 0 ? result : clear(result, cleared);
  }
  if (functionValue.origins.includes('RegExp')) return patternOf(site);
  return (
    schemaResult(call) ??
    promised(call) ??
    modelledResult(call) ??
    callBuiltin(call) ??
    callIteration(call) ??
    knownResult(call) ??
    unknownResult(call)
  );
}

/** What was handed to a check that throws has passed it, and the address that a part of it was read from too. */
function clearInPlace({ run, environment, site }: Call, kinds: Kinds): void {
  for (const given of site.argumentNodes) {
    let node = given;
    for (let object = node.get('object'); object; object = object.get('object')) node = object;
    if (node.type === 'identifier')
      setPath(run, node, environment, site.unit, (before) => clear(before, kinds));
  }
}

const markupKinds = kindsOf('html', 'dom', 'page');

const escapesByName = /escape_?(?:html|xml)|(?:html|xml)_?escape/i;
const cleansByName = /saniti[sz]ed?|purif(?:y|ied)/i;
const cleaner = /\b(?:dompurify|sanitize-?html|xss|insane|caja)\b/i;

/**
 * A function that is named for escaping markup may do so one character at a time, in a file that holds what `<` becomes; one
 * that is named for cleaning it does so in a file that uses a cleaner.
 */
function escapesMarkup({ node, unit }: FunctionValue): boolean {
  const name = node.get('name') ?? node.parent?.get('name');
  const written = name ? unit.text.slice(name.start, name.end) : '';
  return (
    (escapesByName.test(written) && /&(?:lt|#0*60|#x0*3c);/i.test(unit.text)) ||
    (cleansByName.test(written) && cleaner.test(unit.text))
  );
}

/** `new RegExp(source, flags)` as far as both are known. */
function patternOf({ arguments: [source, flags] }: CallSite): Value {
  const fields = new Map(source?.origins.includes('RegExp()') ? source.fields : undefined);
  const written = constantText(source);
  if (written !== undefined) fields.set('source', text(written));
  if (flags || written !== undefined) fields.set('flags', flags ?? text(''));
  return { ...from('RegExp()'), fields };
}

/** A function; those of an object or a list; and what stands as `handler` in a list of routes or their options. */
function handlersIn(value: Value): readonly Value[] {
  if (value.call) return [value];
  return [...(value.fields ?? [])].flatMap(([name, field]) => {
    if (field.call || !field.fields) return [field];
    const options = field.fields.get('options') ?? field.fields.get('config');
    const isRoute = /^\d+$/.test(name) || name === 'options' || name === 'config';
    return isRoute ? [field.fields.get('handler') ?? options?.fields?.get('handler') ?? unknown] : [];
  });
}

function deferHandler(call: Call, callee: FunctionValue, model: CallbackModel, isGuessed: boolean): void {
  const { run } = call;
  const parameters = parametersOf(callee.node);
  const schema = call.site.receiver?.checked ?? requestSchema(call.site);
  const origins = model.byCount?.[parameters.length] ?? model.parameters;
  const values = origins.map((origin, index) => {
    const node = parameters[index]?.pattern;
    if (origin === undefined || !node) return unknown;
    const value = entering(run, isGuessed ? asGuess(origin) : origin, node, callee.unit);
    return checked(value, index === 0 || /\.Request\(\)$/.test(origin) ? schema : undefined);
  });
  const { results } = model;
  const given = model.self === undefined ? undefined : entering(run, model.self, callee.node, callee.unit);
  const self = callee.self ?? given;
  const invocation = { callee, values, self, node: callee.node, unit: callee.unit, results };
  if (settles(callee)) run.invoke(invocation);
  else run.defer(invocation);
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
    } else if (source && source.when?.(site) !== false) {
      const taint = taintOf(source, resultPath, site.node, site.unit);
      results.push({ ...from(path), taints: [taint], shape: source.shape });
    } else if (pass) results.push(passed(site, pass, isOwnRequest(site, path) ? '' : path));
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

/** A request that code makes is one that it sends: what it holds has not come in. */
function isOwnRequest(site: CallSite, path: string): boolean {
  return site.isNew && path === 'web.Request()';
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
    `passes through ${brief(site.unit, site.callee, 40)}${pass.note === undefined ? '' : `, ${pass.note}`}`,
  );
  const shape = pass.shape?.(site);
  const clears = pass.safeWhen?.(site) === false ? 0 : pass.clears;
  const merged = pass.merges ? mergedFields(inputs) : {};
  const made = path === '' ? unknown : from(path);
  const result = clear({ ...made, taints: stepped, shape, ...merged }, clears);
  if (pass.restores === 0) return result;
  return {
    ...result,
    taints: result.taints.map((taint) =>
      taint.cleared === allKinds ? taint : { ...taint, cleared: taint.cleared & ~pass.restores },
    ),
  };
}

/** What is known of an object into which the properties of others were copied, in order. */
function mergedFields(values: readonly Value[]): Pick<Value, 'fields' | 'closed'> {
  const fields = values.reduce<ReadonlyMap<string, Value>>(laidOver, new Map());
  return { fields, closed: values.every((value) => value.closed === true) };
}

/** Functions that are handed to something unknown are run when the file is done, with nothing known of their parameters. */
function runCallbacks(call: Call): void {
  for (const value of call.site.arguments) {
    if (!value.call) continue;
    if (settles(value.call)) invoke(call, value, []);
    else call.run.noteFunction(value.call);
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
