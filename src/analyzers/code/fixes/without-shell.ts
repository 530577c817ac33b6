import type { SyntaxNode } from '../../syntax/tree.js';
import type { Arrival } from '../flow/interpreter.js';
import type { Unit } from '../flow/unit.js';
import type { Verdict } from '../rules/code-rule.js';
import { quoted, textParts, type TextPart } from './text-parts.js';

const replacements: Readonly<Record<string, string>> = { exec: 'execFile', execSync: 'execFileSync' };

/** Starts the program of a simple command without a shell: `exec('git log ' + ref)` becomes `execFile('git', ['log', ref])`. */
export function withoutShell({ site }: Arrival): Verdict['fix'] {
  const name = site?.method;
  const replacement = name === undefined ? undefined : replacements[name];
  const [command] = site?.argumentNodes ?? [];
  if (!site || !command || replacement === undefined || site.origin !== `child_process.${name ?? ''}`)
    return undefined;
  const parts = textParts(site.unit, command);
  const words = parts && wordsOf(site.unit, parts);
  const [program, ...rest] = words ?? [];
  if (program === undefined || !/^['"]/.test(program)) return undefined;
  const callee = nameEdits(site.unit, site.callee, name ?? '', replacement);
  if (!callee) return undefined;
  return {
    description: `Start the program without a shell, with \`${replacement}\``,
    edits: [...callee, { node: command, text: `${program}, [${rest.join(', ')}]` }],
  };
}

/** The words of a command as expressions; undefined where it needs the shell or data is only a part of a word. */
function wordsOf(unit: Unit, parts: readonly TextPart[]): string[] | undefined {
  const words: string[] = [];
  let isOpen = false;
  for (const part of parts) {
    if (part.text === undefined) {
      if (isOpen || words.length === 0) return undefined;
      words.push(unit.text.slice(part.expression.start, part.expression.end));
      isOpen = true;
      continue;
    }
    if (/["'`$&|;<>(){}[\]*?~!#\\\n]/.test(part.text)) return undefined;
    if (isOpen && !/^\s/.test(part.text) && part.text !== '') return undefined;
    for (const word of part.text.split(/\s+/)) if (word !== '') words.push(quoted(word));
    isOpen = part.text === '' ? isOpen : !/\s$/.test(part.text);
  }
  return words;
}

/** Writes the other function's name at the call, and where it is imported. */
function nameEdits(
  unit: Unit,
  callee: SyntaxNode,
  name: string,
  replacement: string,
): { node: SyntaxNode; text: string }[] | undefined {
  const property = callee.get('property');
  if (property) return [{ node: property, text: replacement }];
  const declared = unit.scopes.resolve(callee)?.node;
  const holder = declared?.parent;
  if (!declared || unit.text.slice(callee.start, callee.end) !== name) return undefined;
  const isListed =
    declared.type === 'shorthand_property_identifier_pattern' ||
    (holder?.type === 'import_specifier' && !holder.has('alias'));
  if (!isListed) return undefined;
  const list = holder?.type === 'import_specifier' ? holder.parent : holder;
  const isThere = new RegExp(`\\b${replacement}\\b`).test(list ? unit.text.slice(list.start, list.end) : '');
  const edits = [{ node: callee, text: replacement }];
  return isThere ? edits : [{ node: declared, text: `${name}, ${replacement}` }, ...edits];
}
