// Puts the programs and the workers into few files each, since Node spends longer on finding and compiling a thousand modules
// than on a small review. `npm run build` calls it after the compiler: `dist/cli.js`, `dist/app.js` and the workers then load
// what is in `dist/bundle`. The other compiled modules stay for who imports one.
import { build } from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const source = path.join(root, 'src');
const compiled = path.join(root, 'dist');

/** What runs in a process or a thread of its own. */
const parts = [
  ...['code', 'custom', 'secrets', 'dependencies', 'infrastructure'].map(
    (name) => `analyzers/${name}/worker`,
  ),
  'analyzers/syntax/sandbox',
];

/** Packages that bring files of their own, or that only the server needs, are loaded from where they are installed. */
const external = [
  '@electric-sql/*',
  '@octokit/*',
  '@opentelemetry/*',
  '@probot/*',
  'pg',
  'pg-boss',
  'pino',
  'probot',
  'prom-client',
  'tree-sitter-*',
  '@tree-sitter-grammars/*',
  'web-tree-sitter',
];

/** A module finds its files as if it still stood where the compiler puts it. */
const keepPlaces = {
  name: 'keep-places',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]src[/\\].*\.ts$/ }, ({ path: file }) => {
      const text = fs.readFileSync(file, 'utf8');
      if (!file.startsWith(source) || !text.includes('import.meta.url')) return undefined;
      const place = path.relative(source, file).replaceAll('\\', '/').replace(/\.ts$/, '.js');
      const url = `new URL(${JSON.stringify(`../${place}`)}, import.meta.url).href`;
      return { contents: text.replaceAll('import.meta.url', url), loader: 'ts' };
    });
  },
};

/** Of Probot the Action needs the client for GitHub alone, without the server that the package loads with it. */
const clientOfProbot = {
  name: 'client-of-probot',
  setup({ onResolve }) {
    onResolve({ filter: /^probot$/ }, () => ({
      path: path.join(root, 'node_modules/probot/lib/octokit/probot-octokit.js'),
    }));
  },
};

/** Packages whose files the Action reads when it runs; all else is in its bundle. */
const grammars = {
  'web-tree-sitter': /^(package\.json|LICENSE|web-tree-sitter\.(js|wasm))$/,
  'tree-sitter-typescript': /^(package\.json|LICENSE|.*\.wasm)$/,
  'tree-sitter-javascript': /^(package\.json|LICENSE|.*\.wasm)$/,
  '@tree-sitter-grammars/tree-sitter-hcl': /^(package\.json|LICENSE|.*\.wasm)$/,
};

if (process.argv.includes('--action')) await releaseAction();
else await bundleTo(compiled, ['cli', 'app', 'action', ...parts], external);

/** Writes the tree of a release of the Action, which runs as it is. */
async function releaseAction() {
  const folder = path.join(root, 'release/action');
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  for (const file of ['action.yml', 'LICENSE'])
    fs.copyFileSync(path.join(root, file), path.join(folder, file));
  fs.copyFileSync(path.join(root, 'docs/action.md'), path.join(folder, 'README.md'));
  const { name, version, license } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  fs.writeFileSync(
    path.join(folder, 'package.json'),
    `${JSON.stringify({ name: `${name}-action`, version, license, private: true, type: 'module' }, undefined, 2)}\n`,
  );
  await bundleTo(
    path.join(folder, 'dist'),
    ['action', ...parts],
    Object.keys(grammars).flatMap((one) => [one, `${one}/*`]),
    [clientOfProbot],
  );
  for (const [name, wanted] of Object.entries(grammars)) {
    const from = path.join(root, 'node_modules', name);
    const to = path.join(folder, 'node_modules', name);
    fs.mkdirSync(to, { recursive: true });
    for (const file of fs.readdirSync(from))
      if (wanted.test(file)) fs.copyFileSync(path.join(from, file), path.join(to, file));
  }
}

/** Bundles entries, and puts a module that loads its bundle where the compiler puts each. */
async function bundleTo(target, entries, external, plugins = []) {
  const bundle = path.join(target, 'bundle');
  fs.rmSync(bundle, { recursive: true, force: true });
  await build({
    entryPoints: Object.fromEntries(
      entries.map((entry) => [entry.replaceAll('/', '-'), path.join(source, `${entry}.ts`)]),
    ),
    outdir: bundle,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.18',
    // Some packages wrap their older form in a way that no bundler sees through.
    mainFields: ['module', 'main'],
    external,
    plugins: [keepPlaces, ...plugins],
    legalComments: 'eof',
    logLevel: 'warning',
    // Packages of the older kind ask for modules of Node by `require`.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
    },
  });
  for (const entry of entries) {
    const file = path.join(target, `${entry}.js`);
    const from = `${'../'.repeat(entry.split('/').length - 1) || './'}bundle/${entry.replaceAll('/', '-')}.js`;
    const start = entry === 'cli' ? '#!/usr/bin/env node\n' : '';
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, `${start}export * from '${from}';\n`);
  }
}
