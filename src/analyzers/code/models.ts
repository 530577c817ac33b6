import type {
  ArgumentResultModel,
  AssignmentModel,
  CallbackModel,
  Framework,
  HandlerModel,
  LooseSinkModel,
  MarkModel,
  ParameterModel,
  PassModel,
  SinkModel,
  SourceModel,
} from './frameworks/framework.js';
import { anyWord, expandPaths, lastName } from './api-path.js';
import { memoized, memoizedByName } from './memoized.js';
import { kindsOf, type FlowKind, type Kinds, type SourceKind } from './flow/kind.js';
import { isPlace } from './prefilter/hints.js';
import type { StatedModule } from './stated.js';
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
  /** The API path of the elements of a list, where it has one of its own. */
  element(origin: string): string | undefined;
  result(origin: string): string;
  source(origin: string): CompiledSource | undefined;
  isHarmless(origin: string): boolean;
  isPart(origin: string): boolean;
  isHostless(origin: string): boolean;
  isPathless(origin: string): boolean;
  /** The object of which a call with a constant name reads a property. */
  reader(origin: string): string | undefined;
  /** Whether the handlers of a request hand this object on to one another. */
  isCarrier(origin: string): boolean;
  marks(origin: string): readonly MarkModel[];
  /** API path of a property of an object of which nothing is known. */
  looseMember(name: string): string | undefined;
  looseVariable(name: string): string | undefined;
  /** API path of a name that its file does not declare. */
  undeclared(name: string): string | undefined;
  /** Whether a function throws or ends the process, whatever it is given. */
  neverReturns(origin: string): boolean;
  /** Whether a function gives what the function given to it gives. */
  invokes(origin: string): boolean;
  /** API path of a result that depends on an argument. */
  resultBy(origin: string): ArgumentResultModel | undefined;
  handler(property: string): HandlerModel | undefined;
  /** Whether a text holds a sink that parameters are followed to, whoever calls the function. */
  followsParameters(text: string): boolean;
  methodChecks(method: string): readonly { rule: CodeRule; pattern: MethodPattern }[];
  sinks(origin: string): readonly SinkModel[];
  looseSinks(method: string): readonly LooseSinkModel[];
  assignments(property: string): readonly AssignmentModel[];
  pass(origin: string): CompiledPass | undefined;
  callbacks(origin: string): readonly CallbackModel[];
  checks(origin: string): readonly { rule: CodeRule; pattern: CallPattern }[];
  assignmentChecks(property: string): readonly { rule: CodeRule; pattern: AssignmentPattern }[];
  /** The checks of nodes, by type, of which a text gives a reason to ask; `places` where the prefilter has found them. */
  nodeChecks(
    text: string,
    places?: readonly RegExp[],
  ): ReadonlyMap<string, readonly { rule: CodeRule; pattern: NodePattern }[]>;
  groups(origin: string): readonly { rule: CodeRule; pattern: GroupPattern }[];
  flowRules(kind: FlowKind): readonly CodeRule[];
  readonly parameters: readonly ParameterModel[];
  /** Whether a configuration says something of modules of its own. */
  readonly hasStated: boolean;
  /** What a configuration says of a module, by its key. */
  stated(module: string): StatedModule | undefined;
  /** Whether it says something of a member of such a name. */
  isStated(name: string): boolean;
}

export interface CompiledPass extends PassModel {
  readonly clears: Kinds;
  readonly restores: Kinds;
}

export interface CompiledSource {
  readonly kind: SourceKind;
  readonly cleared: Kinds;
  readonly shape: string | undefined;
  readonly when: SourceModel['when'];
  readonly note: string | undefined;
}

/** Ends an API path that is read off names and not proven. */
const guess = '?';

export function asGuess(origin: string): string {
  return origin.endsWith(guess) ? origin : origin + guess;
}

export function isGuess(origin: string): boolean {
  return origin.endsWith(guess);
}

/** The API path itself, guessed or not. */
export function plainOf(origin: string): string {
  return origin.endsWith(guess) ? origin.slice(0, -guess.length) : origin;
}

/** Longer API paths come from loops over unknown objects. */
const maxOrigin = 160;

export function compileModels(frameworks: readonly Framework[], rules: readonly CodeRule[]): Models {
  const aliases = new Map<string, string>();
  const fluent = new Set<string>();
  const roots = new Set<string>();
  const sources = new Map<string, CompiledSource>();
  const harmless = new Set<string>();
  const harmlessWithin: (readonly [string, string])[] = [];
  const parts = new Set<string>();
  const hostless = new Set<string>();
  const pathless = new Set<string>();
  const readers = new Map<string, string>();
  const carriers = new Set<string>();
  const marks = new Map<string, MarkModel[]>();
  const sinks = new Map<string, SinkModel[]>();
  const looseSinks = new Map<string, LooseSinkModel[]>();
  const assignments = new Map<string, AssignmentModel[]>();
  const passes = new Map<string, CompiledPass>();
  const callbacks = new Map<string, CallbackModel[]>();
  const checks = new Map<string, { rule: CodeRule; pattern: CallPattern }[]>();
  const assignmentChecks = new Map<string, { rule: CodeRule; pattern: AssignmentPattern }[]>();
  const nodeChecks = new Map<string, { rule: CodeRule; pattern: NodePattern }[]>();
  const groups = new Map<string, { rule: CodeRule; pattern: GroupPattern }[]>();
  const flowRules = new Map<FlowKind, CodeRule[]>();
  const methodChecks = new Map<string, { rule: CodeRule; pattern: MethodPattern }[]>();
  const members = new Map<string, string>();
  const variables = new Map<string, string>();
  const undeclared = new Map<string, string>();
  const leaving = new Set<string>();
  const invoking = new Set<string>();
  const resultsBy = new Map<string, ArgumentResultModel>();
  const handlers = new Map<string, HandlerModel>();

  for (const framework of frameworks) {
    for (const root of framework.roots) roots.add(root);
    for (const [pattern, target] of Object.entries(framework.aliases ?? {}))
      for (const path of expandPaths([pattern])) aliases.set(path, target);
    for (const pattern of framework.fluent ?? []) for (const path of expandPaths([pattern])) fluent.add(path);
    for (const model of framework.sources ?? [])
      for (const path of expandPaths(model.at))
        sources.set(path, {
          kind: model.kind,
          cleared: kindsOf(...(model.safeFor ?? [])),
          shape: model.shape,
          when: model.when,
          note: model.note,
        });
    for (const path of expandPaths(framework.harmless ?? [])) {
      const [whole = '', name] = path.split('.**.');
      if (name === undefined) harmless.add(path);
      else harmlessWithin.push([whole, name]);
    }
    for (const path of expandPaths(framework.parts ?? [])) parts.add(path);
    for (const path of expandPaths(framework.hostless ?? [])) hostless.add(path);
    for (const path of expandPaths(framework.pathless ?? [])) pathless.add(path);
    for (const [pattern, target] of Object.entries(framework.readers ?? {}))
      for (const path of expandPaths([pattern])) readers.set(path, target);
    for (const path of expandPaths(framework.carriers ?? [])) carriers.add(path);
    for (const model of framework.marks ?? [])
      for (const path of expandPaths(model.at)) add(marks, path, model);
    for (const model of framework.sinks ?? [])
      for (const path of expandPaths(model.at)) {
        add(sinks, path, model);
      }
    for (const model of framework.looseSinks ?? [])
      for (const method of model.methods) {
        add(looseSinks, method, model);
      }
    for (const model of framework.assignments ?? [])
      for (const property of model.properties) {
        add(assignments, property, model);
      }
    for (const model of framework.passes ?? [])
      for (const path of expandPaths(model.at))
        passes.set(path, {
          ...model,
          clears: kindsOf(...(model.safeFor ?? [])),
          restores: kindsOf(...(model.unsafeFor ?? [])),
        });
    for (const model of framework.callbacks ?? [])
      for (const path of expandPaths(model.at)) add(callbacks, path, model);
    for (const [name, path] of Object.entries(framework.members ?? {})) members.set(name, path);
    for (const [name, path] of Object.entries(framework.variables ?? {})) variables.set(name, path);
    for (const [name, path] of Object.entries(framework.undeclared ?? {})) undeclared.set(name, path);
    for (const path of expandPaths(framework.neverReturn ?? [])) leaving.add(path);
    for (const path of expandPaths(framework.invokes ?? [])) invoking.add(path);
    for (const model of framework.resultsByArgument ?? [])
      for (const path of expandPaths(model.at)) resultsBy.set(path, model);
    for (const model of framework.handlers ?? [])
      for (const property of model.properties) handlers.set(property, model);
  }
  for (const rule of rules) {
    for (const kind of rule.flow?.kinds ?? []) add(flowRules, kind, rule);
    for (const pattern of rule.calls ?? [])
      for (const path of expandPaths(pattern.at)) {
        add(checks, path, { rule, pattern });
      }
    for (const pattern of rule.methods ?? [])
      for (const method of pattern.methods) add(methodChecks, method, { rule, pattern });
    for (const pattern of rule.nodes ?? [])
      for (const type of pattern.types) add(nodeChecks, type, { rule, pattern });
    for (const pattern of rule.groups ?? [])
      for (const path of expandPaths(pattern.at)) {
        add(groups, path, { rule, pattern });
      }
    for (const pattern of rule.assignments ?? [])
      for (const property of pattern.properties) {
        add(assignmentChecks, property, { rule, pattern });
      }
  }

  const stated = new Map(frameworks.flatMap((framework) => [...(framework.stated ?? [])]));
  const statedNames = new Set(
    [...stated.values()].flatMap((paths) => [...paths.keys()].flatMap((path) => path.match(/[\w$]+/g) ?? [])),
  );
  const parameterSinks = parameterSinksOf(frameworks, rules);

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
  const member = memoizedByName((origin, name) => guessed(origin, (plain) => resolve(`${plain}.${name}`)));
  const resultPath = memoized((origin) => guessed(origin, result));
  const knows = memoized((origin: string): boolean => {
    for (let at = 1; at <= origin.length; at++) {
      const next = origin[at];
      if ((next === undefined || next === '.' || next === '(') && roots.has(origin.slice(0, at))) return true;
    }
    return false;
  });
  const empty: readonly never[] = [];
  return {
    rules,
    knows,
    isGlobal: (name) => roots.has(name),
    module: (specifier) => aliases.get(specifier) ?? specifier,
    member,
    element: (origin) => aliases.get(`${origin}[]`),
    result: resultPath,
    source: (origin) => sources.get(plainOf(origin)),
    isHarmless(origin) {
      const plain = plainOf(origin);
      return (
        harmless.has(plain) ||
        harmlessWithin.some(([whole, name]) => plain.startsWith(`${whole}.`) && plain.endsWith(`.${name}`))
      );
    },
    isPart: (origin) => parts.has(plainOf(origin)),
    isHostless: (origin) => hostless.has(plainOf(origin)),
    isPathless: (origin) => pathless.has(plainOf(origin)),
    reader: (origin) => readers.get(plainOf(origin)),
    isCarrier: (origin) => carriers.has(plainOf(origin)),
    marks: (origin) => marks.get(plainOf(origin)) ?? empty,
    looseMember: (name) => members.get(name),
    looseVariable: (name) => variables.get(name),
    undeclared: (name) => undeclared.get(name),
    neverReturns: (origin) => leaving.has(plainOf(origin)),
    invokes: (origin) => invoking.has(plainOf(origin)),
    resultBy: (origin) => resultsBy.get(plainOf(origin)),
    handler: (property) => handlers.get(property),
    followsParameters: (text) => parameterSinks.test(text),
    methodChecks: (method) => methodChecks.get(method) ?? empty,
    sinks: (origin) => sinks.get(plainOf(origin)) ?? empty,
    looseSinks: (method) => looseSinks.get(method) ?? empty,
    assignments: (property) => assignments.get(property) ?? empty,
    pass: (origin) => passes.get(plainOf(origin)),
    callbacks: (origin) => callbacks.get(plainOf(origin)) ?? empty,
    checks: (origin) => checks.get(plainOf(origin)) ?? empty,
    assignmentChecks: (property) => assignmentChecks.get(property) ?? empty,
    nodeChecks(text, places) {
      const found = places && new Set(places.map(String));
      const hinted = new Map<NodePattern, boolean>();
      const isHinted = (pattern: NodePattern): boolean => {
        let known = hinted.get(pattern);
        if (known === undefined) {
          known = found && isPlace(pattern) ? found.has(String(pattern.hint)) : pattern.hint.test(text);
          hinted.set(pattern, known);
        }
        return known;
      };
      const lists = [...nodeChecks].map(
        ([type, list]) => [type, list.filter(({ pattern }) => isHinted(pattern))] as const,
      );
      return new Map(lists.filter(([, list]) => list.length > 0));
    },
    groups: (origin) => groups.get(plainOf(origin)) ?? empty,
    flowRules: (kind) => flowRules.get(kind) ?? empty,
    parameters: frameworks.flatMap((framework) => framework.parameters ?? []),
    hasStated: stated.size > 0,
    stated: (module) => stated.get(module),
    isStated: (name) => statedNames.has(name),
  };
}

/** Finds the names of sinks of the kinds that some rule follows parameters of uncalled functions to. */
function parameterSinksOf(frameworks: readonly Framework[], rules: readonly CodeRule[]): RegExp {
  const followed = new Set(
    rules.flatMap((rule) => (rule.flow?.sources.includes('parameter') ? rule.flow.kinds : [])),
  );
  const names = frameworks.flatMap((framework) => [
    ...(framework.sinks ?? []).flatMap((model) =>
      followed.has(model.kind) ? expandPaths(model.at).map(lastName) : [],
    ),
    ...(framework.looseSinks ?? []).flatMap((model) => (followed.has(model.kind) ? model.methods : [])),
    ...(framework.assignments ?? []).flatMap((model) =>
      followed.has(model.kind) ? model.properties.map((property) => property.replace(/[<>]/g, '')) : [],
    ),
  ]);
  return anyWord(names);
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
