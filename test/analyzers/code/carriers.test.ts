import { describe, expect, it } from '@jest/globals';
import { unflag } from '../../../src/model/rule.js';
import { inspect } from '../../support/inspect.js';

const express = `import express from 'express';
import fs from 'node:fs';
import path from 'node:path';
const app = express();
const root = '/srv/files';
`;

describe('what one handler hangs on a request for the next', () => {
  it.each([
    [
      'is found in locals',
      'open-redirect',
      `${express}app.use((req, res, next) => { res.locals.back = req.query.back; next(); });
app.get('/done', (req, res) => {
  res.redirect(res.locals.back); ◄
});
`,
    ],
    [
      'is found on the request, with what is in it',
      'path-traversal',
      `${express}app.use((req, res, next) => { req.wanted = { file: req.query.file, size: Number(req.query.size) }; next(); });
app.get('/', (req, res) => { res.end(fs.readFileSync('data/' + req.wanted.file)); }); ◄
app.get('/size', (req, res) => { res.end(fs.readFileSync('data/' + req.wanted.size)); });
`,
    ],
    [
      'is found in the state of Koa',
      'path-traversal',
      `import Koa from 'koa';
import fs from 'node:fs';
const app = new Koa();
app.use(async (ctx, next) => { ctx.state.file = ctx.query.file; await next(); });
app.use(async (ctx) => { ctx.body = fs.readFileSync('data/' + ctx.state.file); }); ◄
`,
    ],
    [
      'is safe when it is set again',
      'open-redirect',
      `${express}app.use((req, res, next) => { res.locals.back = req.query.back; next(); });
app.use((req, res, next) => { res.locals.back = '/'; next(); });
app.get('/done', (req, res) => { res.redirect(res.locals.back); });
`,
    ],
    [
      'is safe when it is checked after it was set',
      'path-traversal',
      `${express}app.use((req, res, next) => {
  const file = path.join(root, req.query.file);
  res.locals.file = file;
  if (!isPathInside(root, file)) return res.sendStatus(403);
  next();
});
app.get('/', (req, res) => { res.end(fs.readFileSync(res.locals.file)); });
`,
    ],
    [
      'is another property where it goes by another name',
      'open-redirect',
      `${express}app.use((req, res, next) => { res.locals.back = req.query.back; next(); });
app.get('/done', (req, res) => { res.redirect(res.locals.home); });
`,
    ],
  ])('%s', async (_name, rule, source) => {
    const { text, lines } = unflag(source);
    const { detections, problems } = await inspect('src/app.js', { 'src/app.js': text });
    expect(problems).toEqual([]);
    const found = detections.filter(({ ruleId, confidence }) => ruleId === rule && confidence !== 'low');
    expect(found.map(({ range }) => range.startLine)).toEqual(lines);
  });
});
