import { readFileSync } from 'node:fs';
import { parseQuery, type Field, type Selection, type Value } from './graphql-syntax.js';

interface TypeDescription {
  readonly possibleTypes: readonly string[];
  readonly fields: Readonly<
    Record<string, { readonly type: string; readonly args?: Readonly<Record<string, string>> }>
  >;
}

/** An object of the graph: plain values, or functions of the field's arguments. `__typename` tells an interface's kind. */
export type Node = Readonly<Record<string, unknown>>;

const fixture = new URL('../../fixtures/github-graphql.json', import.meta.url);
const { types } = JSON.parse(readFileSync(fixture, 'utf8')) as { types: Record<string, TypeDescription> };

/** Answers a query as GitHub does; throws where the query does not fit GitHub's schema. */
export function execute(text: string, variables: Readonly<Record<string, unknown>>, root: Node): unknown {
  const query = parseQuery(text);
  const used = new Set<string>();
  for (const [name, type] of query.variables) {
    const value = variables[name];
    if (type.endsWith('!') && (value === undefined || value === null))
      throw new Error(`Variable $${name} of type ${type} was provided invalid value`);
    if (/^String!?$/.test(type) && typeof value !== 'string') throw new Error(`$${name} is not a string`);
    if (/^Int!?$/.test(type) && !Number.isInteger(value)) throw new Error(`$${name} is not an integer`);
  }
  for (const name of Object.keys(variables))
    if (!query.variables.has(name)) throw new Error(`Variable $${name} is given but not declared`);

  const argument = (value: Value, wanted: string): unknown => {
    if (typeof value !== 'object') return value;
    const declared = query.variables.get(value.variable);
    if (!declared) throw new Error(`Variable $${value.variable} is used but not declared`);
    if (
      declared.replace(/!$/, '') !== wanted.replace(/!$/, '') ||
      (wanted.endsWith('!') && !declared.endsWith('!'))
    )
      throw new Error(`Type mismatch on variable $${value.variable} (${declared} / ${wanted})`);
    used.add(value.variable);
    return variables[value.variable];
  };

  const select = (
    typeName: string,
    node: Node,
    selections: readonly Selection[],
    into: Record<string, unknown>,
  ): void => {
    for (const selection of selections) {
      if (selection.kind === 'field') {
        into[selection.alias] = resolve(typeName, node, selection, into[selection.alias]);
        continue;
      }
      const fragment = selection.kind === 'spread' ? query.fragments.get(selection.name) : selection;
      if (!fragment)
        throw new Error(
          `Fragment ${selection.kind === 'spread' ? selection.name : ''} was used, but not defined`,
        );
      const possible = typeOf(typeName).possibleTypes;
      if (!typeOf(fragment.type).possibleTypes.some((name) => possible.includes(name)))
        throw new Error(`Fragment on ${fragment.type} can't be spread inside ${typeName}`);
      const actual = typeof node.__typename === 'string' ? node.__typename : typeName;
      if (typeOf(fragment.type).possibleTypes.includes(actual))
        select(fragment.type, node, fragment.selections, into);
      // What does not apply is checked all the same.
      else check(fragment.type, fragment.selections);
    }
  };

  const check = (typeName: string, selections: readonly Selection[]): void => {
    for (const selection of selections) {
      if (selection.kind !== 'field') continue;
      const { named, args } = describe(typeName, selection);
      for (const [name, value] of Object.entries(selection.args)) argument(value, args[name] ?? '');
      if (selection.selections) check(named, selection.selections);
    }
  };

  const resolve = (typeName: string, node: Node, field: Field, before: unknown): unknown => {
    const { named, args } = describe(typeName, field);
    const given = Object.fromEntries(
      Object.entries(field.args).map(([name, value]) => [name, argument(value, args[name] ?? '')]),
    );
    const source: unknown = node[field.name];
    if (source === undefined) throw new Error(`The stand-in has no ${typeName}.${field.name}`);
    const value: unknown =
      typeof source === 'function' ? (source as (args: object) => unknown)(given) : source;
    if (value === null || !field.selections) {
      if (field.selections) check(named, field.selections);
      return value;
    }
    const into = (before ?? {}) as Record<string, unknown>;
    select(named, value as Node, field.selections, into);
    return into;
  };

  const answer: Record<string, unknown> = {};
  select('Query', root, query.selections, answer);
  for (const name of query.variables.keys())
    if (!used.has(name)) throw new Error(`Variable $${name} is declared but not used`);
  return answer;
}

function describe(typeName: string, field: Field): { named: string; args: Readonly<Record<string, string>> } {
  const description = typeOf(typeName).fields[field.name];
  if (!description) throw new Error(`Field '${field.name}' doesn't exist on type '${typeName}'`);
  const { type, args = {} } = description;
  for (const name of Object.keys(field.args))
    if (!(name in args)) throw new Error(`Field '${field.name}' doesn't accept argument '${name}'`);
  for (const [name, wanted] of Object.entries(args))
    if (wanted.endsWith('!') && !(name in field.args))
      throw new Error(`Field '${field.name}' is missing required argument '${name}'`);
  const named = type.replace(/[![\]]/g, '');
  if (named in types !== (field.selections !== undefined))
    throw new Error(`Field '${field.name}' of type '${type}' has ${field.selections ? '' : 'no '}selections`);
  return { named, args };
}

function typeOf(name: string): TypeDescription {
  const type = types[name];
  if (!type) throw new Error(`No type ${name} in the slice of GitHub's schema`);
  return type;
}
