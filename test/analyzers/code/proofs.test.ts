import { describe, expect, it } from '@jest/globals';
import { inspect } from '../../support/inspect.js';

const head = `import express from 'express';
import fs from 'node:fs';
import path from 'node:path';
import { exec, execFile } from 'node:child_process';
import { Pool } from 'pg';
import known from './known.js';
const db = new Pool();
const root = '/srv/files';
const app = express();
`;

/** What proves data safe, and the like that proves nothing: both stand in a handler. */
const cases: readonly { name: string; rule: string; safe: string; harmful: string }[] = [
  {
    name: 'a function that is handed on where a name is known',
    rule: 'path-traversal',
    safe: `const f = req.query.f; if (known.has(f)) later(req, () => { fs.createReadStream(f).pipe(res); });`,
    harmful: `const f = req.query.f; if (known.has(res)) later(req, () => { fs.createReadStream(f).pipe(res); });`,
  },
  {
    name: 'a variable that is set anew before a function that was handed on may run',
    rule: 'path-traversal',
    safe: `let f = req.query.f; if (known.has(f)) { later(req, () => { fs.createReadStream(f).pipe(res); }); }`,
    harmful: `let f = req.query.f; if (known.has(f)) { later(req, () => { fs.createReadStream(f).pipe(res); }); } f = req.body.f;`,
  },
  {
    name: 'an end of the process',
    rule: 'path-traversal',
    safe: `const f = req.query.f; if (!known.has(f)) process.exit(1); fs.readFileSync(f);`,
    harmful: `const f = req.query.f; if (!known.has(f)) process.emit('unknown'); fs.readFileSync(f);`,
  },
  {
    name: 'a function that always throws',
    rule: 'path-traversal',
    safe: `const f = req.query.f; const fail = () => { log(f); throw new Error(f); }; if (!known.has(f)) { fail(); } fs.readFileSync(f);`,
    harmful: `const f = req.query.f; const fail = () => { if (strict) return; throw new Error(f); }; if (!known.has(f)) { fail(); } fs.readFileSync(f);`,
  },
  {
    name: 'a function whose type says that it does not come back',
    rule: 'path-traversal',
    safe: `const f = req.query.f; const fail = (): never => leave(); if (!known.has(f)) fail(); fs.readFileSync(f);`,
    harmful: `const f = req.query.f; const fail = (): void => leave(); if (!known.has(f)) fail(); fs.readFileSync(f);`,
  },
  {
    name: 'a function that throws later, which is not waited for',
    rule: 'path-traversal',
    safe: `const f = req.query.f; const fail = async () => { throw new Error(f); }; if (!known.has(f)) await fail(); fs.readFileSync(f);`,
    harmful: `const f = req.query.f; const fail = async () => { throw new Error(f); }; if (!known.has(f)) fail(); fs.readFileSync(f);`,
  },
  {
    name: 'a name that an object has of its own',
    rule: 'unsafe-dynamic-method-call',
    safe: `const f = req.query.f; const all = load(req.user); if (!Object.hasOwn(all, f)) return; all[f]();`,
    harmful: `const f = req.query.f; const all = load(req.user); if (!all[f]) return; all[f]();`,
  },
  {
    name: 'a property that is laid over what was sent, and not under it',
    rule: 'sql-injection',
    safe: `const o = { ...req.body, table: 'orders' }; db.query('select * from ' + o.table);`,
    harmful: `const o = { table: 'orders', ...req.body }; db.query('select * from ' + o.table);`,
  },
  {
    name: 'defaults that are copied over what was sent, and not before it',
    rule: 'sql-injection',
    safe: `const o = Object.assign({}, req.body, { table: 'orders' }); db.query('select * from ' + o.table);`,
    harmful: `const o = Object.assign({ table: 'orders' }, req.body); db.query('select * from ' + o.table);`,
  },
  {
    name: 'one of two names',
    rule: 'path-traversal',
    safe: `const f = req.query.f; if (f === 'terms.txt' || f === 'privacy.txt') fs.readFileSync(f);`,
    harmful: `const f = req.query.f; if (f === 'terms.txt' || isOpen()) fs.readFileSync(f);`,
  },
  {
    name: 'one of two folders',
    rule: 'path-traversal',
    safe: `const f = path.resolve(req.query.f); if (f.startsWith('/srv/a/') || f.startsWith('/srv/b/')) fs.readFileSync(f);`,
    harmful: `const f = path.resolve(req.query.f); if (f.startsWith('/srv/a/') || req.user) fs.readFileSync(f);`,
  },
  {
    name: 'a beginning that is the root',
    rule: 'path-traversal',
    safe: `const f = path.resolve(req.query.f); if (f.slice(0, root.length) === root) fs.readFileSync(f);`,
    harmful: `const f = path.resolve(req.query.f); if (f.slice(0, root.length) !== root) fs.readFileSync(f);`,
  },
  {
    name: 'a beginning of a path that is resolved',
    rule: 'path-traversal',
    safe: `const f = path.normalize(req.url); if (f.startsWith('/files/')) fs.readFileSync('.' + f);`,
    harmful: `const f = req.url; if (f.startsWith('/files/')) fs.readFileSync('.' + f);`,
  },
  {
    name: 'a function that is named for what it tests',
    rule: 'path-traversal',
    safe: `const f = path.join(root, req.query.f); if (isPathInside(f, root)) fs.readFileSync(f);`,
    harmful: `const f = path.join(root, req.query.f); if (!isPathInside(f, root)) fs.readFileSync(f);`,
  },
  {
    name: 'the last part of a path',
    rule: 'path-traversal',
    safe: `fs.readFileSync(root + '/' + req.query.f.split('/').pop());`,
    harmful: `fs.readFileSync(root + '/' + req.query.f.split('?').pop());`,
  },
  {
    name: 'dots that were taken out',
    rule: 'path-traversal',
    safe: `fs.readFileSync(root + '/' + req.query.f.replace(new RegExp('[.]', 'g'), ''));`,
    harmful: `fs.readFileSync(root + '/' + req.query.f.replace(new RegExp('[.]'), ''));`,
  },
  {
    name: 'a file that Express sends from below a folder',
    rule: 'path-traversal',
    safe: `res.sendFile(root + '/public/' + req.params.f);`,
    harmful: `res.sendFile(path.join(root + '/public/', req.params.f));`,
  },
  {
    name: 'a root of the options, unless it is chosen too',
    rule: 'path-traversal',
    safe: `res.sendFile(req.query.f, { root: '/srv/files' });`,
    harmful: `res.sendFile(req.query.f, { root: req.query.folder });`,
  },
  {
    name: 'a class of characters that is not found',
    rule: 'cross-site-scripting',
    safe: `const t = req.query.t; if (!/[<>"'&]/.exec(t)) res.send('<b>' + t + '</b>');`,
    harmful: `const t = req.query.t; if (/[<>"'&]/.exec(t)) res.send('<b>' + t + '</b>');`,
  },
  {
    name: 'a text that does not begin as an option',
    rule: 'argument-injection',
    safe: `const r = req.query.r; if (!r.startsWith('-')) execFile('git', ['fetch', r]);`,
    harmful: `const r = req.query.r; if (r.startsWith('-')) execFile('git', ['fetch', r]);`,
  },
  {
    name: 'a text that begins as an address',
    rule: 'argument-injection',
    safe: `const r = req.query.r; if (r.startsWith('https://')) execFile('git', ['fetch', r]);`,
    harmful: `const r = req.query.r; if (r.endsWith('.git')) execFile('git', ['fetch', r]);`,
  },
  {
    name: 'a name with a fixed beginning',
    rule: 'unsafe-dynamic-method-call',
    safe: `handlers['on' + req.query.name](req);`,
    harmful: `handlers[req.query.name](req);`,
  },
  {
    name: 'what a test of its own answers, compared with true',
    rule: 'sql-injection',
    safe: `const k = req.query.k; if (isAllowedColumn(k) === true) db.query('select ' + k);`,
    harmful: `const k = req.query.k; if (isAllowedColumn(k) === false) db.query('select ' + k);`,
  },
  {
    name: 'a pattern that finds nothing',
    rule: 'cross-site-scripting',
    safe: `const t = req.query.t; if (/[<>&]/.exec(t) == null) res.send('<b>' + t + '</b>');`,
    harmful: `const t = req.query.t; if (/[<>&]/.exec(t) != null) res.send('<b>' + t + '</b>');`,
  },
  {
    name: 'a name under which something is known',
    rule: 'open-redirect',
    safe: `const to = req.query.to; if (known[to] !== undefined) res.redirect(to);`,
    harmful: `const to = req.query.to; if (known[to] === undefined) res.redirect(to);`,
  },
  {
    name: 'a name that is listed',
    rule: 'open-redirect',
    safe: `const to = req.query.to; if (!known[to]) return res.end(); res.redirect(to);`,
    harmful: `const to = req.query.to; if (known[to]) return res.end(); res.redirect(to);`,
  },
  {
    name: 'quotes within the quotes of a shell',
    rule: 'command-injection',
    safe: `exec("ls '" + req.query.f.replace(/'/g, "'\\\\''") + "'");`,
    harmful: `exec("ls '" + req.query.f.replace(/'/, "'\\\\''") + "'");`,
  },
  {
    name: 'a function that escapes one character at a time',
    rule: 'cross-site-scripting',
    safe: `function escapeHtml(t) { let out = ''; for (const c of t) out += c === '<' ? '&lt;' : c; return out; }
res.send('<b>' + escapeHtml(req.query.t) + '</b>');`,
    harmful: `function escapeHtml(t) { let out = ''; for (const c of t) out += c; return out; }
res.send('<b>' + escapeHtml(req.query.t) + '</b>');`,
  },
  {
    name: 'a loop that ends with the first element that is not there',
    rule: 'resource-exhaustion',
    safe: `for (let i = 0; i < req.body.rows.length; i++) save(req.body.rows[i].id);`,
    harmful: `for (let i = 0; i < req.body.rows.length; i++) save(req.body.rows[i]);`,
  },
];

/** The same for what the code's own functions prove: those stand before the handler. */
const functions: readonly { name: string; rule: string; safe: string; harmful: string; use: string }[] = [
  {
    name: 'a check that throws',
    rule: 'path-traversal',
    safe: `function look(f) { if (!/^[a-z]+$/.test(f)) throw new Error('no'); }`,
    harmful: `function look(f) { if (!/^[a-z/.]+$/.test(f)) throw new Error('no'); }`,
    use: `look(req.query.f); fs.readFileSync(req.query.f);`,
  },
  {
    name: 'a check that throws, unless it is switched off',
    rule: 'path-traversal',
    safe: `const look = (f) => { const open = ['a', 'b']; if (!open.includes(f)) throw new Error('no'); };`,
    harmful: `const look = (f) => { if (known.off) return; if (!['a', 'b'].includes(f)) throw new Error('no'); };`,
    use: `const f = req.query.f; look(f); fs.readFileSync(f);`,
  },
  {
    name: 'a function that tells',
    rule: 'sql-injection',
    safe: `function fits(t) { if (t.length > 9) return false; return /^[a-z]+$/.test(t); }`,
    harmful: `function fits(t) { if (t.length > 9) return true; return /^[a-z]+$/.test(t); }`,
    use: `const t = req.query.t; if (fits(t)) db.query('select * from ' + t);`,
  },
  {
    name: 'a function that tells what does not fit',
    rule: 'sql-injection',
    safe: `const fails = (t) => !/^[a-z]+$/.test(t);`,
    harmful: `const fails = (t) => /^[a-z]+$/.test(t);`,
    use: `const t = req.query.t; if (fails(t)) return; db.query('select * from ' + t);`,
  },
  {
    name: 'a list of what fits',
    rule: 'sql-injection',
    safe: `const fits = (t) => t === 'a' || t === 'b';`,
    harmful: `const fits = (t) => t !== 'a';`,
    use: `for (const t of req.query.t.split(',').filter(fits)) db.query('select * from ' + t);`,
  },
  {
    name: 'all of a list fit',
    rule: 'sql-injection',
    safe: `const fits = (t) => t === 'a' || t === 'b';`,
    harmful: `const fits = (t) => t !== 'a';`,
    use: `const l = req.query.t.split(','); if (!l.every(fits)) return; db.query('select ' + l[0]);`,
  },
  {
    name: 'what was changed before it was looked at',
    rule: 'sql-injection',
    safe: `function fits(t) { return /^[a-z]+$/.test(t.trim()) && t === t.trim() && ['a'].includes(t); }`,
    harmful: `function fits(t) { t = t.replace(/[^a-z]/g, ''); return /^[a-z]+$/.test(t); }`,
    use: `const t = req.query.t; if (fits(t)) db.query('select * from ' + t);`,
  },
];

describe('a proof', () => {
  it.each(functions)('$rule: $name', async ({ rule, safe, harmful, use }) => {
    const count = (functionText: string): Promise<number> => found(rule, use, functionText);
    expect(await count(safe)).toBe(0);
    expect(await count(harmful)).toBe(1);
  });

  it.each(cases)('$rule: $name', async ({ rule, safe, harmful }) => {
    expect(await found(rule, safe)).toBe(0);
    expect(await found(rule, harmful)).toBe(1);
  });
});

describe('what an expression finds', () => {
  it('is part of the text that it is found in', async () => {
    const text = `const [, next] = /[?&]next=([^&]*)/.exec(location.href);
location.href = next;
`;
    const { detections } = await inspect('web/next.js', { 'web/next.js': text });
    expect(detections.map(({ ruleId, range }) => [ruleId, range.startLine])).toEqual([['open-redirect', 2]]);
  });
});

async function found(rule: string, body: string, before = ''): Promise<number> {
  const text = `${head}${before}\napp.get('/', (req, res) => {\n${body}\n});\n`;
  const { detections } = await inspect('src/app.ts', { 'src/app.ts': text });
  return detections.filter(({ ruleId }) => ruleId === rule).length;
}
