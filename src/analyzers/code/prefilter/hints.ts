import { escapeRegExp } from '../api-path.js';
import type { CodeRule, NodePattern } from '../rules/code-rule.js';

/** What rules look for in the text itself. */
export interface Hints {
  readonly nodes: readonly RegExp[];
  /** Those of them that stand at the place that is checked. */
  readonly places: readonly RegExp[];
  /** Of checks that look into other files. */
  readonly opening: readonly RegExp[];
  /** Of what does harm with what a package is given. */
  readonly library: readonly RegExp[];
  /** Methods that are checked by their names wherever data comes in. */
  readonly methods: readonly string[];
  /** Of checks that have something to say only of what a package offers. */
  readonly asked: readonly RegExp[];
}

export function collectHints(rules: readonly CodeRule[]): Hints {
  const nodes = rules.flatMap((rule) => rule.nodes ?? []);
  const methods = rules.flatMap((rule) => rule.methods ?? []);
  return {
    nodes: [
      ...nodes.filter((pattern) => !pattern.opens).map((pattern) => pattern.hint),
      ...methods.flatMap((pattern) => pattern.hint ?? []),
    ],
    places: [
      ...nodes.filter(isPlace).map((pattern) => pattern.hint),
      ...methods.flatMap((pattern) => pattern.hint ?? []),
    ],
    opening: nodes.filter((pattern) => pattern.opens).map((pattern) => pattern.hint),
    library: rules.flatMap(({ flow }) => (flow?.sources.includes('library') && flow.hint ? [flow.hint] : [])),
    methods: methods.flatMap((pattern) => (pattern.hint || pattern.offered ? [] : pattern.methods)),
    asked: methods.flatMap((pattern) => pattern.offered ?? []),
  };
}

/** Whether a check is of the place that its hint is found at, and not of a whole file. */
export function isPlace({ types }: Pick<NodePattern, 'types'>): boolean {
  return !types.includes('program');
}

/** Properties of which rules look at the assignments. */
export interface Assigned {
  readonly names: readonly string[];
  /** Whether a text may assign one of them; `has` tells which names it holds. */
  isAssigned(text: string, has: (name: string) => boolean): boolean;
}

export function collectAssigned(rules: readonly CodeRule[]): Assigned {
  const patterns = rules.flatMap((rule) => (rule.assignments ?? []).flatMap((pattern) => pattern.properties));
  const attributes = [...new Set(patterns.filter((name) => name.startsWith('<')))].map((name) =>
    name.slice(1, -1),
  );
  const properties = [...new Set(patterns.filter((name) => !name.startsWith('<')))];
  const property = new RegExp(
    `(?<![\\w$])(?:${alternatives(properties)})['"\`\\]]*\\s*(?:[+|&?]{0,2}=(?!=)|:)`,
  );
  const attribute = new RegExp(`<[a-zA-Z][^>]{0,400}\\s(?:${alternatives(attributes)})=`);
  const mayHold = (names: readonly string[], has: (name: string) => boolean): boolean =>
    names.some((name) => !/^[\w$]+$/.test(name) || has(name));
  return {
    names: [...properties, ...attributes],
    isAssigned: (text, has) =>
      (mayHold(properties, has) && property.test(text)) || (mayHold(attributes, has) && attribute.test(text)),
  };
}

function alternatives(names: readonly string[]): string {
  return names.map(escapeRegExp).join('|') || '(?!)';
}
