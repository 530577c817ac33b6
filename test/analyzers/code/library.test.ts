import { describe, expect, it } from '@jest/globals';
import { unflag } from '../../../src/model/rule.js';
import { inspect } from '../../support/inspect.js';

const published = '{ "name": "tool", "main": "index.js" }';
const shell = `const { exec } = require('child_process');\n`;
const command = `exec('tar -xf ' + file);`;

/** Files of a package, the one that is looked at first, with the lines on which a caller's data reaches a shell. */
const commands: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  [
    'a function that is all a package exports',
    { 'index.js': `${shell}module.exports = (file) => { ${command} }; ◄`, 'package.json': published },
  ],
  [
    'a command to which an option is added where it is given',
    {
      'index.js': `${shell}module.exports = (options) => { let line = 'git log'; if (options.author) line += ' --author=' + options.author; exec(line); }; ◄`,
      'package.json': published,
    },
  ],
  [
    'a property of what a package exports',
    { 'index.js': `${shell}exports.unpack = function (file) { ${command} }; ◄`, 'package.json': published },
  ],
  [
    'a file that the entry passes on',
    {
      'lib/unpack.js': `${shell}module.exports = (file) => { ${command} }; ◄`,
      'index.js': `const unpack = require('./lib/unpack');\nmodule.exports = { unpack };`,
      'package.json': published,
    },
  ],
  [
    'a source file of what is built',
    {
      'src/index.ts': `import { exec } from 'node:child_process';\nexport function unpack(file: string) { ${command} } ◄`,
      'package.json': '{ "name": "tool", "exports": { ".": { "import": "./dist/index.mjs" } } }',
    },
  ],
  [
    'a method on what the constructor kept',
    {
      'index.js': `${shell}class Box { constructor(file) { this.file = file; } open() { exec('open ' + this.file); } } ◄\nmodule.exports = Box;`,
      'package.json': published,
    },
  ],
  [
    'a function that a function returns',
    {
      'index.js': `${shell}module.exports = (options) => ({ open(file) { ${command} } }); ◄`,
      'package.json': published,
    },
  ],
  [
    'what a function takes from its arguments',
    {
      'index.js': `${shell}module.exports = function () { exec('tar -xf ' + arguments[0]); }; ◄`,
      'package.json': published,
    },
  ],
  [
    'not what is kept under another symbol',
    {
      'index.js': `${shell}const { kName, kLine } = require('./symbols');
module.exports = class Job {
  constructor(name) { this[kName] = name; this[kLine] = 'ls '; }
  start() { exec(this[kLine] + '-l'); }
  named() { exec('ls ' + this[kName]); } ◄
};`,
      'package.json': published,
    },
  ],
  [
    'a file that the entry calls with what it is given',
    {
      'index.js': `const run = require('./run');\nexports.unpack = (file) => run('tar -xf ' + file); ◄`,
      'run.js': `${shell}module.exports = (line) => exec(line);`,
      'package.json': published,
    },
  ],
  [
    'a function within, which sees what the outer one is given, in a promise or later',
    {
      'index.js': `${shell}const later = require('run-later');
module.exports = function unpack(file) {
  later(() => { ${command} }); ◄
  return new Promise((resolve) => exec('tar -tf ' + file, resolve)); ◄
};`,
      'package.json': published,
    },
  ],
  [
    'a method of a prototype on what the constructor kept, added after the export',
    {
      'index.js': `${shell}module.exports = Box;
function Box(file) { this.file = file; }
Box.prototype.open = function () { this.start('open ' + this.file); };
Box.prototype.start = function (line) { exec(line, function () {}); }; ◄`,
      'package.json': published,
    },
  ],
  [
    'a prototype that is an object, of what is made without a word by another function',
    {
      'index.js': `${shell}function Box(file) { this.file = file; }
Box.prototype = {
  line: function () { return 'open ' + this.file; },
  open: function () { var line = this.line(); exec(line); }, ◄
};
exports.box = function (file) { return new Box(file); };`,
      'package.json': published,
    },
  ],
  [
    'a property of a variable that stands for what is exported',
    {
      'index.js': `${shell}var tool = (module.exports = {});
tool.unpack = function (file) { tool.start('tar -xf ' + file); };
tool.start = function (line) { exec(line); }; ◄`,
      'package.json': published,
    },
  ],
  [
    'not a function of the same name on another object',
    {
      'index.js': `${shell}const lists = { start(line) { return line.length; } };
module.exports = { unpack(file) { return lists.start('tar -xf ' + file); }, start(line) { exec(line); } };`,
      'package.json': published,
    },
  ],
  [
    'a file that belongs to no package and that nothing else uses',
    { 'tools/unpack.js': `${shell}function unpack(file) { ${command} } ◄` },
  ],
  [
    'not a command that is given whole',
    {
      'index.js': `${shell}module.exports = (file, done) => exec(file, done);`,
      'package.json': published,
    },
  ],
  [
    'not a number',
    {
      'src/index.ts': `import { exec } from 'node:child_process';\nexport const stop = (port: number) => exec('fuser -k ' + port);`,
      'package.json': '{ "name": "tool" }',
    },
  ],
  [
    'not a method for the class alone',
    {
      'src/index.ts': `import { exec } from 'node:child_process';
export class Box { protected static start(file: string) { exec('tar -xf ' + file); } }`,
      'package.json': '{ "name": "tool", "main": "src/index.ts" }',
    },
  ],
  [
    'not a file that the entry keeps to itself',
    {
      'lib/unpack.js': `${shell}module.exports = (file) => { ${command} };`,
      'index.js': `const unpack = require('./lib/unpack');\nexports.run = () => unpack('fixed.tar');`,
      'package.json': published,
    },
  ],
  [
    'not an application',
    {
      'index.js': `${shell}module.exports = (file) => { ${command} };`,
      'package.json': '{ "private": true, "main": "index.js" }',
    },
  ],
];

/** Functions that a package exports, with the place at which a name from outside leads into a prototype, or at which that is written to. */
const pollution: readonly (readonly [string, string])[] = [
  [
    'a path that is taken apart by a loop that ends early',
    `module.exports = (object, path, value) => {
  const keys = path.split('.');
  let at = object;
  let i = -1;
  while (++i < keys.length) {
    if (i < keys.length - 1) {
      at = at[keys[i]]; ◄
      continue;
    }
    at[keys[i]] = value;
  }
};`,
  ],
  [
    'a path that is taken apart by reduce',
    `module.exports = (object, path, value) => {
  const keys = path.split('.');
  const last = keys.pop();
  keys.reduce((at, key) => at[key] ?? {}, object)[last] = value; ◄
};`,
  ],
  [
    'a merge that calls itself',
    `module.exports = function merge(target, source) {
  for (const key in source) {
    if (source[key] instanceof Object) merge(target[key], source[key]);
    else target[key] = source[key]; ◄
  }
};`,
  ],
  [
    'a merge of all arguments',
    `const extend = (module.exports = function () {
  const target = arguments[0];
  Array.prototype.slice.call(arguments, 1).forEach((source) => {
    Object.keys(source).forEach((key) => {
      const before = target[key];
      target[key] = typeof before === 'object' ? extend(before, source[key]) : source[key]; ◄
    });
  });
  return target;
});`,
  ],
  [
    'not a merge that refuses the name',
    `module.exports = function merge(target, source) {
  for (const key in source) {
    if (['__proto__', 'constructor'].includes(key)) continue;
    if (source[key] instanceof Object) merge(target[key], source[key]);
    else target[key] = source[key];
  }
};`,
  ],
  [
    'not a merge that sets own properties only',
    `module.exports = function merge(target, source) {
  for (const key in source) {
    if (!Object.prototype.hasOwnProperty.call(target, key)) target[key] = {};
    merge(target[key], source[key]);
  }
};`,
  ],
  [
    'not a merge that goes into own properties only',
    `module.exports = function merge(target, source) {
  for (const key in source) {
    if (target.hasOwnProperty(key)) merge(target[key], source[key]);
    else target[key] = source[key];
  }
};`,
  ],
  [
    'but a merge that asks the source only',
    `module.exports = function merge(target, source) {
  for (const key in source) {
    if (!source.hasOwnProperty(key)) continue;
    if (source[key] instanceof Object) merge(target[key], source[key]);
    else target[key] = source[key]; ◄
  }
};`,
  ],
  [
    'not a name of one property',
    `module.exports = (table, rows) => rows.forEach((row) => { table[row.group][row.name] = row; });`,
  ],
  [
    'not a copy of one level',
    `module.exports = (to, from) => { for (const key in from) to[key] = from[key]; };`,
  ],
];

describe('what a caller outside the package can do', () => {
  it.each(commands)('reaches a shell through %s', async (_name, files) => {
    const [path = '', source = ''] = Object.entries(files)[0] ?? [];
    const { text, lines } = unflag(source);
    const { detections } = await inspect(path, { ...files, [path]: text });
    const found = detections.filter((detection) => detection.ruleId === 'command-injection');
    expect(found.map((detection) => detection.range.startLine)).toEqual(lines);
    expect(found.every((detection) => detection.confidence === 'medium')).toBe(true);
  });

  it.each(pollution)('reaches a prototype through %s', async (_name, source) => {
    const { text, lines } = unflag(source);
    const { detections } = await inspect('index.js', { 'index.js': text, 'package.json': published });
    const found = detections.filter((detection) => detection.ruleId === 'prototype-pollution');
    expect(found.map((detection) => detection.range.startLine)).toEqual(lines);
  });
});
