import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createAnalyzers } from '../../src/analyzers/index.js';
import type { Analyzer } from '../../src/model/analyzer.js';
import { install, type Installation } from '../support/github/app.js';
import type { Pull } from '../support/github/state.js';
import { files, onTheWay, quoted } from '../support/leaks.js';

let analyzers: Analyzer[];
let app: Installation;
let pull: Pull;
const logged: string[] = [];

beforeAll(async () => {
  analyzers = createAnalyzers({ only: ['code', 'secrets', 'infrastructure'] });
  app = await install({
    analyzers,
    log: (...parts) => void logged.push(inspect(parts, { depth: 12 })),
  });
  app.github.state.writers.add('alice');
  app.github.state.granted = { ...app.github.state.granted, security_events: 'write' };
  pull = app.open({ '.github/scrutineer.yml': 'report: { code-scanning: true }\n' }, files);
  app.push(pull, { ...files, ...onTheWay });
  app.push(pull, files);
  await app.deliver(pull, 'pull_request', 'opened');
});

afterAll(async () => {
  const { violations } = app.github;
  await app.close();
  for (const analyzer of analyzers) await analyzer.close?.();
  expect(violations).toEqual([]);
});

/** All that was written to GitHub. */
const written = (): string => JSON.stringify(app.github.calls.map(({ body }) => body ?? ''));

it('check run and comments tell of credentials, also on the way, and show no more than four characters of one', () => {
  const { runs, comments } = app.github.state;
  expect(runs[0]).toMatchObject({ conclusion: 'failure' });
  expect(runs[0]?.summary).toContain('taken out again');
  expect(comments.map(({ body }) => body).join('\n')).toContain('generic-credential');
  expect(written()).toContain('hash ');
  expect(quoted(written())).toEqual([]);
});

it('nor does what code scanning is given', () => {
  const [analysis] = app.github.state.analyses;
  expect(analysis?.text).toContain('generic-credential');
  expect(quoted(analysis?.text ?? '')).toEqual([]);
});

it('neither an answer, nor the ledger, nor a log shows one', async () => {
  const thread = app.github.state.comments.find(({ body }) => body.includes('generic-credential'));
  if (!thread) throw new Error('There is no such thread.');
  await app.say(pull, 'alice', '/scrutineer ignore It is a key of the sandbox.', { thread });
  await app.say(pull, 'alice', '/scrutineer explain generic-credential');
  await app.say(pull, 'alice', '/scrutineer review');
  expect(app.ledger).toHaveLength(1);
  expect(quoted(JSON.stringify(app.ledger))).toEqual([]);
  expect(logged.length).toBeGreaterThan(0);
  expect(quoted(logged.join('\n'))).toEqual([]);
  expect(quoted(written())).toEqual([]);
});
