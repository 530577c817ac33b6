// Lets Node run the TypeScript of tests and benchmarks as it is: `node --import ./scripts/typescript.mjs bench/server.ts`.
import { transformSync } from '@swc/core';
import fs from 'node:fs';
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) register(import.meta.url);

export async function resolve(specifier, context, next) {
  const isOwn = specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.endsWith('.ts');
  const source = isOwn ? new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL) : undefined;
  return source && fs.existsSync(source)
    ? { url: source.href, shortCircuit: true }
    : next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  const { code } = transformSync(fs.readFileSync(new URL(url), 'utf8'), {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'es6' },
    sourceMaps: 'inline',
    filename: url,
  });
  return { format: 'module', source: code, shortCircuit: true };
}
