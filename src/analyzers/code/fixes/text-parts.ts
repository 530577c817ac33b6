import type { SyntaxNode } from '../../syntax/tree.js';
import { bare, stringText, unescapeOne } from '../flow/node.js';
import type { Unit } from '../flow/unit.js';

/** A piece of a text that is put together: fixed text, or the expression that fills in the rest. */
export type TextPart =
  { readonly text: string } | { readonly text?: undefined; readonly expression: SyntaxNode };

/** The pieces of a template or of a sum of texts; undefined for anything else. */
export function textParts(unit: Unit, node: SyntaxNode): TextPart[] | undefined {
  const root = bare(node);
  if (root.type !== 'template_string' && root.type !== 'binary_expression') return undefined;
  const parts: TextPart[] = [];
  const pending = [root];
  for (let at = pending.pop(); at; at = pending.pop()) {
    if (at.type === 'binary_expression') {
      const left = at.get('left');
      const right = at.get('right');
      if (at.get('operator')?.type !== '+' || !left || !right) return undefined;
      pending.push(bare(right), bare(left));
    } else if (at.type === 'template_string') parts.push(...templateParts(unit, at));
    else if (at.type === 'string') parts.push({ text: stringText(at, unit.text) });
    else parts.push({ expression: at });
  }
  return parts;
}

function templateParts(unit: Unit, template: SyntaxNode): TextPart[] {
  return template.children.flatMap((child): TextPart[] => {
    const raw = unit.text.slice(child.start, child.end);
    if (child.type === 'string_fragment') return [{ text: raw }];
    if (child.type === 'escape_sequence') return [{ text: unescapeOne(raw) }];
    const expression = child.type === 'template_substitution' ? child.children[0] : undefined;
    return expression ? [{ expression }] : [];
  });
}

/** A text as a literal of the language, in the quotes that need no escapes where there are such. */
export function quoted(text: string): string {
  if (text.includes('\n')) return `\`${text.replace(/[\\`]|\$\{/g, '\\$&')}\``;
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  return (
    mark + text.replace(/[\\\r]/g, (c) => (c === '\r' ? '\\r' : '\\\\')).replaceAll(mark, `\\${mark}`) + mark
  );
}
