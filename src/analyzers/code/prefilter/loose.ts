import { kindsOf, type FlowKind, type Kinds } from '../flow/kind.js';
import type { Framework } from '../frameworks/framework.js';
import type { Roots } from './roots.js';

/** What counts by its name alone, whatever it belongs to. */
export interface Loose {
  /** The harm that a call or an assignment of a name may do. */
  readonly sinks: ReadonlyMap<string, Kinds>;
  /** The same where nothing is asked of the receiver either. */
  readonly unbound: ReadonlyMap<string, Kinds>;
  /** The harm that a call of any name may do, in a text that holds what it takes. */
  readonly anywhere: readonly { readonly hint: RegExp | undefined; readonly sinks: Kinds }[];
  /** The roots of what a property is, whatever the object. */
  readonly leading: ReadonlyMap<string, readonly string[]>;
}

export function collectLoose(frameworks: readonly Framework[], roots: Roots): Loose {
  const sinks = new Map<string, Kinds>();
  const unbound = new Map<string, Kinds>();
  const anywhere: { hint: RegExp | undefined; sinks: Kinds }[] = [];
  const leading = new Map<string, readonly string[]>();
  const add = (name: string, kind: FlowKind, isUnbound: boolean): void => {
    sinks.set(name, (sinks.get(name) ?? 0) | kindsOf(kind));
    if (isUnbound) unbound.set(name, (unbound.get(name) ?? 0) | kindsOf(kind));
  };
  for (const framework of frameworks) {
    for (const { methods, kind, receiver, hint } of framework.looseSinks ?? [])
      for (const method of methods)
        if (method === '*') anywhere.push({ hint, sinks: kindsOf(kind) });
        else add(method, kind, !receiver);
    for (const { properties, kind, of } of framework.assignments ?? [])
      for (const property of of ? [] : properties) add(property.replace(/[<>]/g, ''), kind, true);
    for (const [name, path] of Object.entries(framework.members ?? {})) leading.set(name, [roots.of(path)]);
    for (const { properties, parameters } of framework.handlers ?? [])
      for (const property of properties) leading.set(property, parameters.map(roots.of));
  }
  return { sinks, unbound, anywhere, leading };
}
