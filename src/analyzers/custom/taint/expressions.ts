import type { Form } from '../form/form.js';
import { typesOf } from '../form/type-of.js';
import { isExactly, isMarked } from './marks.js';
import type { Flow } from './flow.js';
import { clean, keyOf, read, union, write, type State, type Taints } from './state.js';

/** The data of an expression; what it does to variables is done, and sinks that it meets are told. */
export function evaluateTaint(form: Form, state: State, flow: Flow): Taints {
  const taints = taintsOf(form, state, flow);
  flow.meet(form, taints);
  return taints;
}

function taintsOf(form: Form, state: State, flow: Flow): Taints {
  flow.spend();
  const { sanitizers, sources, propagators } = flow.marks;
  let taints = isHarmless(form, flow) ? clean : ofKind(form, state, flow);
  const sanitizer = sanitizers.find((mark) => isMarked(form, mark));
  if (sanitizer) {
    taints = clean;
    if (sanitizer.place.bySideEffect !== false && isExactly(form, sanitizer.hit)) put(form, clean, state);
  } else {
    for (const mark of sources) {
      if (!isMarked(form, mark) || (mark.requires && !mark.requires(labelsOf(taints)))) continue;
      const { bySideEffect } = mark.place;
      const own = new Set([mark]);
      if (bySideEffect !== false && isExactly(form, mark.hit)) add(form, own, state);
      if (bySideEffect !== 'only') taints = union(taints, own);
    }
  }
  for (const mark of propagators) {
    if (isExactly(form, mark.to)) taints = union(taints, flow.propagated.get(mark) ?? clean);
    if (taints.size === 0 || !isExactly(form, mark.from)) continue;
    flow.propagated.set(mark, union(flow.propagated.get(mark) ?? clean, taints));
    const [target] = mark.to.forms;
    if (mark.bySideEffect && target) add(target, taints, state);
  }
  return taints;
}

/** Whether what an expression is made of does not come out of it, by an option of the rule. */
function isHarmless(form: Form, { options }: Flow): boolean {
  const types = options.safeNumbers || options.safeBooleans ? typesOf(form).map(nameOfType) : [];
  return (
    (options.safeNumbers && types.includes('number')) || (options.safeBooleans && types.includes('boolean'))
  );
}

function nameOfType(type: Form | string): string {
  return typeof type === 'string' ? type : type.text;
}

/** What goes on as it is, where only that does. */
const asItIs = new Set(['id', 'name', 'member', 'index', 'assign', 'define', 'conditional', 'comma']);

export function labelsOf(taints: Taints): ReadonlySet<string> {
  return new Set([...taints].map(({ label }) => label));
}

function ofKind(form: Form, state: State, flow: Flow): Taints {
  const taints = ofParts(form, state, flow);
  return flow.options.onlyAssignments && !asItIs.has(form.kind) && !isAwait(form) ? clean : taints;
}

function isAwait(form: Form): boolean {
  return form.kind === 'unary' && form.text === 'await';
}

function ofParts(form: Form, state: State, flow: Flow): Taints {
  const of = (kid: Form): Taints => evaluateTaint(kid, state, flow);
  switch (form.kind) {
    case 'id':
    case 'name': {
      const key = keyOf(form);
      return key === undefined ? clean : read(state, key);
    }
    case 'member':
      return ofMember(form, holder(form.at(0), state, flow), state);
    case 'index': {
      const object = ofMember(form, holder(form.at(0), state, flow), state);
      const index = of(form.at(1));
      return flow.options.safeIndexes ? object : union(object, index);
    }
    case 'call':
      return flow.call(form, state);
    case 'new': {
      const args = union(of(form.at(0)), ...form.at(1).kids.map(of));
      return flow.options.safeFunctions ? clean : args;
    }
    case 'assign':
      return assign(form, state, flow);
    case 'conditional': {
      of(form.at(0));
      return union(of(form.at(1)), of(form.at(2)));
    }
    case 'comma':
      return form.kids.map(of).at(-1) ?? clean;
    case 'function':
      flow.enter(form, state);
      return clean;
    case 'class':
      of(form.at(1));
      for (const member of form.at(2).kids) of(member);
      return clean;
    case 'property':
      return ofProperty(form, of);
    case 'define':
      return of(form.at(1));
    case 'binary':
      return ofOperation(form, union(...form.kids.map(of)), flow);
    case 'attribute':
      return of(form.at(1));
    case 'string':
    case 'number':
    case 'literal':
    case 'regex':
    case 'text':
    case 'absent':
    case 'type':
      return clean;
    default:
      return union(...form.kids.map(of));
  }
}

/** What a member is of. Where that is a variable, only the member gets to a sink that is more than it. */
function holder(form: Form, state: State, flow: Flow): Taints {
  if (keyOf(form) === undefined) return evaluateTaint(form, state, flow);
  const taints = taintsOf(form, state, flow);
  flow.meet(form, taints, true);
  return taints;
}

/** A member that something was put into holds that, else what its object holds. */
function ofMember(form: Form, object: Taints, state: State): Taints {
  const key = keyOf(form);
  return key !== undefined && state.has(key) ? read(state, key) : object;
}

function ofProperty(form: Form, of: (form: Form) => Taints): Taints {
  if (form.text === 'computed') return union(of(form.at(0)), of(form.at(1)));
  return of(form.at(1));
}

const comparisons = new Set(['==', '===', '!=', '!==', '<', '>', '<=', '>=', 'in', 'instanceof']);

function ofOperation(form: Form, operands: Taints, flow: Flow): Taints {
  return flow.options.safeComparisons && comparisons.has(form.text) ? clean : operands;
}

function assign(form: Form, state: State, flow: Flow): Taints {
  const target = form.at(0);
  const value = evaluateTaint(form.at(1), state, flow);
  const before = form.text === '=' ? clean : evaluateTaint(target, state, flow);
  if (form.text === '=' && (target.kind === 'member' || target.kind === 'index')) {
    evaluateTaint(target.at(0), state, flow);
    if (target.kind === 'index') evaluateTaint(target.at(1), state, flow);
  }
  const taints = union(value, before);
  assignTo(target, taints, form.at(1), state, flow);
  return taints;
}

/** Gives data to the names of a target. `value` is the expression, whose members go to those that are taken apart. */
export function assignTo(
  target: Form,
  taints: Taints,
  value: Form | undefined,
  state: State,
  flow: Flow,
): void {
  switch (target.kind) {
    case 'object':
      for (const entry of target.kids) {
        if (entry.kind !== 'property') {
          assignTo(entry, taints, undefined, state, flow);
          continue;
        }
        const key = value && keyOf(value);
        const name =
          key === undefined || entry.text === 'computed' ? undefined : `${key}.${entry.at(0).text}`;
        const part = name !== undefined && state.has(name) ? read(state, name) : taints;
        assignTo(entry.at(1), part, undefined, state, flow);
      }
      return;
    case 'array':
    case 'spread':
      for (const entry of target.kids) assignTo(entry, taints, undefined, state, flow);
      return;
    case 'parameter':
    case 'assign': {
      const fallback = target.at(1).kind === 'absent' ? clean : evaluateTaint(target.at(1), state, flow);
      assignTo(target.at(0), union(taints, fallback), value, state, flow);
      return;
    }
    case 'id':
    case 'name':
    case 'member':
    case 'index': {
      const key = keyOf(target);
      const given = target.kind === 'name' ? union(taints, declaredSources(target, flow)) : taints;
      if (key !== undefined) write(state, key, given);
      else if (target.kind === 'index') add(target.at(0), given, state);
    }
  }
}

/** A source may be the name that is declared: a parameter, a part of what is taken apart. */
function declaredSources(name: Form, flow: Flow): Taints {
  const own = flow.marks.sources.filter((mark) => isExactly(name, mark.hit));
  const handed = flow.marks.propagators
    .filter((mark) => isExactly(name, mark.to))
    .map((mark) => flow.propagated.get(mark) ?? clean);
  return union(new Set(own), ...handed);
}

function put(form: Form, taints: Taints, state: State): void {
  const key = keyOf(form);
  if (key !== undefined) write(state, key, taints);
}

/** Adds data to what a variable or member holds, or to the object that it is in where that is all that can be told. */
function add(form: Form, taints: Taints, state: State): void {
  const key = keyOf(form);
  if (key !== undefined) state.set(key, union(read(state, key), taints));
  else if (form.kind === 'index' || form.kind === 'member') add(form.at(0), taints, state);
}
