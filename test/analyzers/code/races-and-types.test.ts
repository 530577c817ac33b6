import { describe, expect, it } from '@jest/globals';
import { inspect } from '../../support/inspect.js';

/** The lines with a finding of a rule, with the confidence where it is not the rule's own. */
async function told(rule: string, text: string): Promise<readonly string[]> {
  const { detections } = await inspect('src/server.ts', { 'src/server.ts': text });
  return detections
    .filter(({ ruleId }) => ruleId === rule)
    .map(({ range, confidence }) => `${range.startLine} ${confidence ?? 'medium'}`);
}

const server = `import express from 'express';
import fs from 'node:fs'; import os from 'node:os'; import path from 'node:path';
const app = express();
`;
const route = (body: string): string => `${server}app.post('/:id', async (req, res) => { ${body} });\n`;

describe('file-system-race', () => {
  it.each([
    [
      'a name of the request',
      'const f = `/srv/${req.params.id}`; if (!fs.existsSync(f)) fs.writeFileSync(f, "x");',
      ['4 medium'],
    ],
    [
      'the shared folder',
      'const f = path.join(os.tmpdir(), "a"); try { await fs.promises.access(f); } catch { await fs.promises.writeFile(f, "x"); }',
      ['4 medium'],
    ],
    [
      'a callback',
      'fs.stat(`/srv/${req.params.id}`, (error) => { if (error) fs.writeFile(`/srv/${req.params.id}`, "x", done); });',
      ['4 medium'],
    ],
    [
      'a file of nobody else',
      'const f = "/srv/a"; if (!fs.existsSync(f)) fs.writeFileSync(f, "x");',
      ['4 low'],
    ],
    ['reading', 'const f = `/srv/${req.params.id}`; if (fs.existsSync(f)) res.end(fs.readFileSync(f));', []],
    [
      'a flag that fails',
      'const f = `/srv/${req.params.id}`; if (!fs.existsSync(f)) fs.writeFileSync(f, "x", { flag: "wx" });',
      [],
    ],
    [
      'another file',
      'const f = `/srv/${req.params.id}`; if (fs.existsSync("/srv/on")) fs.writeFileSync(f, "x");',
      [],
    ],
    [
      'a look that decides nothing',
      'const f = `/srv/${req.params.id}`; const old = fs.statSync(f); fs.writeFileSync(f, "x"); log(old);',
      [],
    ],
  ])('%s', async (_name, body, expected) => {
    expect(await told('file-system-race', route(body))).toEqual(expected);
  });
});

describe('type-confusion', () => {
  it.each([
    ['the query', 'if (req.query.f.includes("..")) return res.end();', ['4 medium']],
    [
      'a member that is not of the body alone',
      'const { f } = req.body; if (f.indexOf("<script") >= 0) return res.end();',
      ['4 medium'],
    ],
    ['a part of the path', 'if (req.params.id.includes("..")) return res.end();', []],
    ['a word', 'if (req.query.tags.includes("new")) return res.end();', []],
    [
      'text that was made of it',
      'const f = String(req.query.f); if (f.includes("..")) return res.end();',
      [],
    ],
    [
      'text that was made of it by a method',
      'const f = req.query.f.toLowerCase(); if (f.includes("..")) return res.end();',
      [],
    ],
    ['a search that decides nothing', 'log(req.query.f.indexOf(".."));', []],
  ])('%s', async (_name, body, expected) => {
    expect(await told('type-confusion', route(body))).toEqual(expected);
  });

  it('is none where a schema demands text', async () => {
    const text = `import { z } from 'zod';
${route('const { f } = z.object({ f: z.string() }).parse(req.query); if (f.includes("..")) return res.end();')}`;
    expect(await told('type-confusion', text)).toEqual([]);
  });
});

describe('grpc-without-tls', () => {
  it.each([
    [
      'a public name',
      "new Orders('orders.shop.example:443', grpc.credentials.createInsecure());",
      ['2 medium'],
    ],
    [
      'a variable',
      "const plain = grpc.credentials.createInsecure(); new Orders('orders.shop.example:443', plain);",
      ['2 medium'],
    ],
    [
      'an address that is not in sight',
      'new Orders(process.env.ORDERS, grpc.credentials.createInsecure());',
      ['2 low'],
    ],
    ['this machine', "const at = 'localhost:5000'; new Orders(at, grpc.credentials.createInsecure());", []],
    [
      'all addresses',
      "server.bindAsync('[::]:5000', grpc.ServerCredentials.createInsecure(), done);",
      ['2 medium'],
    ],
  ])('%s', async (_name, body, expected) => {
    expect(await told('grpc-without-tls', `import * as grpc from '@grpc/grpc-js';\n${body}\n`)).toEqual(
      expected,
    );
  });
});

describe('a temporary file', () => {
  it.each([
    ['the time', '`${os.tmpdir()}/a-${Date.now()}`', ['4 medium']],
    ['the process', 'path.join(os.tmpdir(), "a" + process.pid)', ['4 medium']],
    ['a name that nobody knows', 'path.join(os.tmpdir(), crypto.randomUUID())', []],
    ['a name that is not in sight', '`${os.tmpdir()}/${name}-${Date.now()}`', []],
  ])('%s', async (_name, file, expected) => {
    expect(await told('insecure-temporary-file', route(`fs.writeFileSync(${file}, "x");`))).toEqual(expected);
  });
});

describe('errors of ajv', () => {
  const text = (options: string): string => `import Ajv from 'ajv';
import express from 'express';
const validate = new Ajv(${options}).compile({ type: 'array' });
express().post('/', (req, res) => { res.json(validate(req.body)); });
`;

  it('are all gone after with data of the request', async () => {
    expect(await told('resource-exhaustion', text('{ allErrors: true }'))).toEqual(['4 high']);
    expect(await told('resource-exhaustion', text('{ allErrors: false }'))).toEqual([]);
  });
});
