import type { SyntaxNode } from '../../syntax/tree.js';
import type { Arrival } from '../flow/interpreter.js';
import type { Value } from '../flow/value.js';
import type { Verdict } from '../rules/code-rule.js';
import { quoted, textParts } from './text-parts.js';

/** How the drivers write the place of a parameter; for others the statement is left to its author. */
const styles: readonly (readonly [RegExp, (index: number) => string])[] = [
  [/^pg\.Client\(\)\.query$/, (index) => `$${index}`],
  [/^mysql\.Connection\(\)\.(?:query|execute)$/, () => '?'],
  [/^sqlite\.Database\(\)\.(?:run|get|all|each)$/, () => '?'],
  [/^knex\.Knex\(\)\.raw$/, () => '?'],
];

/** Where a value stands: after a comparison, or in a list of values. Anything else may be the name of a table or column. */
const valuePosition = /(?:=|<>|<|>|\blike|\blimit|\boffset)\s*$|\bvalues\s*\([^()]*$|\bin\s*\([^()]*$/i;

/** Puts placeholders into a statement that is written at the call, and the data behind it. */
export function bindParameters({ site }: Arrival): Verdict['fix'] {
  const [statement, ...others] = site?.argumentNodes ?? [];
  const style = styles.find(([path]) => path.test(site?.origin.replace(/\?$/, '') ?? ''))?.[1];
  if (
    !site ||
    !statement ||
    !style ||
    others.some((other, index) => !isCallback(other, site.arguments[index + 1]))
  )
    return undefined;
  const parts = textParts(site.unit, statement);
  if (!parts) return undefined;
  let sql = '';
  const values: string[] = [];
  let quote: { mark: string; lead: string } | undefined;
  for (const [index, part] of parts.entries()) {
    if (part.text !== undefined) {
      let text = part.text;
      if (quote) {
        const end = text.indexOf(quote.mark);
        const tail = text.slice(0, end);
        if (end < 0 || !/^%?$/.test(tail)) return undefined;
        const value = values.pop() ?? '';
        values.push(quote.lead + tail === '' ? value : `\`${quote.lead}\${${value}}${tail}\``);
        text = text.slice(end + 1);
        quote = undefined;
      }
      sql += text;
      continue;
    }
    if (quote) return undefined;
    const open = /(['"])(%?)$/.exec(sql);
    if (open && open[1] !== undefined && parts[index + 1]?.text !== undefined) {
      quote = { mark: open[1], lead: open[2] ?? '' };
      sql = sql.slice(0, open.index);
    }
    if (!valuePosition.test(sql)) return undefined;
    values.push(site.unit.text.slice(part.expression.start, part.expression.end));
    sql += style(values.length);
  }
  if (quote || /['"]\s*$/.test(sql) || values.length === 0) return undefined;
  return {
    description: 'Hand the data over as parameters',
    edits: [{ node: statement, text: `${quoted(sql)}, [${values.join(', ')}]` }],
  };
}

function isCallback(node: SyntaxNode, value: Value | undefined): boolean {
  return value?.call !== undefined || (node.type === 'identifier' && value?.fields === undefined);
}
