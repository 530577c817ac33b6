import type { Condition } from '../../../model/custom-rule.js';
import { constantOf } from '../form/constant.js';
import { typesOf } from '../form/type-of.js';
import { findGeneric, defaultSpan, parseGeneric } from '../generic/generic.js';
import { lookUp, merge, type Bound } from '../match/environment.js';
import { parseComparison, type Value } from './comparison.js';
import { evaluate, type Evaluation } from './evaluate.js';
import { isWithin, type Hit } from './hit.js';
import { findRegexIn } from './regex-hits.js';

/** Whether what a metavariable stands for is as a condition says. What is not bound is not. */
export function isHeld(condition: Condition, hit: Hit, to: Evaluation): boolean {
  if (condition.kind === 'comparison') {
    const test = testOf(condition, to);
    const read = (name: string): Value => {
      const value = valueOf(lookUp(hit.env, name), to);
      const isText = typeof value === 'string' && (condition.strip || condition.base !== undefined);
      return isText ? parseInt(value, condition.base ?? 10) : value;
    };
    return test({ valueOf: read, budget: to.matching.budget });
  }
  const bound = lookUp(hit.env, condition.metavariable);
  if (!bound) return false;
  switch (condition.kind) {
    case 'regex': {
      const text = writtenText(bound, to);
      to.matching.budget.spend(text.length >> 4);
      to.matching.budget.checkTime();
      return to.matching.regex(condition.regex).matchesStart(text);
    }
    case 'type':
      return bound.forms.some((form) =>
        typesOf(form).some((type) => condition.types.includes(typeof type === 'string' ? type : type.text)),
      );
    case 'pattern':
      return isMatched(condition, bound, hit, to);
  }
}

const tests = new WeakMap<Condition, ReturnType<typeof parseComparison>>();

/** Read once for all hits of all files. */
function testOf(
  condition: Condition & { kind: 'comparison' },
  to: Evaluation,
): ReturnType<typeof parseComparison> {
  let test = tests.get(condition);
  if (!test) tests.set(condition, (test = parseComparison(condition.comparison, to.matching.regex)));
  return test;
}

/** The code of a metavariable as it is written; of a string in a pattern's quotes what stands in them. */
function writtenText(bound: Bound, to: Evaluation): string {
  return bound.text ?? to.file.text.slice(bound.start, bound.end);
}

function valueOf(bound: Bound | undefined, to: Evaluation): Value {
  if (!bound) return undefined;
  if (bound.text !== undefined) return bound.text;
  const [form] = bound.forms;
  const value = form && constantOf(form);
  if (value?.kind === 'number') return Number(value.text);
  if (value?.kind === 'string') return value.text;
  if (value?.kind === 'literal' && value.text !== 'null') return value.text === 'true';
  if (form?.kind === 'unary' && form.text === '-' && form.at(0).kind === 'number')
    return -Number(form.at(0).text);
  return writtenText(bound, to);
}

/** Looks for a formula in what a metavariable stands for. Negations alone take it away where they match all of it. */
function isMatched(
  condition: Condition & { kind: 'pattern' },
  bound: Bound,
  hit: Hit,
  to: Evaluation,
): boolean {
  const [only] = bound.forms;
  const whole: Hit = {
    start: bound.start,
    end: bound.end,
    env: hit.env,
    role: 'plain',
    ...(only && bound.forms.length === 1 && bound.text === undefined && { form: only }),
  };
  if (condition.language === 'javascript' || condition.language === 'typescript')
    return to.findsInCode(condition.formula, contentOf(bound, to).text);
  const inner =
    condition.language === undefined ? withinCode(whole, to) : withinText(bound, condition.language, to);
  return evaluate(condition.formula, inner, [whole]).some((found) => merge(found.env, hit.env) !== false);
}

function withinCode(whole: Hit, to: Evaluation): Evaluation {
  return {
    ...to,
    find: (text) => to.find(text).filter((found) => isWithin(found, whole)),
    findRegex: (source) =>
      findRegexIn(source, to.file.text.slice(whole.start, whole.end), whole.start, to.matching),
  };
}

/** A text in quotes is read without them. */
function contentOf(bound: Bound, to: Evaluation): { readonly text: string; readonly start: number } {
  const [form] = bound.forms;
  const isString = bound.text === undefined && form?.kind === 'string' && bound.forms.length === 1;
  const start = bound.start + (isString ? 1 : 0);
  return { text: to.file.text.slice(start, bound.end - (isString ? 1 : 0)), start };
}

/** A text in a string, where it is read as another language than the code around it. */
function withinText(bound: Bound, language: string, to: Evaluation): Evaluation {
  const { text, start } = contentOf(bound, to);
  const { budget } = to.matching;
  const generic = { maxSpan: defaultSpan, isCaseless: false };
  return {
    ...to,
    mayFind: () => true,
    find: (pattern) =>
      language === 'regex'
        ? findRegexIn(pattern, text, start, to.matching)
        : findGeneric(parseGeneric(pattern), text, start, generic, budget),
    findRegex: (source) => findRegexIn(source, text, start, to.matching),
  };
}
