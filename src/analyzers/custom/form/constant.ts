import type { Form } from './form.js';

/** A known value of an expression. */
export interface Constant {
  readonly kind: 'string' | 'number' | 'literal';
  readonly text: string;
  /** The literal that it is written as, where it is one. */
  readonly literal: Form | undefined;
}

const known = new WeakMap<Form, Constant | null>();

/** The value of an expression that is the same on each run: a literal, several put together, a name that is given one. */
export function constantOf(form: Form, depth = 0): Constant | undefined {
  const cached = known.get(form);
  if (cached !== undefined) return cached ?? undefined;
  if (depth > maxDepth) return undefined;
  const value = evaluate(form, depth + 1);
  known.set(form, value ?? null);
  return value;
}

const maxDepth = 50;
const maxLength = 10_000;

function evaluate(form: Form, depth: number): Constant | undefined {
  switch (form.kind) {
    case 'string':
    case 'number':
    case 'literal':
      return { kind: form.kind, text: form.text, literal: form };
    case 'id': {
      const value = valueOf(form);
      return value && constantOf(value, depth);
    }
    case 'template':
      return joined(form.kids, depth);
    case 'binary':
      return form.text === '+' ? sum(form, depth) : undefined;
    default:
      return undefined;
  }
}

/**
 * What a name was given last where it stands, as far as that is sure: the only value that it ever gets; or the last one
 * before it in the same function, in a block around it, with no loop that brings a later one.
 */
export function valueOf(name: Form): Form | undefined {
  const { binding } = name;
  if (!binding || binding.values.length === 0) return undefined;
  const [only] = binding.values;
  if (binding.writes === 1 && !binding.isParameter) return only?.value;
  if (binding.values.length !== binding.writes - (binding.isParameter ? 1 : 0)) return undefined;
  const own = around(name, 'function');
  const here = binding.values.filter(({ at }) => around(at, 'function') === own);
  const last = here.filter(({ at }) => at.end <= name.start).at(-1);
  const block = last && around(last.at, 'block');
  if (!last || !block || name.start < block.start || name.end > block.end) return undefined;
  const loop = loopAround(name, block);
  return loop && here.some(({ at }) => at.start >= loop.start && at.end <= loop.end) ? undefined : last.value;
}

function around(form: Form, kind: Form['kind']): Form | undefined {
  let at = form.parent;
  while (at && at.kind !== kind) at = at.parent;
  return at;
}

/** The outermost loop in a block around a name. */
function loopAround(name: Form, block: Form): Form | undefined {
  let loop: Form | undefined;
  for (let at = name.parent; at && at !== block; at = at.parent)
    if (/^(?:for|for-in|while|do)$/.test(at.kind)) loop = at;
  return loop;
}

function sum(form: Form, depth: number): Constant | undefined {
  const left = constantOf(form.at(0), depth);
  const right = left && constantOf(form.at(1), depth);
  if (!right) return undefined;
  if (left.kind === 'number' && right.kind === 'number')
    return { kind: 'number', text: String(Number(left.text) + Number(right.text)), literal: undefined };
  if (left.kind !== 'string' && right.kind !== 'string') return undefined;
  return bounded(left.text + right.text);
}

function joined(kids: readonly Form[], depth: number): Constant | undefined {
  let text = '';
  for (const kid of kids) {
    const part = kid.kind === 'text' ? kid : constantOf(kid, depth);
    if (!part) return undefined;
    text += part.text;
  }
  return bounded(text);
}

function bounded(text: string): Constant | undefined {
  return text.length > maxLength ? undefined : { kind: 'string', text, literal: undefined };
}
