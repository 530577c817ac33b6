import type { DocumentRule } from '../rule.js';
import type { DataFile } from './data-file.js';
import { unknownTag } from './script-parse.js';
import type { Span } from './span.js';
import { at, entriesOf, itemsOf, textOf, type YamlNode } from './yaml-syntax.js';

/** What Next.js, Vercel and Netlify are told alike. */
export interface WebConfig extends DataFile {
  readonly kind: 'next' | 'vercel' | 'netlify';
  readonly headers: readonly HeaderSet[];
  readonly routes: readonly Route[];
  readonly variables: readonly Variable[];
}

/** The headers of the answers to some addresses. */
export interface HeaderSet {
  readonly source: string;
  readonly headers: readonly Header[];
}

export interface Header {
  readonly name: string;
  /** Undefined where only running the file would tell. */
  readonly value: string | undefined;
  readonly span: Span;
}

/** A redirect, or a rewrite, which fetches the answer from the destination. */
export interface Route {
  readonly kind: 'redirect' | 'rewrite';
  readonly source: string;
  readonly destination: string;
  readonly span: Span;
}

export interface Variable {
  readonly name: string;
  readonly value: string | undefined;
  readonly span: Span;
}

export type WebRule = DocumentRule<WebConfig>;

/** Lists of `{ source, headers: [{ key, value }] }`. */
export function headerSetsOf(node: YamlNode | undefined): HeaderSet[] {
  return itemsOf(node).map((item) => ({
    source: textOf(at(item, 'source')) ?? '',
    headers: itemsOf(at(item, 'headers')).map((header) => ({
      name: textOf(at(header, 'key')) ?? '',
      value: knownText(at(header, 'value')),
      span: header,
    })),
  }));
}

/** Lists of `{ source, destination }`. */
export function routesOf(node: YamlNode | undefined, kind: Route['kind']): Route[] {
  return itemsOf(node).flatMap((item): Route[] => {
    const destination = at(item, 'destination');
    const text = textOf(destination);
    if (!destination || text === undefined) return [];
    return [{ kind, source: textOf(at(item, 'source')) ?? '', destination: text, span: destination }];
  });
}

export function variablesOf(node: YamlNode | undefined): Variable[] {
  return entriesOf(node).map(({ name, key, value }) => ({
    name,
    value: knownText(value),
    span: { start: key.start, end: Math.max(key.end, value.end) },
  }));
}

export function knownText(node: YamlNode | undefined): string | undefined {
  return node?.tag === unknownTag ? undefined : textOf(node);
}
