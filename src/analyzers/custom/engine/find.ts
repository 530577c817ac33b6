import type { Form, FormKind } from '../form/form.js';
import { bindingsOf, type Environment } from '../match/environment.js';
import type { Matching } from '../match/matching.js';
import { matchSequence } from '../match/sequence.js';
import type { Pattern } from '../pattern/parse.js';
import type { CodeFile } from './code-file.js';
import type { Hit } from './hit.js';

/** All places of a file that a pattern fits, each once for each way to fill its metavariables. */
export function findPattern(pattern: Pattern, file: CodeFile, to: Matching): Hit[] {
  const hits = new Map<string, Hit>();
  const add = (start: number, end: number, env: Environment | undefined, form?: Form): void => {
    const key = `${start}:${end}:${describe(env)}`;
    if (!hits.has(key)) hits.set(key, { start, end, env, role: 'plain', ...(form && { form }) });
  };
  if (pattern.isSequence) findSequence(pattern.form, file, to, add);
  else
    for (const form of candidatesOf(pattern.form, file, to))
      to.match(pattern.form, form, undefined, (env) => {
        const place = placeOf(pattern.form, form);
        add(place.start, place.end, env, place);
      });
  return [...hits.values()];
}

function findSequence(
  sequence: Form,
  file: CodeFile,
  to: Matching,
  add: (start: number, end: number, env: Environment | undefined) => void,
): void {
  const isOpen = sequence.at(0).kind === 'ellipsis';
  const goesOn = sequence.kids.at(-1)?.kind === 'ellipsis';
  for (const block of file.of('block'))
    for (let from = 0; from < (isOpen ? 1 : block.kids.length); from++)
      matchSequence(
        sequence.kids,
        block,
        from,
        false,
        undefined,
        (env, last) => {
          const start = block.at(from).start;
          const end = goesOn ? (block.kids.at(-1)?.end ?? start) : (last?.end ?? start);
          add(start, Math.max(end, last?.end ?? start), env);
        },
        to,
      );
}

/** A function that is found by its name stands where it is stored under it. */
function placeOf(pattern: Form, form: Form): Form {
  if (pattern.kind !== 'function' || pattern.at(0).kind === 'absent') return form;
  const holder = form.parent;
  if (form.at(0).kind === 'absent' && holder?.kind === 'property' && holder.at(1) === form) return holder;
  return form;
}

/** What may fit, by the kind of a pattern. */
function candidatesOf(pattern: Form, file: CodeFile, to: Matching): readonly Form[] {
  const symbols: FormKind[] = to.options.symbolic_propagation ? ['id'] : [];
  const gather = (...kinds: FormKind[]): readonly Form[] => {
    const [first, ...others] = [...new Set([...kinds, ...symbols])];
    if (first === undefined) return [];
    return others.length === 0 ? file.of(first) : [first, ...others].flatMap((kind) => file.of(kind));
  };
  switch (pattern.kind) {
    case 'metavariable':
    case 'metavariables':
    case 'ellipsis':
    case 'deep':
    case 'typed':
      return file.expressions;
    case 'expression':
      return file.statements;
    case 'assign':
      return gather('assign', 'define');
    case 'member':
      return gather('member', 'id');
    case 'string':
    case 'number':
    case 'literal':
      return to.options.constant_propagation
        ? gather('string', 'number', 'literal', 'id', 'template', 'binary')
        : gather(pattern.kind);
    case 'import':
      return gather('import', 'define', 'expression');
    case 'template':
      return gather('template', 'string');
    default:
      return gather(pattern.kind);
  }
}

/** Tells environments apart. */
function describe(env: Environment | undefined): string {
  return [...bindingsOf(env)]
    .map(([name, { start, end }]) => `${name}=${start}-${end}`)
    .sort()
    .join(',');
}
