import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFolder } from './support/repository.js';

const script = fileURLToPath(new URL('../scripts/site.mjs', import.meta.url));
const docs = fileURLToPath(new URL('../docs/', import.meta.url));

let folder: string;
beforeAll(() => {
  folder = createFolder();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('is written with a page for each page, a search over them, and no link that leads nowhere', () => {
  const { status, stderr } = spawnSync(process.execPath, [script, folder], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
  for (const page of readdirSync(docs).filter((name) => name.endsWith('.md')))
    expect(existsSync(join(folder, page.replace(/md$/, 'html')))).toBe(true);
  expect(read('index.html')).toContain('url=start.html');
  // Each page by hand is in the list at the side.
  for (const page of readdirSync(docs).filter((name) => name.endsWith('.md')))
    expect(read('start.html')).toContain(`href="${page.replace(/md$/, 'html')}"`);
  expect(read('rules/sql-injection.html')).toContain('<h1');
  expect(read('search.json')).toContain('rules/sql-injection');
  expect(existsSync(join(folder, 'schema/scrutineer.schema.json'))).toBe(true);
});
