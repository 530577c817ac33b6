import { describe, expect, it } from '@jest/globals';
import { unflag } from '../../../src/model/rule.js';
import { inspect } from '../../support/inspect.js';

/** Data enters by each framework's own ways; the lines that end with ◄ are those with a finding. */
const cases: readonly (readonly [name: string, path: string, text: string])[] = [
  [
    'Express: a part of the body as the variables of a page, which sets options of the engine too',
    'src/pages.js',
    `const express = require('express');
express().post('/card/:id', (req, res) => {
  res.render('card', req.body.card); ◄
  res.render('card', { card: req.body.card });
});
`,
  ],
  [
    'Fastify: query, and HTML only where the reply says so',
    'src/server.ts',
    `import Fastify from 'fastify';
const app = Fastify();
app.get('/', async (request, reply) => {
  reply.send('Hello ' + request.query.name);
  reply.type('text/html').send('Hello ' + request.query.name); ◄
  return reply.redirect(request.query.next); ◄
});
app.route({ method: 'GET', url: '/x', handler: async (req) => fetch(req.body.url) }); ◄
`,
  ],
  [
    'Fastify: a plugin that gets the server',
    'src/plugin.js',
    `module.exports = async function (fastify) {
  fastify.post('/run', { schema: {} }, async (request) => eval(request.body.code)); ◄
};
`,
  ],
  [
    'Koa: text that begins as markup, and the type set before',
    'src/app.js',
    `const Koa = require('koa');
const Router = require('@koa/router');
const router = new Router();
router.get('/a', async (ctx) => {
  ctx.body = '<b>' + ctx.query.name + '</b>'; ◄
  ctx.body = 'Hello ' + ctx.query.name;
  ctx.body = { name: ctx.query.name };
});
router.get('/b', async (ctx) => {
  ctx.type = 'text/plain';
  ctx.body = ctx.query.name;
  ctx.redirect(ctx.request.body.next); ◄
});
new Koa().use(router.routes());
`,
  ],
  [
    'Hapi: what a handler returns is HTML',
    'src/server.js',
    `const Hapi = require('@hapi/hapi');
const server = Hapi.server({ port: 3000 });
server.route({
  method: 'GET',
  path: '/{name}',
  handler: (request, h) => {
    if (request.query.plain) return h.response('Hi ' + request.params.name).type('text/plain'); ◄
    return 'Hi ' + request.params.name; ◄
  },
});
`,
  ],
  [
    'NestJS: decorated parameters, pipes and results',
    'src/cats.controller.ts',
    `import { Body, Controller, Get, Param, ParseIntPipe, Post, Query, Redirect, Req } from '@nestjs/common';
import type { HttpService } from '@nestjs/axios';
@Controller('cats')
export class CatsController {
  constructor(private readonly http: HttpService) {}
  @Get(':id')
  find(@Param('id', ParseIntPipe) id: number, @Param('name') name: string) {
    this.http.get('https://cats.example.com/' + id);
    return \`<b>\${name}</b>\`; ◄
  }
  @Post()
  create(@Body() body: { feed: string }) {
    return this.http.get(body.feed); ◄
  }
  @Get('go')
  @Redirect('https://example.com', 302)
  go(@Query('to') to: string) {
    return { url: to }; ◄
  }
  @Get('raw')
  raw(@Req() request: Request) {
    return eval(request.query.x); ◄
  }
}
`,
  ],
  [
    'Next.js: a route handler',
    'app/api/go/route.ts',
    `import { NextRequest, NextResponse } from 'next/server';
export async function GET(request: NextRequest, { params }: { params: { slug: string } }) {
  const next = request.nextUrl.searchParams.get('next');
  if (!next) return NextResponse.redirect(new URL('/login', request.url));
  return NextResponse.redirect(next); ◄
}
export const POST = async (request: Request, { params }) => {
  const body = await request.json();
  await fetch(\`https://api.example.com/\${params.slug}\`);
  await fetch(body.callback); ◄
  return new Response('<p>' + body.name, { headers: { 'Content-Type': 'text/html' } }); ◄
};
export async function PUT(request: Request) {
  return new Response(await request.text());
}
`,
  ],
  [
    'Next.js: pages, server actions and properties of pages',
    'app/shop/page.tsx',
    `import { redirect } from 'next/navigation';
export default async function Page({ searchParams }) {
  const { from } = await searchParams;
  async function buy(form: FormData) {
    'use server';
    await fetch(form.get('hook')); ◄
  }
  if (from) redirect(from); ◄
  return <form action={buy} />;
}
`,
  ],
  [
    'Next.js: the older pages',
    'pages/api/proxy.ts',
    `export default async function handler(req, res) {
  const answer = await fetch(req.query.url); ◄
  res.status(200).json(await answer.json());
}
export async function getServerSideProps(context) {
  return { props: { page: await fetch(context.query.url) } }; ◄
}
`,
  ],
  [
    'Hono: the request by method calls',
    'src/index.ts',
    `import { Hono } from 'hono';
const app = new Hono();
app.get('/', (c) => c.html('<h1>' + c.req.query('title') + '</h1>')); ◄
app.get('/t', (c) => c.text('Title: ' + c.req.query('title')));
app.post('/', async (c) => {
  const { target } = await c.req.json();
  return c.redirect(target); ◄
});
`,
  ],
  [
    'AWS Lambda: the event, and an answer with headers',
    'src/handler.ts',
    `import type { APIGatewayProxyEvent } from 'aws-lambda';
export const handler = async (event: APIGatewayProxyEvent) => {
  const name = event.queryStringParameters?.name;
  if (event.path === '/go') return { statusCode: 302, headers: { Location: name }, body: '' }; ◄
  if (event.path === '/json') return { statusCode: 200, body: '<b>' + name };
  eval(event.requestContext.stage);
  return { statusCode: 200, headers: { 'Content-Type': 'text/html' }, body: '<b>' + name }; ◄
};
`,
  ],
  [
    'GraphQL: the arguments of resolvers',
    'src/resolvers.js',
    `export const resolvers = {
  Query: {
    preview: async (_, { url }) => (await fetch(url)).text(), ◄
    page(parent, args, context) {
      return fetch(args.url); ◄
    },
  },
  Page: { title: (page) => page.title },
};
`,
  ],
  [
    'tRPC: the input of procedures',
    'src/router.ts',
    `import { publicProcedure, router } from '~/trpc';
import { z } from 'zod';
export const app = router({
  preview: publicProcedure.input(z.object({ url: z.string() })).query(async ({ input, ctx }) => {
    return fetch(input.url); ◄
  }),
});
`,
  ],
  [
    'Socket.IO and ws: messages',
    'src/chat.ts',
    `import { Server } from 'socket.io';
import { WebSocketServer } from 'ws';
const io = new Server(3000);
io.on('connection', (socket) => {
  socket.on('run', ({ code }) => eval(code)); ◄
  socket.on('disconnect', (reason) => eval(reason));
});
new WebSocketServer({ port: 1 }).on('connection', (ws, request) => {
  ws.on('message', (data) => eval(data.toString())); ◄
});
`,
  ],
  [
    'Node.js: the body in chunks and the parsed address',
    'src/http.js',
    `const http = require('http');
const url = require('url');
http.createServer((req, res) => {
  const { query } = url.parse(req.url, true);
  if (query.next) {
    res.writeHead(302, { Location: query.next }); ◄
    return res.end();
  }
  let body = '';
  req.on('data', (chunk) => (body += chunk));
  req.on('end', () => {
    const { code } = JSON.parse(body);
    eval(code); ◄
    res.setHeader('Content-Type', 'application/json');
    res.end('{"a": ' + query.a + '}');
  });
}).listen(80);
`,
  ],
  [
    'h3: helper functions that read the event',
    'server/api/go.ts',
    `import { defineEventHandler, getQuery, sendRedirect } from 'h3';
export default defineEventHandler((event) => {
  const { to } = getQuery(event);
  return sendRedirect(event, to); ◄
});
`,
  ],
  [
    'SvelteKit and Remix: load functions',
    'src/routes/go/+page.server.ts',
    `import { redirect } from '@sveltejs/kit';
export const load = async ({ url, params }) => {
  const to = url.searchParams.get('to');
  if (params.self) redirect(302, url);
  redirect(302, to); ◄
};
`,
  ],
];

describe('server frameworks', () => {
  it.each(cases)('%s', async (_name, path, code) => {
    const { text, lines } = unflag(code);
    const { detections } = await inspect(path, { [path]: text });
    expect(detections.map((detection) => detection.range.startLine)).toEqual(lines);
  });
});

/** Addresses of which data fills a part: only where it chooses the host is a request forged. */
const addresses: readonly (readonly [name: string, expression: string, isFound: boolean])[] = [
  ['the whole address', 'req.query.a', true],
  ['the host after the scheme', '`https://${req.query.a}/x`', true],
  ['a label of the host', '`https://${req.query.a}.example.com/`', true],
  ['the end of a host without a slash', "'https://example.com' + req.query.a", true],
  ['a path after a host', "'https://example.com/' + req.query.a", false],
  ['a path after a host that is configured', '`${process.env.API}/users/${req.query.a}`', false],
  ['a path after a host that is not known', 'base + req.query.a', false],
  ['a query after the path', '`https://example.com/x?y=${req.query.a}`', false],
  ['a port that is a number', '`https://example.com:${Number(req.query.a)}/`', false],
  ['a part cut out of a longer text', "('https://example.com/' + req.query.a).split('=')[1]", true],
  ['a parsed address', 'new URL(req.query.a)', true],
  ['an address relative to a fixed one', "new URL(req.query.a, 'https://example.com')", true],
  ['a path relative to a fixed one', "new URL('/x/' + req.query.a, 'https://example.com')", false],
  [
    'a parameter of the parsed address of the request',
    "new URL(req.url, 'http://x').searchParams.get('a')",
    true,
  ],
  ['the path of the request after a host', "'https://example.com' + req.url", false],
  [
    'the path of an address, for another host',
    "'https://example.com' + new URL(req.query.a).pathname",
    false,
  ],
  ['options with the host', '{ hostname: req.query.a }', true],
  ['options with the path', "{ hostname: 'example.com', path: req.query.a }", false],
];

describe('the host of an address', () => {
  it.each(addresses)('%s', async (_name, expression, isFound) => {
    const text = `import https from 'https';\nexport const handler = (req, res) => { https.get(${expression}); };\n`;
    const { detections } = await inspect('a.js', { 'a.js': text });
    expect(detections.map((detection) => detection.ruleId)).toEqual(
      isFound ? ['server-side-request-forgery'] : [],
    );
  });
});

/** What a page does with its own address. */
const moves: readonly (readonly [name: string, code: string, isFound: boolean])[] = [
  ['a parameter of it', "location = new URLSearchParams(location.search).get('a')", true],
  ['its fragment without the sign', 'location.href = location.hash.slice(1)', true],
  ['its fragment with the sign replaced', "location.href = location.hash.replace(/^#/, '')", true],
  ['its path with another query', "location.assign(location.pathname + '?a=' + location.hash)", false],
  ['itself', 'window.location = location.href', false],
  [
    'a known host with its path and query',
    "const u = new URL('https://example.com'); u.pathname = location.pathname; u.search = location.search; location = u.toString()",
    false,
  ],
  [
    'itself with another host',
    "const u = new URL(location.href); u.hostname = 'example.com'; location.replace(u)",
    false,
  ],
];

describe('a page that goes elsewhere by', () => {
  it.each(moves)('%s', async (_name, text, isFound) => {
    const { detections } = await inspect('a.js', { 'a.js': text });
    expect(detections.map((detection) => detection.ruleId)).toEqual(isFound ? ['open-redirect'] : []);
  });
});

/** What is checked before a redirect to `next`, as code; `ok` where that makes it safe. */
const checks: readonly (readonly [name: string, check: string, isFound: boolean])[] = [
  ['nothing', '', true],
  ['that it begins with a slash', "if (!next.startsWith('/')) return;", true],
  [
    'that it begins with a slash and no second',
    "if (!next.startsWith('/') || next.startsWith('//')) return;",
    false,
  ],
  ['by a pattern that refuses a second slash', 'if (!/^\\/(?!\\/)/.test(next)) return;', false],
  ['its host, parsed', "const u = new URL(next); if (u.hostname !== 'example.com') return;", false],
  ['its host in a list', "if (!['example.com'].includes(new URL(next).host)) return;", false],
  [
    'the end of its host',
    "const u = new URL(next); if (!u.hostname.endsWith('.example.com')) return;",
    false,
  ],
  ['its origin with that of the site', 'if (new URL(next, site).origin !== site.origin) return;', false],
  ['its scheme alone', "const u = new URL(next); if (u.protocol !== 'https:') return;", true],
  ['in a list', 'if (!allowed.includes(next)) return;', false],
];

describe('a redirect after a check', () => {
  it.each(checks)('%s', async (_name, check, isFound) => {
    const text = `export const handler = (req, res) => { const next = String(req.query.next);\n${check}\nres.redirect(next); };\n`;
    const { detections } = await inspect('a.js', { 'a.js': text });
    expect(detections.map((detection) => detection.ruleId)).toEqual(isFound ? ['open-redirect'] : []);
  });
});
