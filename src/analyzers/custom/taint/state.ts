import type { Binding, Form } from '../form/form.js';
import type { Mark } from './marks.js';

/** Where data comes from: the sources whose data it is or is made of. */
export type Taints = ReadonlySet<Mark>;

export const clean: Taints = new Set();

export function union(...all: readonly Taints[]): Taints {
  const tainted = all.filter((taints) => taints.size > 0);
  const [first = clean, ...others] = tainted;
  if (others.every((other) => other === first)) return first;
  return new Set(tainted.flatMap((taints) => [...taints]));
}

/** What variables and their members hold at a place of the code. */
export type State = Map<string, Taints>;

const ids = new WeakMap<Binding, number>();
let lastId = 0;

/** A variable, or a member of one by a fixed name, as `12.body.name`; undefined for anything else. */
export function keyOf(form: Form): string | undefined {
  switch (form.kind) {
    case 'id':
    case 'name': {
      const { binding } = form;
      if (!binding) return `:${form.text}`;
      let id = ids.get(binding);
      if (id === undefined) ids.set(binding, (id = ++lastId));
      return String(id);
    }
    case 'member': {
      const object = keyOf(form.at(0));
      return object === undefined ? undefined : `${object}.${form.at(1).text}`;
    }
    case 'index': {
      const key = form.at(1);
      const object = keyOf(form.at(0));
      if (object === undefined || (key.kind !== 'string' && key.kind !== 'number')) return undefined;
      return `${object}.${key.text}`;
    }
    default:
      return undefined;
  }
}

/** What is at a key: what was put there, or what holds it. */
export function read(state: State, key: string): Taints {
  for (let at = key; ; at = at.slice(0, at.lastIndexOf('.'))) {
    const taints = state.get(at);
    if (taints) return taints;
    if (!at.includes('.')) return clean;
  }
}

/** Puts data at a key; what its members held is gone. */
export function write(state: State, key: string, taints: Taints): void {
  const inner = `${key}.`;
  for (const known of state.keys()) if (known.startsWith(inner)) state.delete(known);
  state.set(key, taints);
}

/** Adds the data of another way to the same place. */
export function joinInto(state: State, other: State): void {
  for (const [key, taints] of other) state.set(key, union(read(state, key), taints));
  for (const [key, taints] of state) if (!other.has(key)) state.set(key, union(taints, read(other, key)));
}

/** Whether two states hold the same. */
export function isSameState(a: State, b: State): boolean {
  if (a.size !== b.size) return false;
  for (const [key, taints] of a) {
    const others = b.get(key);
    if (others?.size !== taints.size) return false;
    for (const mark of taints) if (!others.has(mark)) return false;
  }
  return true;
}
