import { afterEach, expect, it } from '@jest/globals';
import { createLog } from '../../src/server/log.js';
import { install, type Installation } from '../support/github/app.js';
import { markerAnalyzer } from '../support/marker-analyzer.js';

let app: Installation | undefined;

afterEach(() => app?.close());

it('names the delivery, the repository and the pull request on every line of a job, also of one that fails', async () => {
  const lines: Record<string, unknown>[] = [];
  const { log } = await createLog(
    { LOG_LEVEL: 'debug' },
    { write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>) },
  );
  const broken = { ...markerAnalyzer(), analyze: () => Promise.reject(new Error('A fault of ours.')) };
  app = await install({ logger: log, analyzers: [broken] });
  const { owner, repo } = app.github.state;
  const pull = app.open({}, { 'a.js': 'FLAW-high one;\n' });
  await app.deliver(pull, 'pull_request', 'opened', { delivery: 'delivery-1' });
  app.github.fault = ({ operation }) => (operation.includes('/compare/') ? { status: 500 } : undefined);
  await app.deliver(pull, 'pull_request', 'synchronize', { delivery: 'delivery-2' });
  const about = { installation: 99, repository: `${owner}/${repo}`, pull: pull.number };
  expect(lines.length).toBeGreaterThan(2);
  for (const line of lines) expect(line).toMatchObject(about);
  expect(new Set(lines.map(({ delivery }) => delivery))).toEqual(new Set(['delivery-1', 'delivery-2']));
  expect(lines.map(({ msg }) => msg)).toContain('The review failed');
  const asked = lines.filter((line) => JSON.stringify(line).includes('access_tokens'));
  expect(asked.length).toBeGreaterThan(0);
});
