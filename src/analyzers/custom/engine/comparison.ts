import type { Budget } from '../match/budget.js';
import type { LinearRegex } from '../regex.js';

/** A value of a comparison. */
export type Value = number | string | boolean | readonly Value[] | undefined;

/** What the names of a comparison stand for. */
export interface Names {
  readonly valueOf: (metavariable: string) => Value;
  /** Of what expressions take. */
  readonly budget: Budget;
}

type Evaluate = (names: Names) => Value;

/**
 * Makes a test of the comparison of a `metavariable-comparison`, which is a small part of Python. Throws with a reason.
 * Expressions are read with `regex` at once, so they have to be literals: none comes from the code under review.
 */
export function parseComparison(
  source: string,
  regex: (source: string) => LinearRegex,
): (names: Names) => boolean {
  const tokens = tokenize(source);
  let at = 0;
  const peek = (): string | undefined => tokens[at];
  const take = (text: string): boolean => {
    if (tokens[at] !== text) return false;
    at++;
    return true;
  };
  const expect = (text: string): void => {
    if (!take(text)) throw new Error(`\`${text}\` is missing before \`${tokens[at] ?? 'the end'}\`.`);
  };

  const or = (): Evaluate => {
    let left = and();
    while (take('or')) left = join(left, and(), (a, b) => (isTrue(a) ? a : b));
    return left;
  };
  const and = (): Evaluate => {
    let left = not();
    while (take('and')) left = join(left, not(), (a, b) => (isTrue(a) ? b : a));
    return left;
  };
  const not = (): Evaluate => {
    if (!take('not')) return comparison();
    const inner = not();
    return (names) => !isTrue(inner(names));
  };
  const comparison = (): Evaluate => {
    const left = level(0);
    for (const operator of ['==', '!=', '<=', '>=', '<', '>', 'in'])
      if (take(operator)) return join(left, level(0), (a, b) => compare(operator, a, b));
    if (peek() === 'not' && tokens[at + 1] === 'in') {
      at += 2;
      return join(left, level(0), (a, b) => compare('in', a, b) !== true);
    }
    return left;
  };
  const level = (index: number): Evaluate => {
    const operators = levels[index];
    if (!operators) return unary();
    let left = level(index + 1);
    for (;;) {
      const operator = operators.find(take);
      if (operator === undefined) return left;
      left = join(left, level(index + 1), (a, b) => calculate(operator, a, b));
    }
  };
  const unary = (): Evaluate => {
    if (!take('-')) return primary();
    const inner = unary();
    return (names) => calculate('-', 0, inner(names));
  };
  const primary = (): Evaluate => {
    const token = tokens[at++];
    if (token === undefined) throw new Error('It ends too early.');
    if (token === '(') {
      const inner = or();
      expect(')');
      return inner;
    }
    if (token === '[') {
      const entries = listUntil(']');
      return (names) => entries.map((entry) => entry(names));
    }
    if (/^[0-9]/.test(token)) return () => Number(token);
    const text = readText(token);
    if (text !== undefined) return () => text;
    if (token.startsWith('$')) return ({ valueOf }) => valueOf(token);
    if (token === 'True' || token === 'False') return () => token === 'True';
    if ((token === 're.match' || token === 're.search') && take('(')) {
      const expression = readText(tokens[at++] ?? '');
      if (expression === undefined || !take(','))
        throw new Error(`\`${token}\` is only supported with an expression in quotes.`);
      const compiled = regex(expression);
      const [value, ...others] = listUntil(')');
      if (!value || others.length > 0) throw new Error(`\`${token}\` needs an expression and a text.`);
      return (names) => {
        const text = value(names);
        if (text === undefined) return false;
        const searched = String(text);
        names.budget.spend(searched.length >> 4);
        names.budget.checkTime();
        return token === 're.match'
          ? compiled.matchesStart(searched)
          : compiled.finds(searched, names.budget);
      };
    }
    const apply = Object.hasOwn(functions, token) ? functions[token] : undefined;
    if (apply && take('(')) {
      const args = listUntil(')');
      return (names) => apply(args.map((arg) => arg(names)));
    }
    throw new Error(`\`${token}\` is not supported in a comparison.`);
  };
  const listUntil = (end: string): Evaluate[] => {
    const entries: Evaluate[] = [];
    while (!take(end)) {
      entries.push(or());
      if (!take(',') && peek() !== end) expect(end);
    }
    return entries;
  };

  const whole = or();
  if (at < tokens.length) throw new Error(`\`${tokens[at] ?? ''}\` is not expected.`);
  return (names) => isTrue(whole(names));
}

const levels: readonly (readonly string[])[] = [['|'], ['&'], ['+', '-'], ['*', '/', '%'], ['**']];

/** What a text in quotes says, undefined where a token is none. Throws for an escape that would have to be undone. */
function readText(token: string): string | undefined {
  const text = /^r?(["'])([\s\S]*)\1$/.exec(token)?.[2];
  // Python keeps the backslash before what it knows no escape for.
  const escape = token.startsWith('r') ? undefined : /\\[\\'"abfnrtvxuUN0-7\n]/.exec(text ?? '')?.[0];
  if (escape !== undefined) throw new Error(`The escape \`${escape}\` needs a text that begins with \`r\`.`);
  return text;
}

function tokenize(source: string): string[] {
  const tokens: string[] = [];
  const pattern =
    /\s+|(r?"(?:[^"\\]|\\.)*"|r?'(?:[^'\\]|\\.)*'|\$[A-Z_0-9.]*[A-Z_0-9]|\d+(?:\.\d+)?|[A-Za-z_][\w.]*|\*\*|[<>=!]=|[-+*/%<>()[\],|&])|([\s\S])/g;
  for (const [, token, other] of source.matchAll(pattern)) {
    if (other !== undefined) throw new Error(`\`${other}\` is not expected.`);
    if (token !== undefined) tokens.push(token);
  }
  return tokens;
}

function join(left: Evaluate, right: Evaluate, of: (a: Value, b: Value) => Value): Evaluate {
  return (names) => of(left(names), right(names));
}

function isTrue(value: Value): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function compare(operator: string, a: Value, b: Value): Value {
  if (a === undefined || b === undefined) return false;
  switch (operator) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case 'in':
      if (typeof b === 'string') return typeof a === 'string' && b.includes(a);
      return Array.isArray(b) && b.includes(a);
  }
  if (typeof a !== typeof b || (typeof a !== 'number' && typeof a !== 'string')) return false;
  const [x, y] = [a, b as typeof a];
  if (operator === '<') return x < y;
  if (operator === '>') return x > y;
  return operator === '<=' ? x <= y : x >= y;
}

function calculate(operator: string, a: Value, b: Value): Value {
  if (operator === '+' && typeof a === 'string' && typeof b === 'string') return a + b;
  if (typeof a !== 'number' || typeof b !== 'number') return undefined;
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a - b * Math.floor(a / b);
    case '**':
      return a ** b;
    case '|':
      return a | b;
    default:
      return a & b;
  }
}

const functions: Readonly<Record<string, (args: readonly Value[]) => Value>> = {
  int: ([value]) => {
    const number = typeof value === 'string' ? Number(value.trim()) : value;
    return typeof number === 'number' && Number.isFinite(number) ? Math.trunc(number) : undefined;
  },
  float: ([value]) => {
    const number = typeof value === 'string' ? Number(value.trim()) : value;
    return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
  },
  str: ([value]) => (value === undefined ? undefined : String(value)),
  len: ([value]) => (typeof value === 'string' || Array.isArray(value) ? value.length : undefined),
  'str.lower': ([value]) => (typeof value === 'string' ? value.toLowerCase() : undefined),
};
