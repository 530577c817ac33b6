import { type Form, isStatement } from '../form/form.js';
import type { LinearRegex } from '../regex.js';
import { valueOf } from '../form/constant.js';
import type { Budget } from './budget.js';
import { matchDecorators } from './decorators.js';
import { matchBlock, matchFunction } from './function.js';
import { isImported, matchLiteral, matchMetavariable, matchName, matchText, matchTyped } from './leaf.js';
import { matchImport, matchImportedMember, matchRequire } from './import.js';
import { matchOptional, matchOrdered, matchUnordered } from './list.js';
import type { Env, Found, Matching, MatchOptions } from './matching.js';
import { matchOperation } from './operation.js';
import { expressionsOf, subexpressions } from './parts.js';

export interface MatchingParts {
  readonly budget: Budget;
  readonly options: MatchOptions;
  readonly text: string;
  readonly regex: (source: string) => LinearRegex;
}

/** Matches patterns with code. Each way to fit is found, not the first alone. */
export function createMatching(parts: MatchingParts): Matching {
  const to: Matching = {
    ...parts,
    match(pattern, code, env, found) {
      parts.budget.spend(1);
      match(pattern, code, env, found, to);
    },
  };
  return to;
}

function match(pattern: Form, code: Form, env: Env, found: Found, to: Matching): void {
  switch (pattern.kind) {
    case 'ellipsis':
      return found(env);
    case 'metavariable':
      return matchMetavariable(pattern.text, code, env, found);
    case 'deep':
      for (const part of subexpressions(code)) to.match(pattern.at(0), part, env, found);
      return;
    case 'typed':
      return matchTyped(pattern, code, env, found, to);
    case 'string':
    case 'number':
    case 'literal':
      return matchLiteral(pattern, code, env, found, to);
    case 'expression':
      return matchStatement(pattern, code, env, found, to);
    case 'assign':
      if (code.kind === 'define' || code.kind === 'expression')
        return matchAssignment(pattern, code, env, found, to);
      break;
    case 'import':
      if (code.kind !== 'import') return matchRequire(pattern, code, env, found, to);
      break;
    case 'block':
      return matchBlock(pattern, code, env, found, to);
  }
  if (to.options.symbolic_propagation && code.kind === 'id' && pattern.kind !== 'id') {
    const value = valueOf(code);
    if (value) return to.match(pattern, value, env, found);
  }
  if ((code.kind === 'id' || code.kind === 'member') && (pattern.kind === 'id' || pattern.kind === 'member'))
    if (isImported(pattern, code)) return found(env);
  if (pattern.kind === 'member' && code.kind === 'id')
    return matchImportedMember(pattern, code, env, found, to);
  if (pattern.kind === 'member' && pattern.at(0).kind === 'member' && pattern.at(0).at(1).kind === 'ellipsis')
    return matchChain(pattern, code, env, found, to);
  if (pattern.kind === 'id' || pattern.kind === 'name') return matchName(pattern, code, env, found);
  if (pattern.kind === 'property' || pattern.kind === 'attribute')
    return matchEntry(pattern, code, env, found, to);
  if (pattern.kind === 'template') return matchTemplate(pattern, code, env, found, to);
  if (pattern.kind !== code.kind) return;
  matchSameKind(pattern, code, env, found, to);
}

function matchSameKind(pattern: Form, code: Form, env: Env, found: Found, to: Matching): void {
  switch (pattern.kind) {
    case 'text':
      return matchText(pattern.text, code, code.text, env, found, to);
    case 'regex':
      return matchText(
        pattern.text,
        code,
        code.text,
        env,
        (next) => {
          const flags = pattern.kids[0];
          if (!flags || flags.text === code.at(0).text) found(next);
        },
        to,
      );
    case 'function':
      return matchFunction(pattern, code, env, found, to);
    case 'object':
      return matchUnordered(pattern.kids, code.kids, env, found, to);
    case 'list':
    case 'array':
    case 'comma':
      return matchOrdered(pattern.kids, code.kids, env, found, to);
    case 'binary':
      return matchOperation(pattern, code, env, found, to);
    case 'class':
      return matchDecorators(
        pattern,
        code,
        env,
        (now) =>
          matchOptional(
            pattern.at(0),
            code.at(0),
            now,
            (named) =>
              matchOptional(
                pattern.at(1),
                code.at(1),
                named,
                (extended) => matchUnordered(pattern.at(2).kids, code.at(2).kids, extended, found, to),
                to,
              ),
            to,
          ),
        to,
      );
    case 'define':
      if (pattern.text !== code.text && pattern.text !== 'var') return;
      return matchDefinition(pattern, code, env, found, to);
    case 'parameter':
      return matchDecorators(
        pattern,
        code,
        env,
        (decorated) =>
          to.match(pattern.at(0), code.at(0), decorated, (now) =>
            matchType(
              pattern,
              code,
              now,
              (typed) => matchOptional(pattern.at(1), code.at(1), typed, found, to),
              to,
            ),
          ),
        to,
      );
    case 'jsx':
      return to.match(pattern.at(0), code.at(0), env, (named) =>
        matchUnordered(
          pattern.at(1).kids,
          code.at(1).kids,
          named,
          (now) => {
            if (pattern.text === 'single') found(now);
            else matchOrdered(pattern.at(2).kids, code.at(2).kids, now, found, to);
          },
          to,
        ),
      );
    case 'if':
    case 'try':
      return matchKids(pattern, code, env, found, to, true);
    case 'for':
      if (
        pattern.at(0).kind === 'ellipsis' &&
        pattern.at(1).kind === 'absent' &&
        pattern.at(2).kind === 'absent'
      )
        return to.match(pattern.at(3), code.at(3), env, found);
      return matchKids(pattern, code, env, found, to, false);
    case 'absent':
      return found(env);
    case 'return':
      return matchOptional(pattern.at(0), code.at(0), env, found, to);
    case 'import':
      return matchImport(pattern, code, env, found, to);
    default:
      if (pattern.text === code.text) matchKids(pattern, code, env, found, to, false);
  }
}

function matchKids(
  pattern: Form,
  code: Form,
  env: Env,
  found: Found,
  to: Matching,
  isOptional: boolean,
  at = 0,
): void {
  const kid = pattern.kids[at];
  if (!kid) {
    if (pattern.kids.length === code.kids.length || isOptional) found(env);
    return;
  }
  const next = (now: Env): void => matchKids(pattern, code, now, found, to, isOptional, at + 1);
  if (isOptional && kid.kind === 'absent') next(env);
  else to.match(kid, code.at(at), env, next);
}

function matchType(pattern: Form, code: Form, env: Env, found: Found, to: Matching): void {
  if (!pattern.declaredType) found(env);
  else if (code.declaredType) to.match(pattern.declaredType, code.declaredType, env, found);
}

function matchDefinition(pattern: Form, code: Form, env: Env, found: Found, to: Matching): void {
  const value = pattern.at(1);
  if (value.kind !== 'absent' && code.at(1).kind === 'absent') return;
  matchDecorators(
    pattern,
    code,
    env,
    (decorated) =>
      to.match(pattern.at(0), code.at(0), decorated, (now) =>
        matchType(pattern, code, now, (typed) => matchOptional(value, code.at(1), typed, found, to), to),
      ),
    to,
  );
}

/** An assignment as a statement, or a definition that says the same. */
function matchAssignment(pattern: Form, code: Form, env: Env, found: Found, to: Matching): void {
  if (code.kind === 'expression') return to.match(pattern, code.at(0), env, found);
  if (!to.options.vardef_assign || pattern.text !== '=' || code.at(1).kind === 'absent') return;
  to.match(pattern.at(0), code.at(0), env, (now) => to.match(pattern.at(1), code.at(1), now, found));
}

/** An expression as a statement fits in any expression of a statement. */
function matchStatement(pattern: Form, code: Form, env: Env, found: Found, to: Matching): void {
  const wanted = pattern.at(0);
  if (wanted.kind === 'assign') matchIn(code);
  if (wanted.kind === 'metavariable') {
    if (isStatement(code))
      matchMetavariable(wanted.text, code.kind === 'expression' ? code.at(0) : code, env, found);
    return;
  }
  if (!isStatement(code)) return;
  if (code.kind !== 'expression' && !to.options.implicit_deep_exprstmt) return;
  for (const expression of expressionsOf(code))
    for (const part of subexpressions(expression)) to.match(wanted, part, env, found);

  function matchIn(statement: Form): void {
    if (statement.kind === 'define') to.match(wanted, statement, env, found);
  }
}

/** `$X. ... .y`: any calls and members between. */
function matchChain(pattern: Form, code: Form, env: Env, found: Found, to: Matching): void {
  if (code.kind !== 'member') return;
  const start = pattern.at(0).at(0);
  to.match(pattern.at(1), code.at(1), env, (now) => {
    for (let at = code.at(0); ; at = at.at(0)) {
      to.match(start, at, now, found);
      if (!/^(?:member|call|index)$/.test(at.kind)) break;
    }
  });
}

function matchEntry(pattern: Form, code: Form, env: Env, found: Found, to: Matching): void {
  if (code.kind !== pattern.kind) return;
  if (pattern.text === 'shorthand') return to.match(pattern.at(1), code.at(1), env, found);
  if ((pattern.text === 'computed') !== (code.text === 'computed')) return;
  to.match(pattern.at(0), code.at(0), env, (now) => {
    const value = pattern.at(1);
    if (value.kind === 'absent' ? code.at(1).kind === 'absent' : value.kind === 'ellipsis') found(now);
    else to.match(value, code.at(1), now, found);
  });
}

/** A template without expressions is a string in forms. */
function matchTemplate(pattern: Form, code: Form, env: Env, found: Found, to: Matching): void {
  if (code.kind === 'template') matchOrdered(pattern.kids, code.kids, env, found, to);
  else if (
    code.kind === 'string' &&
    pattern.kids.every(({ kind }) => kind === 'ellipsis') &&
    to.text[code.start] === '`'
  )
    found(env);
}
