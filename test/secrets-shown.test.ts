import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCli } from './support/cli.js';
import { files, onTheWay, quoted } from './support/leaks.js';
import { createRepository, type TestRepository } from './support/repository.js';

let repository: TestRepository;

beforeAll(() => {
  repository = createRepository();
  repository.commit({ 'a.txt': 'a\n' });
  repository.git('switch', '--quiet', '--create', 'topic');
  repository.commit(files);
  // On the way, and no longer on the head side.
  repository.commit(onTheWay);
  repository.commit({ 'later.env': 'OTHER_TOKEN=\n' });
});

afterAll(() => repository.remove());

describe.each(['text', 'json', 'sarif', 'markdown', 'html'])('as %s', (format) => {
  it.each([
    ['review', ['review', '--base', 'main', '--head', 'topic']],
    ['audit', ['audit', '.']],
  ])(
    '%s shows findings on lines that hold credentials, and no more than four characters of one',
    (_, args) => {
      const { out, err } = runCli([...args, '--format', format], repository.folder);
      expect(out).toContain('sql-injection');
      expect(out).toContain('generic-credential');
      expect(quoted(out + err)).toEqual([]);
    },
  );
});

it('what was added and taken out again is told with its commit, and not shown either', () => {
  const { out } = runCli(
    ['review', '--base', 'main', '--head', 'topic', '--format', 'json'],
    repository.folder,
  );
  const { findings } = JSON.parse(out) as { findings: { commit?: string; location: { path: string } }[] };
  expect(findings.filter(({ commit }) => commit !== undefined).map(({ location }) => location.path)).toEqual([
    'later.env',
  ]);
});

it('neither the baseline nor the settings show one', () => {
  const written = runCli(['baseline', '.'], repository.folder);
  const baseline = readFileSync(join(repository.folder, '.github/scrutineer-baseline.json'), 'utf8');
  expect(baseline).toContain('generic-credential');
  expect(quoted(written.out + written.err + baseline)).toEqual([]);
  const shown = runCli(['config', 'show'], repository.folder);
  expect(quoted(shown.out + shown.err)).toEqual([]);
});
