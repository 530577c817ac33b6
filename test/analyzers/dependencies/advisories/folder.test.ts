import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadAdvisories } from '../../../../src/analyzers/dependencies/advisories/folder.js';

const record = (id: string, name: string): string =>
  JSON.stringify({ id, affected: [{ package: { ecosystem: 'npm', name }, versions: ['1.0.0'] }] });

let root = '';
beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'advisories-'));
});
afterAll(() => rm(root, { recursive: true }));

async function folder(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const made = await mkdtemp(path.join(root, 'case-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(made, name)), { recursive: true });
    await writeFile(path.join(made, name), content);
  }
  return made;
}

describe('loadAdvisories', () => {
  it('reads single records, lines and packed lines, and leaves other files alone', async () => {
    const advisories = await loadAdvisories(
      await folder({
        'one.json': record('A-1', 'a'),
        'deep/lines.jsonl': `${record('A-2', 'a')}\n\n${record('B-1', 'b')}\n`,
        'packed.jsonl.gz': gzipSync(record('A-3', 'a')),
        'README.md': 'nothing',
      }),
    );
    expect((await advisories.find('npm', 'a')).map((found) => found.id)).toEqual(['A-2', 'A-1', 'A-3']);
    expect((await advisories.find('npm', 'b')).map((found) => found.id)).toEqual(['B-1']);
    expect(await advisories.find('PyPI', 'a')).toEqual([]);
  });

  it.each<[string, Record<string, string | Buffer>, string]>([
    ['an empty folder', {}, 'holds no advisory'],
    [
      'a line that is not JSON',
      { 'a.jsonl': `${record('A-1', 'a')}\n{` },
      'a.jsonl, line 2, is not valid JSON',
    ],
    ['a record without an id', { 'a.json': '{"affected": []}' }, 'a.json is not in OSV form: `id`'],
    ['a file that is not packed', { 'a.jsonl.gz': 'plain' }, 'a.jsonl.gz cannot be read'],
  ])('says what is wrong with %s', async (_, files, message) => {
    await expect(loadAdvisories(await folder(files))).rejects.toThrow(message);
  });

  it('says that a folder is missing', async () => {
    await expect(loadAdvisories(path.join(root, 'missing'))).rejects.toThrow('cannot be read');
  });
});
