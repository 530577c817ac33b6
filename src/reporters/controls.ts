/**
 * Makes visible what a terminal would obey or a reader could not see: control characters, line separators, and the marks
 * that turn the direction of writing. Line breaks too, since repository text stands within a line.
 */
export function showControls(text: string): string {
  return text.replace(invisible, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return named[character] ?? (code < 0x100 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`);
  });
}

/** Escapes in JSON what `JSON.stringify` leaves and a terminal obeys. It can only stand within strings. */
export function escapeJsonControls(json: string): string {
  return json.replace(invisibleInJson, (character) => `\\u${hex(character.charCodeAt(0), 4)}`);
}

const separatorsAndDirections = '\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff';
const invisible = new RegExp(`[\\u0000-\\u001f\\u007f-\\u009f${separatorsAndDirections}]`, 'g');
const invisibleInJson = new RegExp(`[\\u007f-\\u009f${separatorsAndDirections}]`, 'g');

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
