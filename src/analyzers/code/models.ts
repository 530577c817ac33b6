import type {
  AssignmentModel,
  CallbackModel,
  Framework,
  HandlerModel,
  LooseSinkModel,
  ParameterModel,
  PassModel,
  ResultModel,
  SinkModel,
} from './frameworks/framework.js';
import { kindsOf, type FlowKind, type Kinds, type SourceKind } from './flow/kind.js';
import type {
  AssignmentPattern,
  CallPattern,
  CodeRule,
  GroupPattern,
  MethodPattern,
  NodePattern,
} from './rules/code-rule.js';

/** All that the frameworks and rules say, looked up by name. */
export interface Models {
  readonly rules: readonly CodeRule[];
  /** Whether a module or global is known well enough that an unknown member of it is harmless. */
  knows(origin: string): boolean;
  /** Whether a name that the file does not declare is a global that some model speaks of. */
  isGlobal(name: string): boolean;
  /** The API path of a module, by its specifier. */
  module(specifier: string): string;
  member(origin: string, name: string): string;
  result(origin: string): string;
  source(origin: string): SourceKind | undefined;
  /** API path of a property of an object of which nothing is known. */
  looseMember(name: string): string | undefined;
  looseVariable(name: string): string | undefined;
  /** Whether a function gives what the function given to it gives. */
  invokes(origin: string): boolean;
  /** API path of a result that depends on an argument. */
  resultBy(origin: string): ResultModel | undefined;
  handler(property: string): HandlerModel | undefined;
  /** Whether a text holds a sink that parameters of unknown origin are followed to. */
  followsParameters(text: string): boolean;
  methodChecks(method: string): readonly { rule: CodeRule; pattern: MethodPattern }[];
  sinks(origin: string): readonly SinkModel[];
  looseSinks(method: string): readonly LooseSinkModel[];
  assignments(property: string): readonly AssignmentModel[];
  pass(origin: string): CompiledPass | undefined;
  callback(origin: string): CallbackModel | undefined;
  checks(origin: string): readonly { rule: CodeRule; pattern: CallPattern }[];
  assignmentChecks(property: string): readonly { rule: CodeRule; pattern: AssignmentPattern }[];
  nodeChecks(type: string): readonly { rule: CodeRule; pattern: NodePattern }[] | undefined;
  groups(origin: string): readonly { rule: CodeRule; pattern: GroupPattern }[];
  flowRules(kind: FlowKind): readonly CodeRule[];
  readonly parameters: readonly ParameterModel[];
  /** Whether a text holds a name without which no rule can find anything in it. */
  concerns(text: string): boolean;
}

export interface CompiledPass extends PassModel {
  readonly clears: Kinds;
}

/** Ends an API path that is read off names and not proven. */
const guess = '?';

export function asGuess(origin: string): string {
  return origin.endsWith(guess) ? origin : origin + guess;
}

export function isGuess(origin: string): boolean {
  return origin.endsWith(guess);
}

function plainOf(origin: string): string {
  return origin.endsWith(guess) ? origin.slice(0, -guess.length) : origin;
}

/** Longer API paths come from loops over unknown objects. */
const maxOrigin = 160;

export function compileModels(frameworks: readonly Framework[], rules: readonly CodeRule[]): Models {
  const aliases = new Map<string, string>();
  const fluent = new Set<string>();
  const roots = new Set<string>();
  const sources = new Map<string, SourceKind>();
  const sinks = new Map<string, SinkModel[]>();
  const looseSinks = new Map<string, LooseSinkModel[]>();
  const assignments = new Map<string, AssignmentModel[]>();
  const passes = new Map<string, CompiledPass>();
  const callbacks = new Map<string, CallbackModel>();
  const checks = new Map<string, { rule: CodeRule; pattern: CallPattern }[]>();
  const assignmentChecks = new Map<string, { rule: CodeRule; pattern: AssignmentPattern }[]>();
  const nodeChecks = new Map<string, { rule: CodeRule; pattern: NodePattern }[]>();
  const groups = new Map<string, { rule: CodeRule; pattern: GroupPattern }[]>();
  const flowRules = new Map<FlowKind, CodeRule[]>();
  const methodChecks = new Map<string, { rule: CodeRule; pattern: MethodPattern }[]>();
  const members = new Map<string, string>();
  const variables = new Map<string, string>();
  const invoking = new Set<string>();
  const resultsBy = new Map<string, ResultModel>();
  const handlers = new Map<string, HandlerModel>();
  const names = new Set<string>();
  /** Names of sinks of kinds that some rule follows parameters to. */
  const followed = new Set<string>();
  const kindsFollowed = new Set(
    rules.flatMap((rule) => (rule.flow?.sources.includes('parameter') ? rule.flow.kinds : [])),
  );
  const nameSink = (name: string, kind: FlowKind): void => {
    names.add(name);
    if (kindsFollowed.has(kind)) followed.add(name);
  };

  for (const framework of frameworks) {
    for (const root of framework.roots) roots.add(root);
    for (const [pattern, target] of Object.entries(framework.aliases ?? {}))
      for (const path of expand(pattern)) aliases.set(path, target);
    for (const pattern of framework.fluent ?? []) for (const path of expand(pattern)) fluent.add(path);
    for (const model of framework.sources ?? [])
      for (const path of expandAll(model.at)) sources.set(path, model.kind);
    for (const model of framework.sinks ?? [])
      for (const path of expandAll(model.at)) {
        add(sinks, path, model);
        nameSink(lastName(path), model.kind);
      }
    for (const model of framework.looseSinks ?? [])
      for (const method of model.methods) {
        add(looseSinks, method, model);
        nameSink(method, model.kind);
      }
    for (const model of framework.assignments ?? [])
      for (const property of model.properties) {
        add(assignments, property, model);
        nameSink(property.replace(/[<>]/g, ''), model.kind);
      }
    for (const model of framework.passes ?? [])
      for (const path of expandAll(model.at))
        passes.set(path, { ...model, clears: kindsOf(...(model.safeFor ?? [])) });
    for (const model of framework.callbacks ?? [])
      for (const path of expandAll(model.at)) callbacks.set(path, model);
    for (const [name, path] of Object.entries(framework.members ?? {})) members.set(name, path);
    for (const [name, path] of Object.entries(framework.variables ?? {})) variables.set(name, path);
    for (const path of expandAll(framework.invokes ?? [])) invoking.add(path);
    for (const model of framework.results ?? [])
      for (const path of expandAll(model.at)) resultsBy.set(path, model);
    for (const model of framework.handlers ?? [])
      for (const property of model.properties) handlers.set(property, model);
  }
  for (const rule of rules) {
    for (const kind of rule.flow?.kinds ?? []) add(flowRules, kind, rule);
    for (const pattern of rule.calls ?? [])
      for (const path of expandAll(pattern.at)) {
        add(checks, path, { rule, pattern });
        names.add(lastName(path));
      }
    for (const pattern of rule.methods ?? [])
      for (const method of pattern.methods) {
        add(methodChecks, method, { rule, pattern });
        names.add(method);
      }
    for (const pattern of rule.nodes ?? [])
      for (const type of pattern.types) add(nodeChecks, type, { rule, pattern });
    for (const pattern of rule.groups ?? [])
      for (const path of expandAll(pattern.at)) {
        add(groups, path, { rule, pattern });
        names.add(lastName(path));
      }
    for (const pattern of rule.assignments ?? [])
      for (const property of pattern.properties) {
        add(assignmentChecks, property, { rule, pattern });
        names.add(property.replace(/[<>]/g, ''));
      }
  }
  const interesting = namesPattern(names);
  const hints = rules.flatMap((rule) => rule.nodes?.flatMap((pattern) => pattern.hint ?? []) ?? []);
  const interestingForParameters = namesPattern(followed);

  const resolve = (path: string): string => {
    if (path.length > maxOrigin) return '';
    return aliases.get(path) ?? path;
  };
  const result = (origin: string): string => {
    const path = resolve(`${origin}()`);
    if (path !== `${origin}()`) return path;
    const owner = origin.slice(0, origin.lastIndexOf('.'));
    return fluent.has(owner) ? owner : path;
  };
  /** Keeps the mark of a guess at the end. */
  const guessed = (origin: string, step: (plain: string) => string): string => {
    if (!origin.endsWith(guess)) return step(origin);
    const path = step(plainOf(origin));
    return path === '' ? '' : path + guess;
  };
  const knows = (origin: string): boolean => {
    for (let at = 1; at <= origin.length; at++) {
      const next = origin[at];
      if ((next === undefined || next === '.' || next === '(') && roots.has(origin.slice(0, at))) return true;
    }
    return false;
  };
  const empty: readonly never[] = [];
  return {
    rules,
    knows,
    isGlobal: (name) => roots.has(name),
    module: (specifier) => aliases.get(specifier) ?? specifier,
    member: (origin, name) => guessed(origin, (plain) => resolve(`${plain}.${name}`)),
    result: (origin) => guessed(origin, result),
    source: (origin) => sources.get(plainOf(origin)),
    looseMember: (name) => members.get(name),
    looseVariable: (name) => variables.get(name),
    invokes: (origin) => invoking.has(plainOf(origin)),
    resultBy: (origin) => resultsBy.get(plainOf(origin)),
    handler: (property) => handlers.get(property),
    followsParameters: (text) => followed.size > 0 && interestingForParameters.test(text),
    methodChecks: (method) => methodChecks.get(method) ?? empty,
    sinks: (origin) => sinks.get(plainOf(origin)) ?? empty,
    looseSinks: (method) => looseSinks.get(method) ?? empty,
    assignments: (property) => assignments.get(property) ?? empty,
    pass: (origin) => passes.get(plainOf(origin)),
    callback: (origin) => callbacks.get(plainOf(origin)),
    checks: (origin) => checks.get(plainOf(origin)) ?? empty,
    assignmentChecks: (property) => assignmentChecks.get(property) ?? empty,
    nodeChecks: (type) => nodeChecks.get(type),
    groups: (origin) => groups.get(plainOf(origin)) ?? empty,
    flowRules: (kind) => flowRules.get(kind) ?? empty,
    parameters: frameworks.flatMap((framework) => framework.parameters ?? []),
    concerns: (text) => interesting.test(text) || hints.some((hint) => hint.test(text)),
  };
}

function namesPattern(names: ReadonlySet<string>): RegExp {
  return new RegExp(`(?<![\\w$])(?:${[...names].map(escapeRegExp).join('|')})(?![\\w$])`);
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function lastName(path: string): string {
  const name = path.replace(/(?:\(\))+$/, '');
  return name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf('/'), name.lastIndexOf(')')) + 1);
}

function escapeRegExp(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}

function expandAll(patterns: readonly string[]): string[] {
  return patterns.flatMap(expand);
}

/** `a.{b,c}.d` is `a.b.d` and `a.c.d`; braces stand side by side, not in one another. */
function expand(pattern: string): string[] {
  const group = /^([^{}]*)\{([^{}]*)\}(.*)$/.exec(pattern);
  if (!group) return [pattern];
  const [, before = '', inside = '', after = ''] = group;
  const rest = expand(after);
  return inside.split(',').flatMap((alternative) => rest.map((tail) => before + alternative.trim() + tail));
}
