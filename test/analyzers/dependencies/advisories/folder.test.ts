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
    const { records, problems } = await advisories.find([
      { ecosystem: 'npm', name: 'a', version: '1.0.0' },
      { ecosystem: 'npm', name: 'b', version: '1.0.0' },
      { ecosystem: 'PyPI', name: 'a', version: '1.0.0' },
    ]);
    expect(records.map((list) => list?.map(({ id }) => id))).toEqual([['A-2', 'A-1', 'A-3'], ['B-1'], []]);
    expect(problems).toEqual([{ kind: 'notice', message: 'The folder of advisories holds none of PyPI.' }]);
  });

  it('adds what is known of the use by attackers', async () => {
    const advisories = await loadAdvisories(
      await folder({
        'one.json': JSON.stringify({
          ...(JSON.parse(record('A-1', 'a')) as object),
          aliases: ['CVE-2021-44228'],
        }),
        'known_exploited_vulnerabilities.json': '{"vulnerabilities":[{"cveID":"CVE-2021-44228"}]}',
        'epss_scores-current.csv.gz': gzipSync(
          '#model_version:v2026\ncve,epss,percentile\nCVE-2021-44228,0.94358,0.99957\n',
        ),
      }),
    );
    const { records } = await advisories.find([{ ecosystem: 'npm', name: 'a', version: '1.0.0' }]);
    expect(records[0]?.[0]?.database_specific).toEqual({ known_exploited: true, epss: 0.94358 });
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
