import { posix } from 'node:path';
import { formatOf, grammarOf } from '../language.js';

const extensions = ['.ts', '.tsx', '.js', '.jsx', '.mjs', '.cjs', '.mts', '.cts'];

/** The files that an imported path may stand for, the likeliest first; `own` is the extension of the importing file. */
export function candidates(base: string, own: string): string[] {
  if (base.startsWith('../')) return [];
  const ordered = [own, ...extensions.filter((extension) => extension !== own)].slice(0, 5);
  const written = posix.extname(base);
  if (written === '.vue' || written === '.svelte') return [base];
  if (extensions.includes(written)) {
    const stem = base.slice(0, -written.length);
    const source = written.replace('js', 'ts');
    return source === written ? [base] : [stem + source, base];
  }
  return [
    ...ordered.map((extension) => base + extension),
    ...ordered.slice(0, 3).map((extension) => `${base}/index${extension}`),
  ];
}

/** Whether code stands in a file; type declarations hold none. */
export function hasCode(path: string): boolean {
  return grammarOf(path) !== undefined || formatOf(path) !== undefined;
}
