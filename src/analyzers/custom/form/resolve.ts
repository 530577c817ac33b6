import type { Binding, Form } from './form.js';

type Scope = { readonly names: Map<string, Binding>; readonly outer: Scope | undefined };

/** Says of each name in a file what it stands for, what that was given, and what it was imported as. */
export function resolve(root: Form): void {
  const globals: Scope = { names: new Map(), outer: undefined };
  visit(root, enter(root, globals));
}

function enter(block: Form, outer: Scope): Scope {
  const scope: Scope = { names: new Map(), outer };
  if (block.parent?.kind === 'function' || !block.parent) hoistVariables(block, scope);
  for (const statement of block.kids) declareStatement(statement, scope);
  return scope;
}

function declareStatement(form: Form, scope: Scope): void {
  if (form.kind === 'define' && form.text !== 'var') declareDefinition(form, scope);
  else if (form.kind === 'function' || form.kind === 'class') declare(form.at(0), scope, { initial: form });
  else if (form.kind === 'import') {
    const module = form.at(0).text;
    const imported = form.text === 'named' ? [module, form.at(1).text] : [module];
    declare(form.at(2), scope, { imported });
  } else if (form.kind === 'list') for (const kid of form.kids) declareStatement(kid, scope);
}

function hoistVariables(form: Form, scope: Scope): void {
  for (const kid of form.kids) {
    if (kid.kind === 'define' && kid.text === 'var') declareDefinition(kid, scope);
    if (kid.kind !== 'function' && kid.kind !== 'class') hoistVariables(kid, scope);
  }
}

function declareDefinition(form: Form, scope: Scope): void {
  const target = form.at(0);
  const initial = form.at(1);
  const type = form.declaredType;
  if (target.kind !== 'object' && target.kind !== 'array') {
    declare(target, scope, {
      ...(initial.kind !== 'absent' && { initial }),
      ...(type && { declaredType: type }),
    });
    return;
  }
  for (const { name, key } of targetsOf(target))
    declare(name, scope, { parts: initial, ...(key !== undefined && { key }) });
}

interface Declaration {
  readonly initial?: Form;
  readonly imported?: readonly string[];
  readonly declaredType?: Form;
  /** What it is a part of, and by which key. */
  readonly parts?: Form;
  readonly key?: string;
  readonly isParameter?: boolean;
}

/** What is taken apart and by which key, so that `const { exec } = require('child_process')` can be told once all is declared. */
const parts = new WeakMap<Binding, { readonly of: Form; readonly key: string }>();

function declare(name: Form, scope: Scope, declaration: Declaration): void {
  if (name.kind !== 'name' && name.kind !== 'id') return;
  const known = scope.names.get(name.text);
  const binding = known ?? newBinding(name.text, declaration.isParameter);
  if (declaration.initial || declaration.parts || declaration.isParameter) binding.writes++;
  binding.initial = declaration.initial;
  if (declaration.initial?.parent && name.parent?.kind === 'define')
    binding.values.push({ at: name.parent, value: declaration.initial });
  binding.imported ??= declaration.imported;
  binding.declaredType ??= declaration.declaredType;
  if (declaration.parts && declaration.key !== undefined)
    parts.set(binding, { of: declaration.parts, key: declaration.key });
  scope.names.set(name.text, binding);
  name.binding = binding;
}

function newBinding(name: string, isParameter = false): Binding {
  return {
    name,
    initial: undefined,
    writes: 0,
    values: [],
    declaredType: undefined,
    imported: undefined,
    isParameter,
  };
}

/** The names that a target of a definition or an assignment gives something to. */
function targetsOf(target: Form, key?: string): { readonly name: Form; readonly key?: string }[] {
  switch (target.kind) {
    case 'name':
    case 'id':
      return [{ name: target, ...(key !== undefined && { key }) }];
    case 'property':
      return targetsOf(target.at(1), target.text === 'computed' ? undefined : target.at(0).text);
    case 'assign':
    case 'parameter':
      return targetsOf(target.at(0), key);
    case 'object':
      return target.kids.flatMap((kid) => targetsOf(kid));
    case 'array':
    case 'spread':
      return target.kids.flatMap((kid) => targetsOf(kid));
    default:
      return [];
  }
}

function find(name: string, scope: Scope): Binding | undefined {
  for (let at: Scope | undefined = scope; at; at = at.outer) {
    const binding = at.names.get(name);
    if (binding) return binding;
  }
  return undefined;
}

function declareGlobal(name: Form, scope: Scope): Binding {
  let top = scope;
  while (top.outer) top = top.outer;
  declare(name, top, {});
  return name.binding ?? newBinding(name.text);
}

function visit(form: Form, scope: Scope): void {
  switch (form.kind) {
    case 'id':
      form.binding ??= find(form.text, scope);
      return;
    case 'function': {
      const own: Scope = { names: new Map(), outer: scope };
      if (form.at(0).kind === 'name' && !form.at(0).binding) declare(form.at(0), own, { initial: form });
      for (const parameter of form.at(1).kids) {
        const type = parameter.declaredType;
        for (const { name } of targetsOf(parameter))
          declare(name, own, { isParameter: true, ...(type && { declaredType: type }) });
      }
      visit(form.at(1), own);
      visit(form.at(2), own);
      return;
    }
    case 'catch': {
      const own: Scope = { names: new Map(), outer: scope };
      for (const { name } of targetsOf(form.at(0))) declare(name, own, { isParameter: true });
      visit(form.at(1), own);
      return;
    }
    case 'for':
    case 'for-in': {
      const own: Scope = { names: new Map(), outer: scope };
      const head = form.at(0);
      declareStatement(head, own);
      if (form.kind === 'for-in')
        for (const { name } of targetsOf(head.kind === 'define' ? head.at(0) : head)) {
          const binding = name.binding ?? find(name.text, own);
          // Another one each time round.
          if (binding) binding.writes += 2;
        }
      for (const kid of form.kids) visit(kid, own);
      return;
    }
    case 'block': {
      const inner = form.parent ? enter(form, scope) : scope;
      for (const kid of form.kids) visit(kid, inner);
      return;
    }
    case 'assign':
      for (const kid of form.kids) visit(kid, scope);
      for (const { name } of targetsOf(form.at(0))) {
        // What nobody declares is a variable of all.
        name.binding ??= declareGlobal(name, scope);
        name.binding.writes++;
        if (name === form.at(0) && form.text === '=') {
          name.binding.values.push({ at: form, value: form.at(1) });
          if (name.binding.writes === 1) name.binding.initial = form.at(1);
        }
      }
      return;
    case 'unary':
      for (const kid of form.kids) visit(kid, scope);
      if (/^(?:\+\+|--)$/.test(form.text))
        for (const { name } of targetsOf(form.at(0))) if (name.binding) name.binding.writes++;
      return;
    default:
      for (const decorator of form.decorators) visit(decorator, scope);
      for (const kid of form.kids) visit(kid, scope);
  }
}

/** Where a name or a member of it comes from, as `['child_process', 'exec']`; undefined where that is not an import. */
export function originOf(form: Form, depth = 0): readonly string[] | undefined {
  if (depth > maxOriginDepth) return undefined;
  switch (form.kind) {
    case 'id':
    case 'name': {
      const { binding } = form;
      if (!binding) return undefined;
      if (binding.imported) return binding.imported;
      if (binding.writes > 1) return undefined;
      const part = parts.get(binding);
      if (part) {
        const origin = originOf(part.of, depth + 1);
        return origin && [...origin, part.key];
      }
      return binding.initial && originOf(binding.initial, depth + 1);
    }
    case 'member': {
      const origin = originOf(form.at(0), depth + 1);
      return origin && [...origin, form.at(1).text];
    }
    case 'call': {
      const [callee, args] = form.kids;
      const [module] = args?.kids ?? [];
      if (callee?.kind !== 'id' || callee.text !== 'require' || module?.kind !== 'string') return undefined;
      return [module.text];
    }
    case 'unary':
      return form.text === 'await' ? originOf(form.at(0), depth + 1) : undefined;
    default:
      return undefined;
  }
}

const maxOriginDepth = 20;
