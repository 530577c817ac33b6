import { describeMisses, server, type KnownMiss } from '../../support/known-misses.js';

const missed: readonly KnownMiss[] = [
  {
    name: 'data that an event carries to its listener',
    rule: 'command-injection',
    files: {
      'src/app.ts': `${server}import { EventEmitter } from 'node:events';
const jobs = new EventEmitter();
jobs.on('convert', (file) => exec('convert ' + file)); ◄
app.post('/convert', (req, res) => { jobs.emit('convert', req.body.file); res.end(); });
`,
    },
    instead: [`jobs.emit('convert', req.body.file)`, `exec('convert ' + req.body.file)`],
  },
  {
    name: 'the state of a component',
    rule: 'dom-cross-site-scripting',
    files: {
      'src/banner.tsx': `import { useEffect, useState } from 'react';
export function Banner() {
  const [text, setText] = useState('');
  useEffect(() => setText(decodeURIComponent(window.location.hash.slice(1))), []);
  return <p dangerouslySetInnerHTML={{ __html: text }} />; ◄
}
`,
    },
    instead: [`__html: text`, `__html: decodeURIComponent(window.location.hash.slice(1))`],
  },
  {
    name: 'what a context provider hands down',
    rule: 'dom-cross-site-scripting',
    files: {
      'src/note.tsx': `import { createContext, useContext } from 'react';
const Note = createContext('');
export const Page = () => <Note.Provider value={location.hash}><Body /></Note.Provider>;
function Body() {
  const note = useContext(Note);
  return <p dangerouslySetInnerHTML={{ __html: note }} />; ◄
}
`,
    },
    instead: [`__html: note`, `__html: location.hash`],
  },
  {
    name: 'a row of a database in a later query',
    rule: 'sql-injection',
    files: {
      'src/report.ts': `${server}export async function report(id: number) {
  const { rows } = await pool.query('select filter from saved where id = $1', [id]);
  return pool.query('select * from t where ' + rows[0].filter); ◄
}
app.get('/', async (req, res) => { res.json(await report(Number(req.query.id))); });
`,
    },
    instead: [`report(Number(req.query.id))`, `pool.query('select * from t where ' + req.query.filter)`],
  },
  {
    name: 'a Handlebars helper that returns its argument as safe',
    rule: 'cross-site-scripting',
    files: {
      'src/helpers.ts': `import express from 'express';
import Handlebars from 'handlebars';
const app = express();
Handlebars.registerHelper('bold', (text) => new Handlebars.SafeString('<b>' + text + '</b>')); ◄
const page = Handlebars.compile('<p>{{bold name}}</p>');
app.get('/', (req, res) => { res.send(page({ name: req.query.name })); });
`,
    },
    instead: [`page({ name: req.query.name })`, `'<b>' + req.query.name`],
  },
  {
    name: 'a curried function of a library of helpers',
    rule: 'sql-injection',
    files: {
      'src/app.ts': `${server}import { pipe, trim, toUpper } from 'ramda';
const tidy = pipe(trim, toUpper);
app.get('/', async (req, res) => {
  res.json(await pool.query('select * from t where x = ' + tidy(req.query.q))); ◄
});
`,
    },
    instead: [`tidy(req.query.q)`, `req.query.q`],
  },
  {
    name: 'a proxy that hands everything on',
    rule: 'path-traversal',
    files: {
      'src/app.ts': `import express from 'express';
import fs from 'node:fs';
const app = express();
const lenient = (target) => new Proxy(target, { get: (object, name) => object[name] ?? '' });
app.get('/', (req, res) => {
  const query = lenient(req.query);
  res.end(fs.readFileSync('data/' + query.name)); ◄
});
`,
    },
    instead: [`query.name`, `req.query.name`],
  },
  {
    name: 'text that is written into a buffer',
    rule: 'sql-injection',
    files: {
      'src/app.ts': `${server}app.get('/', async (req, res) => {
  const buffer = Buffer.alloc(200);
  buffer.write(req.query.q, 0);
  res.json(await pool.query('select * from t where x = ' + buffer.toString())); ◄
});
`,
    },
    instead: ['buffer.toString()', 'req.query.q'],
  },
  {
    name: 'a request that is piped into a shell',
    rule: 'command-injection',
    files: {
      'src/app.ts': `${server}import { spawn } from 'node:child_process';
app.post('/run', (req, res) => {
  const shell = spawn('sh');
  req.pipe(shell.stdin); ◄
  res.end();
});
`,
    },
    instead: ['req.pipe(shell.stdin)', `exec('sh ' + req.body.x)`],
  },
  {
    name: 'listeners that wait in a table by name',
    rule: 'command-injection',
    files: {
      'src/app.ts': `${server}const listeners: Record<string, ((name: string) => void)[]> = {};
const on = (event: string, listener: (name: string) => void) => (listeners[event] ??= []).push(listener);
on('saved', (name) => exec('notify ' + name)); ◄
app.post('/', (req, res) => {
  listeners.saved.forEach((listener) => listener(req.body.name));
  res.end();
});
`,
    },
    instead: [
      'listeners.saved.forEach((listener) => listener(req.body.name))',
      `exec('notify ' + req.body.name)`,
    ],
  },
  {
    name: 'a digest that a helper makes of whatever it is given',
    rule: 'weak-password-hash',
    files: {
      'src/users.ts': `import { createHash } from 'node:crypto';
const digest = (text: string) => createHash('md5').update(text).digest('hex'); ◄
export const store = (user: { password: string }) => ({ hash: digest(user.password) });
`,
    },
    instead: ['digest(user.password)', `createHash('md5').update(user.password).digest('hex')`],
  },
  {
    name: 'random text that a helper makes',
    rule: 'insecure-randomness',
    files: {
      'src/tokens.ts': `const text = () => Math.random().toString(36).slice(2); ◄
export const reset = (user: { resetToken: string }) => { user.resetToken = text(); };
`,
    },
    instead: ['user.resetToken = text()', 'user.resetToken = Math.random().toString(36).slice(2)'],
  },
  {
    name: 'calls deeper than are followed',
    rule: 'sql-injection',
    files: {
      'src/app.ts': `${server}const f0 = (x: string) => pool.query('select * from t where x = ' + x); ◄
${[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((n) => `const f${n} = (x: string) => { return f${n - 1}(x); };`).join('\n')}
app.get('/', async (req, res) => { res.json(await f12(req.query.q)); });
`,
    },
    instead: ['f12(req.query.q)', 'f3(req.query.q)'],
  },
];

describeMisses('within a file', missed);
