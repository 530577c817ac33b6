import { describe, expect, it } from '@jest/globals';
import { createCodeAnalyzer } from '../../../src/analyzers/code/analyzer.js';
import { inspect } from '../../support/inspect.js';
import { analyze } from '../support.js';

interface Form {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** Rule and line of each finding in the first file. */
  readonly expected: readonly string[];
}

const pack = { 'package.json': '{ "name": "pack", "main": "index.js" }' };

const forms: readonly Form[] = [
  {
    name: 'a callback of a function that goes through properties gets their names',
    files: {
      'index.js': `const forIn = require('for-in'); const _ = require('lodash');
module.exports = blend;
function blend(base, extra) { forIn(extra, put, base); return base; }
function put(value, name) { if (typeof value === 'object') blend(this[name], value); else this[name] = value; }
module.exports.mix = function mix(base, extra) {
  _.forOwn(extra, (value, name) => { if (_.isObject(value)) mix(base[name], value); else base[name] = value; });
};
`,
    },
    expected: ['prototype-pollution:4', 'prototype-pollution:6'],
  },
  {
    name: 'properties of lodash that are gone through are the own ones of what they are read from',
    files: {
      'index.js': `const _ = require('lodash');
module.exports = function mark(groups) {
  _.forOwn(groups, (group, name) => { groups[name] = { ...group, marked: true }; });
  _.forOwn(groups, (group, name) => { _.forOwn(group, (item, key) => { groups[name][key] = item + 1; }); });
};
`,
    },
    expected: [],
  },
  {
    name: 'a property that is defined is set',
    files: {
      'index.js': `module.exports = function copy(to, from) {
  for (const name of Object.getOwnPropertyNames(from)) {
    if (typeof to[name] === 'object') { copy(to[name], from[name]); continue; }
    Object.defineProperty(to, name, Object.getOwnPropertyDescriptor(from, name));
  }
};
`,
    },
    expected: ['prototype-pollution:4'],
  },
  {
    name: 'a path that is taken apart at its first dot, or given as a number, text or list',
    files: {
      'index.js': `exports.put = put; exports.place = place;
function put(at, path, value) {
  const dot = path.indexOf('.');
  if (dot < 0) { at[path] = value; return; }
  const name = path.slice(0, dot);
  if (!at[name]) at[name] = {};
  put(at[name], path.slice(dot + 1), value);
}
function place(at, path, value) {
  if (typeof path === 'number') path = [path];
  if (typeof path === 'string') return place(at, path.split('/'), value);
  if (path.length === 1) { at[path[0]] = value; return; }
  return place(at[path[0]], path.slice(1), value);
}
`,
    },
    expected: ['prototype-pollution:4', 'prototype-pollution:12'],
  },
  {
    name: '__proto__ alone is refused, and constructor.prototype leads to the same place',
    files: {
      'index.js': `module.exports = (root, path, value) => {
  const names = path.split('.'); const last = names.pop(); let at = root;
  for (const name of names) { if (name === '__proto__') return; at = at[name] = at[name] || {}; }
  if (last !== '__proto__') at[last] = value;
};
`,
    },
    expected: ['prototype-pollution:3', 'prototype-pollution:4'],
  },
  {
    name: '__proto__ is refused where only objects are followed, or constructor is refused too',
    files: {
      'index.js': `module.exports = (root, path, value) => {
  const names = path.split('.'); const last = names.pop(); let at = root;
  for (const name of names) {
    if (name === '__proto__') return;
    if (typeof at[name] !== 'object') at[name] = {};
    at = at[name];
  }
  if (last !== '__proto__') at[last] = value;
};
`,
    },
    expected: [],
  },
  {
    name: 'each function of a table may be the one that is called',
    files: {
      'index.js': `const { exec } = require('child_process');
const tools = {
  list: (name) => name.length,
  blame: (name) => exec('git blame ' + name),
  log: (name) => exec('git log -- ' + name),
};
exports.run = (tool, name) => tools[tool](name);
`,
    },
    expected: ['command-injection:4', 'command-injection:5'],
  },
  {
    name: 'a file that a switch chooses, and a first argument that is bound',
    files: {
      'index.js': `let read;
switch (process.platform) {
  case 'win32': read = require('./windows'); break;
  default: read = require('./unix');
}
exports.read = (name, done) => read(name, done);
const { exec } = require('child_process');
const git = function (command, name, done) { exec('git ' + command + ' ' + name, done); };
const show = git.bind(null, 'show');
exports.show = (name, done) => show(name, done);
exports.fixed = (name, done) => show('HEAD', done);
`,
      'windows.js': `module.exports = (name, done) => done(name);
`,
      'unix.js': `const { exec } = require('child_process');
module.exports = (name, done) => exec('cat /sys/class/net/' + name, done);
`,
    },
    expected: ['command-injection:6', 'command-injection:8'],
  },
  {
    name: 'what a function of another file does in a callback',
    files: {
      'index.js': `const { history } = require('./history');
exports.history = (name, done) => history(name, done);
exports.fixed = (done) => history('HEAD', done);
`,
      'history.js': `const fs = require('fs'); const { exec } = require('child_process');
exports.history = (name, done) => {
  fs.stat('.git', (error) => { if (error) done(error); else exec('git log ' + name, done); });
};
`,
    },
    expected: ['command-injection:2'],
  },
  {
    name: 'a variable of the function around is only known in the branch that looked at it',
    files: {
      'index.js': `const fs = require('fs');
require('http').createServer((req, res) => {
  let name = new URL(req.url, 'http://localhost').searchParams.get('name');
  later(() => {
    if (name === 'home') log(name);
    fs.readFile('pages/' + name, (error, page) => res.end(page));
  });
  later(() => {
    if (name !== 'home') return;
    fs.readFile('pages/' + name, (error, page) => res.end(page));
  });
}).listen(80);
`,
    },
    expected: ['path-traversal:6'],
  },
  {
    name: 'a variable that is set within a condition',
    files: {
      'index.js': `const { exec } = require('child_process'); const app = require('express')();
app.get('/', (req, res) => {
  let name = 'a', other = 'b';
  req.query.name && (name = req.query.name);
  req.query.other ? (other = req.query.other) : (other = 'c');
  exec('cat ' + name); exec('cat ' + other);
});
`,
    },
    expected: ['command-injection:6', 'command-injection:6'],
  },
  {
    name: 'this of a handler of Koa is its context',
    files: {
      'index.js': `const fs = require('fs'); const app = require('koa')();
app.use(function* () {
  this.body = fs.createReadStream('public' + this.request.query.file);
  this.type = 'text/plain';
});
`,
    },
    expected: ['path-traversal:3'],
  },
  {
    name: 'the names in a path that a router hands to a handler',
    files: {
      'index.js': `const fs = require('fs'); const router = require('./router');
router.get('/:file', (request, response, params) => fs.createReadStream('public/' + params.file).pipe(response));
router.get('/:file', (value, other, params) => fs.createReadStream('public/' + params.file).pipe(other));
`,
    },
    expected: ['path-traversal:2'],
  },
  {
    name: 'an entry of an archive by the name of its event',
    files: {
      'index.js': `const fs = require('fs'); const path = require('path'); const fstream = require('fstream');
const unzip = require('./unzip');
module.exports = (archive, folder) => {
  const parser = unzip(archive);
  parser.on('entry', (entry) => { entry.pipe(fs.createWriteStream(path.join(folder, entry.path))); });
  parser.on('entry', (entry) => { entry.pipe(fstream.Writer({ path: path.join(folder, entry.path) })); });
  parser.on('entry', (entry) => { fs.createWriteStream(path.join(folder, path.basename(entry.path))); });
};
`,
    },
    expected: ['zip-slip:5', 'zip-slip:6'],
  },
  {
    name: 'the main file of a package that names only a program, and the files that its exports choose from',
    files: {
      'index.js': `const { execSync } = require('child_process');
exports.stop = (port) => execSync(\`fuser -k \${port}/tcp\`);
`,
      'package.json': '{ "name": "stop", "bin": "stop.js" }',
    },
    expected: ['command-injection:2'],
  },
  {
    name: 'one of two files that a package offers by platform',
    files: {
      'lib/unix.js': `const { execSync } = require('child_process');
exports.stop = (pid) => execSync(\`kill -9 \${pid}\`);
`,
      'lib/index.js': `module.exports = process.platform === 'win32' ? require('./windows') : require('./unix');
`,
      'package.json': '{ "name": "stop", "main": "lib/index.js" }',
    },
    expected: ['command-injection:2'],
  },
  {
    name: 'an expression that is slow on what callers give',
    files: {
      'index.js': `exports.end = (text) => text.replace(/[\\r\\n]+$/, '');
exports.start = (text) => text.replace(/^[\\r\\n]+/, '');
exports.both = (text) => end(text.trimStart());
const end = (text) => text.replace(/[\\r\\n]+$/, '');
exports.brief = (text) => (text.length > 200 ? text : text.replace(/[\\r\\n]+$/, ''));
`,
      'package.json': '{ "name": "trim", "main": "index.js" }',
    },
    expected: ['regular-expression-denial-of-service:1'],
  },
  {
    name: 'an expression that is slow on what the program itself gives',
    files: {
      'index.js': `exports.end = (text) => text.replace(/[\\r\\n]+$/, '');
`,
      'package.json': '{ "name": "trim", "private": true, "main": "index.js" }',
    },
    expected: [],
  },
  {
    name: 'one of several expressions, each of which is tried',
    files: {
      'index.js': `const strict = /^[^=]+=[^;]*$/;
const loose = /^[^=]*\\s*=/;
const forms = [{ test: /^\\d+$/ }, { test: /^in\\s+.*\\s+stats$/ }];
exports.parse = (text, options) => (options.loose ? loose : strict).exec(text.trim());
exports.kind = (text) => forms.find((form) => form.test.exec(text));
`,
    },
    expected: ['regular-expression-denial-of-service:4', 'regular-expression-denial-of-service:5'],
  },
  {
    name: 'blanks at the end of each line',
    files: {
      'index.js': `exports.strip = (text) => text.replace(/[ \\t]*$/gm, '');
exports.lines = (text) => text.match(/[^\\n]+$/gm);
`,
    },
    expected: ['regular-expression-denial-of-service:1'],
  },
];

describe('packages', () => {
  it.each(forms)('$name', async ({ files, expected }) => {
    const [path = ''] = Object.keys(files);
    const { detections } = await inspect(path, { ...pack, ...files });
    expect(detections.map(({ ruleId, range }) => `${ruleId}:${range.startLine}`)).toEqual(expected);
  });
});

describe('programs without an ending', () => {
  const text = `require('http').createServer((req, res) => {
  require('fs').createReadStream(process.cwd() + req.url).pipe(res);
}).listen(80);
`;
  it('are read where their first line names Node.js', async () => {
    const analyzer = createCodeAnalyzer();
    try {
      const findings = async (path: string, first: string): Promise<string[]> =>
        (await analyze(analyzer, path, `${first}\n${text}`)).detections.map(({ ruleId }) => ruleId);
      expect(await findings('bin/serve', '#!/usr/bin/env node')).toEqual(['path-traversal']);
      expect(await findings('bin/serve', '#!/bin/sh')).toEqual([]);
      expect(['bin/serve', 'tools/serve', 'bin/serve.sh'].map((path) => analyzer.wants(path))).toEqual([
        true,
        false,
        false,
      ]);
    } finally {
      await analyzer.close?.();
    }
  });
});
