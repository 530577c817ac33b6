import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { install, type Installation } from '../support/github/app.js';
import type { Files } from '../support/github/git-objects.js';
import type { Pull } from '../support/github/state.js';
import { expectPage } from '../support/page.js';

let app: Installation;

beforeEach(async () => {
  app = await install();
});

afterEach(async () => {
  const { violations } = app.github;
  await app.close();
  expect(violations).toEqual([]);
});

const config = '.github/scrutineer.yml';
const ignoring =
  'rules: { flaw-medium: off }\nignore: [{ paths: [test/], reason: Only tests. }]\nreview: { drafts: false }\n';
const base: Files = { [config]: ignoring, 'src/old.js': 'FLAW-high old;\n', 'src/a.js': 'ok;\n' };

describe('the page of a check run, from webhook to summary, reads well:', () => {
  it.each<[string, Files, Partial<Pull>]>([
    [
      'check-run-failing',
      {
        'src/a.js': 'ok;\nFLAW-high session;\nFLAW-low banner;\n',
        'src/old.js': 'ok;\n',
        'test/a.js': 'FLAW-critical fixture;\n',
        'src/b.js': 'FLAW-medium label;\n',
      },
      {},
    ],
    ['check-run-passing', { 'src/a.js': 'ok;\nmore;\nFLAW-low banner;\n' }, {}],
    ['check-run-clean', { 'src/a.js': 'ok;\nmore;\n' }, {}],
    [
      'check-run-incomplete',
      { 'src/a.js': 'CRASH\n', 'src/link.js': { symlink: 'a.js' }, lib: { submodule: 'b'.repeat(40) } },
      {},
    ],
    [
      'check-run-edited-configuration',
      {
        [config]: 'ignore: [{ rules: [flaw-high], reason: We know. }]\nreport: { fail-from: critical }\n',
        'src/a.js': 'FLAW-high session;\nFLAW-medium label;\n',
      },
      {},
    ],
    [
      'check-run-broken-configuration',
      { [config]: 'rulez: {}\nreport:\n  fail-form: low\n', 'src/a.js': 'fine;\n' },
      {},
    ],
    [
      'check-run-suppressions',
      {
        'src/a.js':
          '// scrutineer-ignore flaw-high: The session is a test one.\nFLAW-high session;\n// scrutineer-ignore flaw-hihg: Oops.\n',
      },
      { author: 'mallory' },
    ],
    ['check-run-left-out', { 'src/a.js': 'FLAW-high session;\n' }, { isDraft: true }],
  ])('%s', async (name, head, facts) => {
    const pull = Object.assign(app.open(base, head), facts);
    await app.deliver(pull, 'pull_request', 'opened');
    const [run] = app.github.state.runs;
    expectPage(name, `# ${run?.title ?? ''}\n\n${run?.summary ?? ''}`);
  });
});
