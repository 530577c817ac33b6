// Lays out the sample pull request of examples/shop as a git repository of two commits.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../examples/shop/', import.meta.url));

/** Writes the repository into an empty folder; gives the refs of its two sides. */
export function layOutSample(folder) {
  const git = (...args) =>
    execFileSync('git', args, { cwd: folder, env: environment(folder), stdio: 'pipe' });
  mkdirSync(folder, { recursive: true });
  git('init', '--quiet', '--initial-branch=main');
  const commit = (side, message) => {
    for (const name of readdirSync(folder))
      if (name !== '.git') rmSync(join(folder, name), { recursive: true });
    cpSync(join(source, side), folder, { recursive: true });
    for (const path of readdirSync(folder, { recursive: true })) finish(folder, path);
    git('add', '--all', '--force');
    git('commit', '--quiet', '--message', message);
  };
  commit('base', 'Sell things');
  git('switch', '--quiet', '--create', 'search-and-archive');
  commit('head', 'Search orders, keep invoices, show product images');
  return { base: 'main', head: 'search-and-archive' };
}

/** Nothing of the user's own git configuration counts, and the commits are the same on every machine. */
function environment(folder) {
  const who = { NAME: 'Sample', EMAIL: 'sample@shop.example', DATE: '2024-01-01T00:00:00Z' };
  const people = ['AUTHOR', 'COMMITTER'].flatMap((role) =>
    Object.entries(who).map(([key, value]) => [`GIT_${role}_${key}`, value]),
  );
  return {
    PATH: process.env.PATH,
    HOME: folder,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    ...Object.fromEntries(people),
  };
}

/** Names and secrets that do not stand in the examples as they are, so that no scanner and no .gitignore trips on them. */
function finish(folder, path) {
  if (path.startsWith('.git/') || path === '.git') return;
  const hidden = path.replace(/(^|\/)dot-([\w-]+)$/, '$1.$2');
  if (hidden !== path) renameSync(join(folder, path), join(folder, hidden));
  if (!markedFiles.includes(hidden)) return;
  const text = readFileSync(join(folder, hidden), 'utf8');
  writeFileSync(
    join(folder, hidden),
    text.replace(/\{\{([\w-]+)\}\}/g, (marker, name) => secrets[name] ?? marker),
  );
}

const markedFiles = ['.env', 'src/config.ts'];

const secrets = {
  'stripe-key': ['sk', 'live', ['51Hq7Z', 'rT9vXk', '2mWb8N', 'pLs4Yd'].join('')].join('_'),
  password: ['q7', 'Vw', '2x', 'Zt', '9K', 'mB', '4r', 'Ls'].join(''),
};
