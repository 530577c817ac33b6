/** What a record may hold: numbers are whole and safe, so that no form of a fraction is in question. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * Writes JSON in the one form of [RFC 8785](https://www.rfc-editor.org/rfc/rfc8785): no blanks, keys in the order of their
 * UTF-16 units, texts as `JSON.stringify` writes them. Keys whose value is undefined are left out. Throws on a number that
 * is not whole and safe. What RFC 8785 refuses, half of a surrogate pair, and what PostgreSQL refuses, U+0000, becomes
 * U+FFFD. (Current releases of the package `canonicalize` need Node 22.)
 */
export function canonical(value: Json): string {
  if (typeof value === 'string') return JSON.stringify(clean(value));
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new Error(`The ledger takes whole numbers, not ${value}.`);
    return JSON.stringify(value);
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonical).join(',')}]`;
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, member]) =>
      member === undefined ? [] : [`${JSON.stringify(clean(key))}:${canonical(member)}`],
    );
  return `{${members.join(',')}}`;
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}

const unpaired = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

function clean(text: string): string {
  return text.replace(unpaired, '\uFFFD');
}
