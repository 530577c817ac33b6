import { escapeHtml, messageHtml } from '../reporters/html-text.js';

/** A piece of a page in which nothing is left to escape. */
export interface Html {
  readonly html: string;
}

type Value = Html | string | number | undefined | false | readonly Value[];

/** Writes HTML; what is put in is escaped, unless it is HTML itself. Nothing where it is undefined or false. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { html: parts.map((part, index) => `${part}${render(values[index])}`).join('') };
}

function render(value: Value): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return 'html' in value ? value.html : value.map(render).join('');
}

/** A sentence of a finding: what stands between backticks as code. */
export function message(text: string): Html {
  return { html: messageHtml(text) };
}
