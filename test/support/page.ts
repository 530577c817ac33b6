import { expect } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * Compares a text with a Markdown file in `test/github/pages`, which a person reads there as GitHub shows it.
 * `UPDATE_PAGES=1 npm test` writes the files anew.
 */
export function expectPage(name: string, text: string): void {
  const file = new URL(`../github/pages/${name}.md`, import.meta.url);
  const whole = `${text}\n`;
  if (process.env['UPDATE_PAGES']) writeFileSync(file, whole);
  expect({ name, text: existsSync(file) ? readFileSync(file, 'utf8') : undefined }).toEqual({
    name,
    text: whole,
  });
}
