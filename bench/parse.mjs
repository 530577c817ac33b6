// Parses every file of code, and of Terraform with the WebAssembly build, below a folder with tree-sitter on one thread, and does nothing with the trees.
// `node bench/parse.mjs native|wasm PATH`
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const [build, folder] = process.argv.slice(2);
const grammarOf = (name) =>
  name.endsWith('.tf')
    ? 'terraform'
    : name.endsWith('.tsx')
      ? 'tsx'
      : /\.[cm]?ts$/.test(name)
        ? 'typescript'
        : 'javascript';
const parsers = build === 'native' ? nativeParsers() : await wasmParsers();

for (const name of fs.readdirSync(folder, { recursive: true })) {
  if (!/\.(?:[cm]?[jt]sx?|tf)$/.test(name) || /\.d\.[cm]?ts$/.test(name)) continue;
  const file = path.join(folder, name);
  if (fs.statSync(file).isFile()) parsers[grammarOf(name)]?.(fs.readFileSync(file, 'utf8'));
}

function nativeParsers() {
  const Parser = require('tree-sitter');
  const { typescript, tsx } = require('tree-sitter-typescript');
  const make = (language) => {
    const parser = new Parser();
    parser.setLanguage(language);
    return (text) => parser.parse(text, undefined, { bufferSize: Math.max(32_768, 2 * text.length + 2) });
  };
  return {
    typescript: make(typescript),
    tsx: make(tsx),
    javascript: make(require('tree-sitter-javascript')),
  };
}

async function wasmParsers() {
  const { Language, Parser } = await import('web-tree-sitter');
  await Parser.init();
  const make = async (file) => {
    const parser = new Parser();
    parser.setLanguage(await Language.load(require.resolve(file)));
    return (text) => parser.parse(text).delete();
  };
  return {
    typescript: await make('tree-sitter-typescript/tree-sitter-typescript.wasm'),
    tsx: await make('tree-sitter-typescript/tree-sitter-tsx.wasm'),
    javascript: await make('tree-sitter-javascript/tree-sitter-javascript.wasm'),
    terraform: await make('@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm'),
  };
}
