import { describe, expect, it } from '@jest/globals';
import { inspect } from '../../support/inspect.js';

const pack = { 'package.json': '{ "name": "pack", "main": "index.js" }' };

interface Setter {
  readonly name: string;
  readonly file?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly safe: string;
  readonly harmful: string;
}

/** Ways to set a property by a path that callers give, with the names checked and not. */
const setters: readonly Setter[] = [
  {
    name: 'names that a loop before refuses',
    safe: `exports.put = (at, path, value) => {
  const names = path.split('.');
  for (const name of names) if (['__proto__', 'constructor', 'prototype'].includes(name)) throw new Error(name);
  for (const name of names.slice(0, -1)) at = at[name];
  at[names.at(-1)] = value;
};
`,
    harmful: `exports.put = (at, path, value) => {
  const names = path.split('.');
  for (const name of names) { if (name === '') continue; if (name === '__proto__') throw new Error(name); }
  for (const name of names.slice(0, -1)) at = at[name];
  at[names.at(-1)] = value;
};
`,
  },
  {
    name: 'names that a loop with a number before refuses',
    safe: `const refused = ['__proto__', 'constructor', 'prototype'];
exports.put = (at, path, value) => {
  const names = path.split('.');
  for (let i = 0; i < names.length; i++) if (refused.indexOf(names[i]) !== -1) return;
  for (let i = 0; i < names.length - 1; i++) at = at[names[i]];
  at[names[names.length - 1]] = value;
};
`,
    harmful: `const refused = ['length'];
exports.put = (at, path, value) => {
  const names = path.split('.');
  for (let i = 0; i < names.length; i++) if (refused.indexOf(names[i]) !== -1) return;
  for (let i = 0; i < names.length - 1; i++) at = at[names[i]];
  at[names[names.length - 1]] = value;
};
`,
  },
  {
    name: 'a name of a list that is refused where it is used',
    safe: `exports.put = (at, path, value) => {
  const names = path.split('.');
  for (let i = 0; i < names.length - 1; i++) {
    if (names[i] === '__proto__' || names[i] === 'constructor') return;
    at = at[names[i]];
  }
  at[names[names.length - 1]] = value;
};
`,
    harmful: `exports.put = (at, path, value) => {
  const names = path.split('.');
  for (let i = 0; i < names.length - 1; i++) {
    if (names[i] === 'length') return;
    at = at[names[i]];
  }
  at[names[names.length - 1]] = value;
};
`,
  },
  {
    name: 'a way down that one name of its own may also take',
    safe: `exports.put = (at, path, value, holder) => {
  const names = path.split('.').filter((name) => !['__proto__', 'constructor'].includes(name));
  if (names.some((name) => name === '__proto__' || name === 'constructor')) return;
  for (const name of names.slice(0, -1)) at = at[name];
  if (holder && at[holder]) at = at[holder];
  at[names.at(-1)] = value;
};
`,
    harmful: `exports.put = (at, path, value, holder) => {
  const names = path.split('.');
  for (const name of names.slice(0, -1)) at = at[name];
  if (holder && at[holder]) at = at[holder];
  at[names.at(-1)] = value;
};
`,
  },
  {
    name: 'an object of another file that gets functions and is exported',
    files: { 'base.js': 'module.exports = { options: {} };' },
    safe: `const base = require('./base');
const tools = (module.exports = base.tools = base.tools || {});
tools.put = (at, name, value) => { at[name] = value; };
`,
    harmful: `const base = require('./base');
const tools = (module.exports = base.tools = base.tools || {});
tools.put = (at, path, value) => {
  const names = path.split('.');
  for (const name of names.slice(0, -1)) at = at[name];
  at[names.at(-1)] = value;
};
`,
  },
  {
    name: 'a file that the entry loads to add to what it passes on',
    file: 'tools.js',
    files: {
      'base.js': 'module.exports = {};',
      'index.js': `module.exports = require('./base');\nrequire('./tools');\n`,
    },
    safe: `const base = require('./base');
base.tools = module.exports = { put(at, name, value) { at[name] = value; } };
`,
    harmful: `const base = require('./base');
base.tools = module.exports = { put(at, path, value) {
  const names = path.split('.');
  for (const name of names.slice(0, -1)) at = at[name];
  at[names.at(-1)] = value;
} };
`,
  },
];

describe('properties set by a path', () => {
  const found = async ({ file = 'index.js', files }: Setter, text: string): Promise<boolean> => {
    const { detections } = await inspect(file, { ...pack, ...files, [file]: text });
    return detections.some(({ ruleId }) => ruleId === 'prototype-pollution');
  };

  it.each(setters)('are told apart: $name', async (setter) => {
    expect(await found(setter, setter.safe)).toBe(false);
    expect(await found(setter, setter.harmful)).toBe(true);
  });
});
