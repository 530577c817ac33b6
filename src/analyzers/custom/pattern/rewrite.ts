import { placeholders } from '../form/lowering.js';

/** How an ellipsis among statements is told from one in a list: no grammar knows before it has read both. */
export type StatementEnds = 'none' | 'lines' | 'braces';

/**
 * Brings a pattern into a text that the grammar of the language reads: ellipses, `$...REST` and `<... ...>` become names
 * and calls that `lower` turns back. Strings, templates and comments stay as they are.
 */
export function rewrite(pattern: string, ends: StatementEnds): string {
  let out = '';
  let at = 0;
  const open: string[] = [];
  while (at < pattern.length) {
    const rest = pattern.slice(at, at + 200);
    const inTemplate = open.at(-1) === '`';
    if (inTemplate) {
      if (rest.startsWith('\\')) {
        out += rest.slice(0, 2);
        at += 2;
      } else if (rest.startsWith('${')) {
        out += '${';
        open.push('${');
        at += 2;
      } else {
        if (rest.startsWith('`')) open.pop();
        out += rest.charAt(0);
        at++;
      }
      continue;
    }
    const quoted = /^(?:"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|\/\/[^\n]*|\/\*[\s\S]*?\*\/)/.exec(
      pattern.slice(at),
    );
    if (quoted) {
      out += quoted[0];
      at += quoted[0].length;
      continue;
    }
    if (rest.startsWith('`')) open.push('`');
    if (rest.startsWith('<...')) {
      out += ` ${placeholders.deep}(`;
      open.push('<...');
      at += 4;
      continue;
    }
    if (open.at(-1) === '<...' && rest.startsWith('...>')) {
      out += ')';
      open.pop();
      at += 4;
      continue;
    }
    const restName = /^\$\.\.\.([A-Z_][A-Z_0-9]*)/.exec(rest);
    if (restName) {
      out += placeholders.rest + String(restName[1]);
      at += restName[0].length;
      continue;
    }
    if (rest.startsWith('...')) {
      const isSpread = /^\.\.\.[\w$([{"'`]/.test(rest) && !/\b(?:function|async)\s*$/.test(out);
      if (isSpread) {
        out += '...';
      } else {
        // The value of an attribute in markup stands in braces.
        const isAttribute = /[\w-]=$/.test(out) && /^\s*</.test(pattern);
        out += isAttribute ? `{${placeholders.ellipsis}}` : placeholders.ellipsis;
        if (endsStatement(pattern, at, ends, open.at(-1))) out += ';';
      }
      at += 3;
      continue;
    }
    const character = rest.charAt(0);
    if ('([{'.includes(character)) open.push(character);
    else if (')]}'.includes(character)) open.pop();
    out += character;
    at++;
  }
  // A loop's head has three parts; one ellipsis stands for all.
  return out.replaceAll(
    new RegExp(`\\bfor\\s*\\(\\s*${placeholders.ellipsis.replaceAll('$', '\\$')};?\\s*\\)`, 'g'),
    `for (${placeholders.ellipsis};;)`,
  );
}

function endsStatement(
  pattern: string,
  at: number,
  ends: StatementEnds,
  around: string | undefined,
): boolean {
  if (ends === 'none') return false;
  const isAmongStatements = around === undefined || around === '{';
  if (!isAmongStatements) return false;
  const before = pattern.slice(Math.max(0, at - 200), at);
  const after = pattern.slice(at + 3, at + 203);
  if (/^\s*(?:[,;)\].]|$)/.test(after)) return false;
  if (ends === 'lines') return /(?:^|\n)[ \t]*$/.test(before) && /^[ \t]*(?:\n|$)/.test(after);
  return !/[=(,.:+\-*/&|?<>!]\s*$/.test(before) && !/^\s*[=(,.:+*/&|?]/.test(after);
}

/** `($X: T)` outside of parameters is a metavariable that must be of a type. */
export function rewriteTyped(text: string): string {
  return text.replace(
    /\(\s*(\$[A-Z_][A-Z_0-9]*)\s*:\s*([\w$.<>[\]| ]{1,200}?)\s*\)(?!\s*(?:=>|\{|:))/g,
    (_, name: string, type: string) => `(${name} as ${placeholders.typed}<${type}>)`,
  );
}
