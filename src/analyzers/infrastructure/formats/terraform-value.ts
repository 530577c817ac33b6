import { callFunction } from './terraform-functions.js';
import { operate } from './terraform-operations.js';
import type { Span } from './span.js';
import { partsOf, type Expression, type Scalar, type Step } from './terraform-syntax.js';

/** Where names have a meaning: a module's variables and locals, and what a block binds (`each`, `count`, iterators). */
export interface Scope {
  readonly file: string;
  readonly budget: Budget;
  /** What a name stands for, and how many steps the look-up used; undefined where no file says. */
  find(name: string, steps: readonly Step[]): { readonly value: Value; readonly used: number } | undefined;
}

/** What evaluating one module may cost; beyond it every value is unknown. */
export class Budget {
  depth = 0;
  constructor(private steps: number) {}

  get spent(): boolean {
    return this.steps <= 0;
  }

  spend(): boolean {
    return this.steps-- > 0;
  }
}

/** Deeper chains of references are generated or hostile. */
const maxDepth = 60;

/** What the files tell of a value. The parts of lists and objects may be unknown in their turn. */
export type Resolved =
  | { readonly kind: 'scalar'; readonly value: Scalar }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  /** Not `whole` when a key is not known. */
  | { readonly kind: 'object'; readonly entries: ReadonlyMap<string, Value>; readonly whole: boolean }
  | { readonly kind: 'unknown' };

const unknown: Resolved = { kind: 'unknown' };

/**
 * An expression where it is used, evaluated as far as the files tell, when it is asked for. What can't be known is
 * `undefined`: no rule may take that for a value.
 */
export class Value {
  private resolved: Resolved | 'now' | undefined;

  constructor(
    readonly expression: Expression,
    readonly scope: Scope,
    /** Where a reader sees it: a value that comes from elsewhere is shown where it is used. */
    readonly span: Span = expression,
    resolved?: Resolved,
  ) {
    this.resolved = resolved;
  }

  get resolution(): Resolved {
    if (this.resolved === 'now') return unknown;
    if (this.resolved) return this.resolved;
    const { budget } = this.scope;
    if (budget.depth >= maxDepth || !budget.spend()) return unknown;
    this.resolved = 'now';
    budget.depth++;
    const resolution = evaluate(this.expression, this.scope);
    budget.depth--;
    return (this.resolved = resolution);
  }

  get isKnown(): boolean {
    return this.resolution.kind !== 'unknown';
  }

  get isNull(): boolean {
    const { resolution } = this;
    return resolution.kind === 'scalar' && resolution.value === null;
  }

  get scalar(): Scalar | undefined {
    const { resolution } = this;
    return resolution.kind === 'scalar' ? resolution.value : undefined;
  }

  get text(): string | undefined {
    const { scalar } = this;
    return scalar === undefined || scalar === null ? undefined : String(scalar);
  }

  get number(): number | undefined {
    const { scalar } = this;
    if (typeof scalar === 'number') return scalar;
    return typeof scalar === 'string' && /^-?\d{1,15}$/.test(scalar) ? Number(scalar) : undefined;
  }

  get boolean(): boolean | undefined {
    const { scalar } = this;
    if (typeof scalar === 'boolean') return scalar;
    return scalar === 'true' ? true : scalar === 'false' ? false : undefined;
  }

  get items(): readonly Value[] | undefined {
    const { resolution } = this;
    return resolution.kind === 'list' ? resolution.items.map((item) => this.placed(item)) : undefined;
  }

  /** The entries of an object, or those of which the key is known. */
  get entries(): ReadonlyMap<string, Value> | undefined {
    const { resolution } = this;
    if (resolution.kind !== 'object') return undefined;
    return new Map([...resolution.entries].map(([key, value]) => [key, this.placed(value)]));
  }

  /** One item of a list or entry of an object. */
  at(key: string): Value | undefined {
    const { resolution } = this;
    if (resolution.kind === 'object') return resolution.entries.get(key);
    return resolution.kind === 'list' && /^\d{1,6}$/.test(key) ? resolution.items[Number(key)] : undefined;
  }

  private placed(part: Value): Value {
    const inside = part.span.start >= this.span.start && part.span.end <= this.span.end;
    if (inside && part.scope.file === this.scope.file) return part;
    return new Value(part.expression, part.scope, this.span, part.resolution);
  }
}

function evaluate(expression: Expression, scope: Scope): Resolved {
  const part = (inner: Expression): Value => new Value(inner, scope);
  switch (expression.kind) {
    case 'literal':
      return { kind: 'scalar', value: expression.value };
    case 'list':
      return { kind: 'list', items: expression.items.map(part) };
    case 'object':
      return objectOf(expression.entries.map(({ key, value }) => [part(key).text, part(value)]));
    case 'template':
      return textOf(expression.parts.map((inner) => part(inner).text));
    case 'reference':
      return follow(expression, scope);
    case 'conditional': {
      const test = part(expression.test).boolean;
      return test === undefined ? unknown : part(test ? expression.yes : expression.no).resolution;
    }
    case 'operation':
      return scalarOf(operate(expression.operator, expression.parts.map(part)));
    case 'call':
      return callFunction(expression.name, expression.parts.map(part)) ?? unknown;
    case 'opaque':
      return unknown;
  }
}

function objectOf(pairs: readonly (readonly [string | undefined, Value])[]): Resolved {
  const known = pairs.flatMap(([key, value]) => (key === undefined ? [] : [[key, value] as const]));
  return { kind: 'object', entries: new Map(known), whole: known.length === pairs.length };
}

/** Longer texts are not built; nothing that a rule asks about is that long. */
const maxText = 65_536;

function textOf(parts: readonly (string | undefined)[]): Resolved {
  if (!parts.every((part) => part !== undefined)) return unknown;
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return length <= maxText ? { kind: 'scalar', value: parts.join('') } : unknown;
}

function scalarOf(value: Scalar | undefined): Resolved {
  return value === undefined ? unknown : { kind: 'scalar', value };
}

function follow({ name, steps }: Expression & { kind: 'reference' }, scope: Scope): Resolved {
  const found = scope.find(name, steps);
  let value = found?.value;
  for (const step of steps.slice(found?.used)) {
    const key = typeof step === 'string' ? step : new Value(step, scope).text;
    value = key === undefined ? undefined : value?.at(key);
  }
  return value?.resolution ?? unknown;
}

/** The addresses (`type.name`, `data.type.name`, `module.name`) that a value is made from, through locals and bindings. */
export function mentionsOf(value: Value): ReadonlySet<string> {
  const mentions = new Set<string>();
  const seen = new Set<Expression>();
  const open = [{ expression: value.expression, scope: value.scope }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { expression, scope } = next;
    if (seen.has(expression) || !scope.budget.spend()) continue;
    seen.add(expression);
    for (const inner of partsOf(expression)) open.push({ expression: inner, scope });
    if (expression.kind !== 'reference') continue;
    const found = scope.find(expression.name, expression.steps);
    if (found) open.push(found.value);
    const address = addressOf(expression);
    if (address !== undefined) mentions.add(address);
  }
  return mentions;
}

const notResources = new Set(['var', 'local', 'each', 'count', 'self', 'path', 'terraform']);

function addressOf({ name, steps }: Expression & { kind: 'reference' }): string | undefined {
  if (notResources.has(name)) return undefined;
  const wanted = steps.slice(0, name === 'data' ? 2 : 1);
  return wanted.length > 0 && wanted.every((step) => typeof step === 'string')
    ? [name, ...wanted].join('.')
    : undefined;
}
