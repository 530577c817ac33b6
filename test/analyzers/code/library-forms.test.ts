import { describe, expect, it } from '@jest/globals';
import { inspect } from '../../support/inspect.js';

interface Form {
  readonly name: string;
  readonly path?: string;
  readonly text: string;
  /** Rule and line of each finding. */
  readonly expected: readonly string[];
}

const forms: readonly Form[] = [
  {
    name: 'a check of its own that a name is one of the object it comes from proves nothing',
    path: 'index.js',
    text: `module.exports = function merge(target, source) {
  for (const key in source) {
    if (!hasOwn(source, key)) continue;
    if (typeof target[key] === 'object') merge(target[key], source[key]);
    else target[key] = source[key];
  }
  return target;
};
function hasOwn(object, key) {
  return Object.prototype.hasOwnProperty.call(object, key);
}
`,
    expected: ['prototype-pollution:5'],
  },
  {
    name: 'options that a text may stand for stay those that were given',
    path: 'index.js',
    text: `const { exec } = require('child_process');
exports.commit = (options) => {
  options = options || {};
  if (typeof options === 'string') options = { version: options, message: void 0 };
  exec('git commit -m ' + options.message);
};
`,
    expected: ['command-injection:5'],
  },
  {
    name: 'a refused `__proto__` is not enough where functions count as objects',
    path: 'index.js',
    text: `module.exports = function mixin(target, source) {
  for (const key in source) if (key !== '__proto__') put(target, source[key], key);
  return target;
};
function put(target, value, key) {
  if (isObject(value) && isObject(target[key])) module.exports(target[key], value);
  else target[key] = value;
}
function isObject(value) {
  return typeof value === 'function' || (typeof value === 'object' && value !== null);
}
`,
    expected: ['prototype-pollution:7'],
  },
  {
    name: 'a connection that a pool of mysql hands to a callback takes its text in an object',
    text: `const mysql = require('mysql'); const pool = mysql.createPool({});
require('express')().get('/', (req) => {
  pool.getConnection((error, c) => { c.query({ sql: 'select ' + req.query.b, timeout: 4 }); });
  pool.getConnection((error, c) => { c.query({ sql: 'select ?', values: [req.query.b] }); });
});
`,
    expected: ['sql-injection:3'],
  },
  {
    name: 'a route of Hapi has its handler among its options, also in a list of routes',
    text: `const server = require('@hapi/hapi').server();
server.route({ method: 'GET', path: '/a', options: { handler: async (r) => '<b>' + r.query.a } });
server.route([{ method: 'GET', path: '/b', config: { handler: (r) => ({ a: r.query.a }) } }, { handler: (r) => '<b>' + r.query.a }]);
`,
    expected: ['cross-site-scripting:2', 'cross-site-scripting:3'],
  },
  {
    name: 'a function in the cloud by its type, whatever it is called',
    text: `import type { APIGatewayProxyEventV2, APIGatewayProxyHandler } from 'aws-lambda';
export const go: APIGatewayProxyHandler = async (e) => ({ statusCode: 302, headers: { Location: e.queryStringParameters.to }, body: '' });
export const on = async (e: APIGatewayProxyEventV2) => { return { headers: { location: e.queryStringParameters.to } }; };
export const plain = async (e: Options) => ({ headers: { location: e.queryStringParameters.to } });
`,
    expected: ['open-redirect:2', 'open-redirect:3'],
  },
  {
    name: 'Prisma takes objects with operators in place of text',
    text: `import express from 'express'; import { prisma } from './prisma';
const app = express();
app.post('/:id', async (req) => {
  await prisma.user.findFirst({ where: { resetToken: req.body.token } });
  await prisma.user.findFirst({ where: { resetToken: String(req.body.token), id: req.params.id } });
  await other.user.findFirst({ where: { resetToken: req.body.token } });
});
`,
    expected: ['nosql-injection:4'],
  },
  {
    name: 'a part of Nunjucks in which escaping is off',
    path: 'views/a.njk',
    text: `<p>{{ comment }}</p>
{% autoescape false %}<p>{{ comment }}</p>
<p>{{ comment | escape }}</p>{% endautoescape %}
<p>{{ comment }}</p>
`,
    expected: ['unescaped-template-output:2'],
  },
  {
    name: 'a switch of Electron for the whole application',
    text: `import { app } from 'electron';
app.commandLine.appendSwitch('ignore-certificate-errors');
if (isDev) { app.commandLine.appendSwitch('ignore-certificate-errors'); }
app.commandLine.appendSwitch('lang', 'de');
`,
    expected: ['insecure-electron-settings:2'],
  },
  {
    name: 'headers with credentials and the whole environment',
    text: `export function log(req, res) {
  console.log('from', req.headers.authorization);
  console.log(req.headers['user-agent'], Boolean(req.headers.cookie));
  console.info(process.env);
  res.json(process.env);
}
`,
    expected: ['sensitive-data-logging:2', 'sensitive-data-logging:4', 'sensitive-data-exposure:5'],
  },
  {
    name: 'a format that is data as a whole',
    text: `import util from 'node:util'; import express from 'express';
express().get('/', (req) => {
  audit(util.format(req.query.f, req.ip));
  audit(util.format('%s', req.query.f));
});
`,
    expected: ['format-string:3'],
  },
  {
    name: 'a fragment that is made of a text',
    text: `document.body.append(document.createRange().createContextualFragment(location.hash));
`,
    expected: ['dom-cross-site-scripting:1'],
  },
  {
    name: 'a password deep in a token',
    text: `import jwt from 'jsonwebtoken';
export const token = (key, user) => jwt.sign({ user: { password: user.pass } }, key, { expiresIn: '1h' });
export const other = (key, user) => jwt.sign({ user: { name: user.name } }, key, { expiresIn: '1h' });
`,
    expected: ['sensitive-data-exposure:2'],
  },
  {
    name: 'a host behind a second slash',
    text: `import express from 'express';
express().get('/:user', (req, res) => {
  const path = '/u' + req.params.user;
  if (req.query.a) res.redirect('/' + path);
  res.redirect(path);
});
`,
    expected: ['open-redirect:4'],
  },
  {
    name: 'what writes the entries of an archive through a stream',
    text: `const { Writer } = require('fstream');
const path = require('path');
exports.extract = (self, opts) => {
  self.on('entry', (entry) => entry.pipe(Writer({ path: path.join(opts.path, entry.path) })));
};
`,
    expected: ['zip-slip:4'],
  },
  {
    name: 'a class that a build made of a function, with what it imports by default',
    path: 'index.js',
    text: `'use strict';
Object.defineProperty(exports, '__esModule', { value: true });
var _child = require('child_process');
var _child2 = _interopRequireDefault(_child);
function _interopRequireDefault(obj) { return obj && obj.__esModule ? obj : { default: obj }; }
var Git = (function () {
  function Git(dir) { this.dir = dir; }
  (0, _createClass3.default)(Git, [
    { key: 'log', value: function log(branch) { return _child2.default.exec('git log ' + branch); } },
  ], [
    { key: 'version', value: function version() { return (0, _child.exec)('git version'); } },
    { key: 'clone', value: function clone(from) { return (0, _child.exec)('git clone ' + from); } },
  ]);
  return Git;
})();
exports.default = Git;
`,
    expected: ['command-injection:9', 'command-injection:12'],
  },
  {
    name: 'a path that was looked at before it was decoded',
    text: `import express from 'express';
import fs from 'node:fs';
const app = express();
app.get('/a', (req, res) => {
  if (String(req.query.file).includes('..')) return res.sendStatus(403);
  res.send(fs.readFileSync('/srv/' + decodeURIComponent(req.query.file)));
});
app.get('/b', (req, res) => {
  const file = decodeURIComponent(String(req.query.file));
  if (file.includes('..')) return res.sendStatus(403);
  res.send(fs.readFileSync('/srv/' + file));
});
`,
    expected: ['path-traversal:6'],
  },
];

describe('a library', () => {
  it.each(forms)('$name', async ({ path = 'src/a.ts', text, expected }) => {
    const { detections } = await inspect(path, { [path]: text });
    expect(detections.map(({ ruleId, range }) => `${ruleId}:${range.startLine}`)).toEqual(expected);
  });
});
