import type { Embedded } from '../../formats/actions-expression.js';
import type { Step, Workflow } from '../../formats/actions.js';
import type { Span } from '../../formats/span.js';
import { at, entriesOf, entryOf, textOf } from '../../formats/yaml-syntax.js';
import type { Hit } from '../../rule.js';

type Edit = Span & { readonly text: string };

/**
 * The exact change that hands values to a shell through `env`; undefined where quoting or layout make it unsure:
 * single quotes, here documents, other shells, expressions that are more than one context.
 */
export function fixThroughEnvironment(
  step: Step,
  injected: readonly Embedded[],
  workflow: Workflow,
): Hit['fix'] {
  const { run } = step;
  if (!run || !isPosixShell(step) || textOf(run.value)?.includes('<<') !== false) return undefined;
  const names = new Map<string, string>();
  const uses: Edit[] = [];
  for (const { span, expression, source } of injected) {
    const quote = quoteAt(workflow.text, run.value.start, span.start);
    if (expression?.kind !== 'context' || quote === "'") return undefined;
    const name = names.get(source) ?? freeName(expression.path, step, [...names.values()]);
    names.set(source, name);
    uses.push({ ...span, text: quote === '"' ? `\${${name}}` : `"\${${name}}"` });
  }
  const declaration = declare(step, names, workflow.text);
  return (
    declaration && {
      description: 'Hand the value over in an environment variable',
      edits: [declaration, ...uses].sort((a, b) => a.start - b.start),
    }
  );
}

function isPosixShell(step: Step): boolean {
  const shell = textOf(at(step.node, 'shell')) ?? textOf(at(step.job.node, 'defaults', 'run', 'shell'));
  if (shell !== undefined) return /^(?:bash|sh)\b/.test(shell);
  return /^(?:ubuntu|macos)/.test(textOf(at(step.job.node, 'runs-on')) ?? '');
}

/** The quote that is open at a place of its line. */
export function quoteAt(
  text: string,
  from: number,
  to: number,
  marks: readonly string[] = ['"', "'"],
): string {
  const start = Math.max(from, text.lastIndexOf('\n', to - 1) + 1);
  let open = '';
  for (let index = start; index < to; index++) {
    const mark = text[index] ?? '';
    if (mark === '\\' && open !== "'") index++;
    else if (open === '' && marks.includes(mark)) open = mark;
    else if (mark === open) open = '';
  }
  return open;
}

/** `github.event.issue.title` becomes `ISSUE_TITLE`. */
function freeName(path: readonly string[], step: Step, taken: readonly string[]): string {
  const parts = path.filter((part) => part !== 'github' && part !== 'event' && part !== '*');
  const base = parts
    .join('_')
    .replace(/[^a-z\d_]/g, '_')
    .toUpperCase();
  const used = new Set([...taken, ...entriesOf(at(step.node, 'env')).map((entry) => entry.name)]);
  let name = base;
  for (let count = 2; used.has(name); count++) name = `${base}_${count}`;
  return name;
}

/** Adds to the step's `env`, or puts one before its script; only in block style. */
function declare(step: Step, names: ReadonlyMap<string, string>, text: string): Edit | undefined {
  const lines = (indent: string): string =>
    [...names].map(([source, name]) => `${indent}${name}: \${{ ${source} }}\n`).join('');
  const env = entryOf(step.node, 'env');
  const target = env ? (env.value.kind === 'map' ? env.value.entries[0]?.key : undefined) : step.run?.key;
  if (!target || (env && text[env.value.start] === '{') || text[step.node.start] === '{') return undefined;
  const indent = ' '.repeat(target.start - (text.lastIndexOf('\n', target.start) + 1));
  const place = { start: target.start, end: target.start };
  return env
    ? { ...place, text: `${lines(indent).slice(indent.length)}${indent}` }
    : { ...place, text: `env:\n${lines(`${indent}  `)}${indent}` };
}
