import type { CustomRule } from '../../model/custom-rule.js';
import { foldBlanks, type Detection } from '../../model/finding.js';
import type { TargetFile } from './engine/code-file.js';
import { regexOf, type CompiledRule, type Compiler } from './engine/compile.js';
import type { Hit } from './engine/hit.js';
import { createBudget } from './match/budget.js';
import { bindingsOf } from './match/environment.js';
import { nameOf } from './match/function.js';
import type { Form } from './form/form.js';

/** What a rule found at one place. */
export type CustomDetection = Detection;

/** Findings of a rule: each place once, however many ways there are to fill the metavariables. */
export function describeHits(
  { rule }: CompiledRule,
  hits: readonly Hit[],
  file: TargetFile,
  compiler: Compiler,
): CustomDetection[] {
  const seen = new Set<string>();
  return hits.flatMap((hit): CustomDetection[] => {
    const key = `${hit.start}:${hit.end}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [
      {
        ruleId: rule.id,
        message: clip(foldBlanks(fill(rule.message, hit, file.text, maxValue)), maxMessage),
        range: file.lines.range(hit.start, hit.end),
        anchor: foldBlanks(file.text.slice(hit.start, hit.end)),
        scope: hit.form ? scopeOf(hit.form) : '',
        ...fixOf(rule, hit, file, compiler),
      },
    ];
  });
}

function fixOf(rule: CustomRule, hit: Hit, file: TargetFile, compiler: Compiler): Pick<Detection, 'fix'> {
  const text = fixedText(rule, hit, file.text, compiler);
  if (text === undefined || text.length > maxFix) return {};
  const description = `Use what the rule \`${rule.id}\` proposes`;
  return { fix: { description, edits: [{ range: file.lines.range(hit.start, hit.end), text }] } };
}

/** What a match is replaced by: `fix`, or the match with what `fix-regex` finds in it replaced. */
function fixedText(rule: CustomRule, hit: Hit, text: string, compiler: Compiler): string | undefined {
  if (rule.fix !== undefined) return fill(rule.fix.trimEnd(), hit, text);
  if (!rule.fixRegex) return undefined;
  const regex = regexOf(rule.fixRegex.regex, compiler);
  if (regex instanceof Error) return undefined;
  const matched = text.slice(hit.start, hit.end);
  let fixed = '';
  let at = 0;
  for (const { start, end, groups } of regex
    .findAll(matched, createBudget(matched.length + 1))
    .slice(0, rule.fixRegex.count)) {
    const replacement = rule.fixRegex.replacement.replace(
      /\\(\d)/g,
      (_, group: string) => groups[Number(group)] ?? '',
    );
    fixed += matched.slice(at, start) + replacement;
    at = end;
  }
  return at === 0 ? undefined : fixed + matched.slice(at);
}

/** Characters of what a metavariable stands for in a message, of a message, and of a fix, which is of use only as a whole. */
const maxValue = 200;
const maxMessage = 2000;
const maxFix = 10_000;

function clip(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

/** A text with its metavariables replaced by what they stand for, each clipped to a length. */
function fill(template: string, hit: Hit, text: string, length = Infinity): string {
  const bindings = bindingsOf(hit.env);
  return template.replace(/\$(?:\.\.\.)?(?:[A-Z_][A-Z_0-9]*|[0-9]+)/g, (name) => {
    const bound = bindings.get(name);
    if (!bound) return name;
    return clip(bound.text ?? text.slice(bound.start, bound.end), length);
  });
}

function scopeOf(form: Form): string {
  const names: string[] = [];
  for (let at = form.parent; at; at = at.parent) {
    const name = at.kind === 'function' ? nameOf(at) : at.kind === 'class' ? at.at(0) : undefined;
    if (name?.text) names.unshift(name.text);
  }
  return names.join('.');
}
