// How long the released Action takes from the start of its process to the end, with a small pull request on the stand-in for
// GitHub: `npm run bench:action`. GitHub's own answers take longer than the stand-in's: about ten calls, some 100 ms each.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startGitHub } from '../test/support/github/server.js';
import { examplePayload } from '../test/support/github/webhook.js';

const runs = 5;
const github = await startGitHub();
const folder = mkdtempSync(join(tmpdir(), 'scrutineer-action-'));
try {
  const { state } = github;
  state.slug = 'github-actions';
  // Away from the repository, whose packages it must not find.
  cpSync(fileURLToPath(new URL('../release/action', import.meta.url)), join(folder, 'action'), {
    recursive: true,
  });
  const route = (name: string): string =>
    `import { exec } from 'node:child_process';\nexport const ${name} = (request, response) => { exec('ls ' + request.query.${name}); response.end(); };\n`;
  const baseSha = state.git.commit({ 'README.md': '# Shop\n' });
  state.branches.set('main', baseSha);
  const headSha = state.git.commit(
    { 'a.js': route('a'), 'b.ts': route('b'), Dockerfile: 'FROM node:22\n' },
    baseSha,
  );
  state.pulls.set(1, { number: 1, headSha, baseRef: 'main', baseSha, state: 'OPEN' });
  const payload = examplePayload('pull_request', 'opened');
  const pull = payload.pull_request as { head: object };
  const event = join(folder, 'event.json');
  writeFileSync(
    event,
    JSON.stringify({
      ...payload,
      pull_request: { ...pull, number: 1, head: { ...pull.head, sha: headSha } },
    }),
  );
  const milliseconds: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    const child = spawn(process.execPath, [join(folder, 'action/dist/action.js')], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        PATH: process.env.PATH,
        GITHUB_EVENT_NAME: 'pull_request',
        GITHUB_EVENT_PATH: event,
        GITHUB_REPOSITORY: `${state.owner}/${state.repo}`,
        GITHUB_API_URL: `${github.url}/api/v3`,
        RUNNER_TEMP: folder,
        INPUT_TOKEN: 'installation-token',
      },
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number];
    if (code !== 1 || github.violations.length > 0)
      throw new Error(`It ended with ${code}: ${output}\n${github.violations.join('\n')}`);
    milliseconds.push(performance.now() - start);
  }
  milliseconds.sort((a, b) => a - b);
  const [least = 0] = milliseconds;
  const median = milliseconds[Math.floor(runs / 2)] ?? 0;
  process.stdout.write(
    `${state.runs[0]?.title ?? ''}; ${github.calls.length / runs} calls a run; median of ${runs}: ${Math.round(median)} ms, least ${Math.round(least)} ms\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
  await github.close();
}
