import { expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

it('shows the conversation of the sample pull request, before and after a push that mends a finding', async () => {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, ['--import', './scripts/typescript.mjs', 'demo/demo.ts'], {
    cwd: root,
    env: { PATH, HOME },
  });
  const ended = new Promise((resolve) => child.on('close', (code) => resolve(code)));
  let out = '';
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const address = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      const found = /^(http:\S+) shows the conversation/m.exec(out)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.on('close', () => reject(new Error(`It ended: ${out}${errors}`)));
  });
  try {
    const page = await (await fetch(await address)).text();
    const [before = '', after = ''] = page.split('After a push');
    expect(before).toContain('src/routes/orders.ts');
    expect(after).toContain('src/routes/orders.ts');
    expect(before).toMatch(/[1-9]\d* threads, 0 resolved/);
    expect(after).toMatch(/[1-9]\d* threads, 1 resolved/);
    expect(out).toMatch(/^Opened: \d+ critical, .* threads\nPushed: .*, 1 thread resolved$/m);
  } finally {
    child.kill('SIGINT');
  }
  expect(await ended).toBe(0);
  expect(errors).toBe('');
});
