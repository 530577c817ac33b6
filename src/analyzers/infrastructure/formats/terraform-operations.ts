import type { Scalar } from './terraform-syntax.js';

interface Operand {
  readonly scalar: Scalar | undefined;
  readonly number: number | undefined;
  readonly boolean: boolean | undefined;
}

/** Applies an operator; undefined where the operands do not decide the result. */
export function operate(operator: string, operands: readonly Operand[]): Scalar | undefined {
  const [a, b] = operands;
  if (!a) return undefined;
  if (!b) return unary(operator, a);
  if (operator === '&&') return decide(a.boolean, b.boolean, false);
  if (operator === '||') return decide(a.boolean, b.boolean, true);
  if (operator === '==' || operator === '!=') {
    if (a.scalar === undefined || b.scalar === undefined) return undefined;
    return (a.scalar === b.scalar) === (operator === '==');
  }
  if (a.number === undefined || b.number === undefined) return undefined;
  return arithmetic[operator]?.(a.number, b.number);
}

/** One operand can be enough: `false && unknown` is false. */
function decide(a: boolean | undefined, b: boolean | undefined, deciding: boolean): boolean | undefined {
  if (a === deciding || b === deciding) return deciding;
  return a === undefined || b === undefined ? undefined : !deciding;
}

function unary(operator: string, a: Operand): Scalar | undefined {
  if (operator === '!') return a.boolean === undefined ? undefined : !a.boolean;
  return operator === '-' && a.number !== undefined ? -a.number : undefined;
}

const arithmetic: Readonly<Record<string, (a: number, b: number) => Scalar>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};
