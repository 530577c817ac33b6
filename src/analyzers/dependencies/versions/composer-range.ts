import { comparePackagist } from './packagist.js';

/**
 * Whether a version satisfies a constraint of Composer; undefined where the constraint is of another kind, as with branches.
 * https://getcomposer.org/doc/articles/versions.md
 */
export function isInComposerRange(version: string, range: string): boolean | undefined {
  const alternatives = range.split(/\s{0,5}\|\|?\s{0,5}/).map((part) => parseAll(part.trim()));
  if (alternatives.includes(undefined)) return undefined;
  return alternatives.some((bounds) => bounds?.every((bound) => holds(version, bound)));
}

interface Bound {
  readonly operator: '<' | '<=' | '>' | '>=' | '=' | '!=';
  readonly version: string;
}

function holds(version: string, bound: Bound): boolean {
  const order = comparePackagist(version, bound.version);
  switch (bound.operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
  }
}

function parseAll(text: string): Bound[] | undefined {
  const hyphen = /^(v?\d[\w.]{0,50})\s{1,5}-\s{1,5}(v?\d[\w.]{0,50})$/.exec(text);
  if (hyphen) {
    const [, low = '', high = ''] = hyphen;
    return [{ operator: '>=', version: low }, upTo(high)];
  }
  const bounds: Bound[] = [];
  for (const part of text.replace(/([<>=!~^]) +/g, '$1').split(/[\s,]+/)) {
    const parsed = parseOne(part.replace(/@[a-zA-Z]+$/, ''));
    if (!parsed) return undefined;
    bounds.push(...parsed);
  }
  return bounds;
}

/** The end of a range with a hyphen takes in all that begins with it, unless it has all its numbers. */
function upTo(high: string): Bound {
  const numbers = numbersOf(high);
  return numbers.length < 3
    ? { operator: '<', version: raised(numbers, numbers.length - 1) }
    : { operator: '<=', version: high };
}

function parseOne(text: string): Bound[] | undefined {
  if (/^v?[*x]$/i.test(text)) return [];
  const wildcard = /^v?(\d{1,9}(?:\.\d{1,9}){0,3})(?:\.[*xX])+$/.exec(text)?.[1];
  if (wildcard !== undefined) return between(wildcard, raised(numbersOf(wildcard), -1));
  const parts = /^(<>|[<>!=]=|[<>=^~])?(v?\d[\w.+-]{0,100})$/.exec(text);
  const [, operator = '=', version = ''] = parts ?? [];
  if (!parts) return undefined;
  const numbers = numbersOf(version);
  if (operator === '^') {
    const first = numbers.findIndex((number) => number > 0);
    return between(version, raised(numbers, first < 0 ? numbers.length - 1 : first));
  }
  if (operator === '~') return between(version, raised(numbers, Math.max(0, numbers.length - 2)));
  return [{ operator: plain[operator] ?? '=', version }];
}

const plain: Readonly<Record<string, Bound['operator']>> = {
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<>': '!=',
};

/** From a version up to another, the pre-releases of which are left out. */
function between(low: string, high: string): Bound[] {
  return [
    { operator: '>=', version: low },
    { operator: '<', version: `${high}-dev` },
  ];
}

function numbersOf(version: string): number[] {
  return (/^v?([\d.]+)/.exec(version)?.[1] ?? '0').split('.').filter(Boolean).slice(0, 4).map(Number);
}

/** With the number at a place, counted from the end where it is negative, one higher, and none after it. */
function raised(numbers: readonly number[], at: number): string {
  const place = at < 0 ? numbers.length + at : at;
  return numbers
    .slice(0, place + 1)
    .map((number, index) => (index === place ? number + 1 : number))
    .join('.');
}
