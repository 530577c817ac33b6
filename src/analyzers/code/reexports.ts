/** Longer files are no lists of what a package offers. */
const maxLength = 60_000;

const direct =
  /(?:\bexport\s[^;'"]{0,2000}?\bfrom|\bexports(?:\.[\w$]+)?\s*=\s*require\s*\(|\bexport\s+\w+\s*=\s*require\s*\()\s*['"](\.{1,2}\/[^'"\n]{0,200})['"]/g;
/** Blanks are counted, and begin nothing: else some thousands of them take as many seconds. */
const bound =
  /(?:\bimport\s{1,100}([^;'"\s][^;'"]{0,1999}?)\s{1,100}from\s{0,100}|(?:\b(?:const|let|var)\s{1,100}([^;='"\s][^;='"]{0,499}?)|^[ \t]{0,40}([\w$]{1,60}))\s{0,100}=\s{0,100}require\s{0,100}\(\s{0,100})['"](\.{1,2}\/[^'"\n]{0,200})['"]/gm;
const chosen =
  /\bexports\s*=\s*[^;?'"]{1,80}(?:['"][\w.-]{1,20}['"]\s*)?\?[\s\S]{0,80}?require\s*\(\s*['"](\.{1,2}\/[^'"\n]{0,200})['"]\s*\)[\s\S]{0,80}?:[\s\S]{0,80}?require\s*\(\s*['"](\.{1,2}\/[^'"\n]{0,200})['"]/g;
const inObject = /[\w$]+\s*:\s*require\s*\(\s*['"](\.{1,2}\/[^'"\n]{0,200})['"]/g;
const exported =
  /\bexport\s*(?:default\s+([\w$]+)|\{([^}]{0,5000})\})|\bexports(?:\.[\w$]+)?\s*=\s*(?:([\w$]+)|\{([^}]{0,5000})\})/g;
/** A property of what leaves: `protobuf.util = require('./util')`, `_.trim = require('./trim');`. */
const onObject =
  /(?<![\w$.])([\w$]{1,60})\.[\w$]{1,60}\s*=\s*require\s*\(\s*['"](\.{1,2}\/[^'"\n]{0,200})['"]/g;
/** Other names of what leaves: `var protobuf = exports`, `const api = (module.exports = {})`. */
const sameObject = /(?<![\w$])([\w$]{1,60})\s{0,20}=\s{0,20}(?:\(\s{0,20})?(?:module\.)?exports\b(?!\.)/g;
/** What another file exports is passed on, and files that are loaded for their effect add to it: `require('./aes');`. */
const passedOn = /\bmodule\.exports\s*=\s*require\s*\(\s*['"]\.{1,2}\//;
const loaded = /^require\s*\(\s*['"](\.{1,2}\/[^'"\n]{0,200})['"]\s*\)\s*;?$/gm;

const imported =
  /(?:\bimport\s(?!type\b)[^;'"]{0,2000}?\bfrom|\bexport\s[^;'"]{0,2000}?\bfrom|\brequire\s*\()\s*['"](\.{1,2}\/[^'"\n]{0,200})['"]/g;

/** The other files that a file uses, read off its text. */
export function importedSpecifiers(text: string): string[] {
  return [...new Set([...text.matchAll(imported)].flatMap((match) => match[1] ?? []))];
}

/** The other files whose exports a file passes on, read off its text. */
export function exportedSpecifiers(text: string): string[] {
  if (text.length > maxLength) return [];
  const found = new Set<string>();
  for (const match of text.matchAll(direct)) if (match[1] !== undefined) found.add(match[1]);
  for (const match of text.matchAll(chosen)) for (const specifier of match.slice(1)) found.add(specifier);
  if (/\bmodule\.exports\s*=\s*\{/.test(text))
    for (const match of text.matchAll(inObject)) if (match[1] !== undefined) found.add(match[1]);
  if (passedOn.test(text))
    for (const match of text.matchAll(loaded)) if (match[1] !== undefined) found.add(match[1]);
  const leaving = new Set(
    [...text.matchAll(exported)].flatMap(
      (match) => (match[1] ?? match[2] ?? match[3] ?? match[4] ?? '').match(/[\w$]+/g) ?? [],
    ),
  );
  for (const match of text.matchAll(bound)) {
    const names = (match[1] ?? match[2] ?? match[3] ?? '').match(/[\w$]+/g) ?? [];
    if (match[4] !== undefined && names.some((name) => leaving.has(name))) found.add(match[4]);
  }
  for (const [, name] of text.matchAll(sameObject)) if (name !== undefined) leaving.add(name);
  for (const [, name, specifier] of text.matchAll(onObject))
    if (name !== undefined && specifier !== undefined && leaving.has(name)) found.add(specifier);
  return [...found];
}
