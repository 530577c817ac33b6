import { afterAll, describe, expect, it } from '@jest/globals';
import { createCodeAnalyzer } from '../../../src/analyzers/code/analyzer.js';
import { exampleContext } from '../../support/example-context.js';

const analyzer = createCodeAnalyzer();
afterAll(() => analyzer.close?.());

async function waysIn(path: string, text: string): Promise<string[]> {
  const found = await analyzer.entryPoints?.({ path, text }, exampleContext({ path, files: {} }, text));
  return (found ?? []).map(({ kind, name, line }) => `${line} ${kind} ${name}`);
}

describe('the ways in that code opens', () => {
  it.each<[string, string, string, string[]]>([
    [
      'routes and the listener of Express',
      'src/a.ts',
      "import express from 'express';\nconst app = express();\napp.get('/orders', list);\napp.post('/orders', auth, (req, res) => res.end());\napp.listen(3000);",
      ['3 route GET /orders', '4 route POST /orders', '5 listener listen(3000)'],
    ],
    [
      'methods of a controller',
      'src/a.ts',
      "@Controller('pay')\nexport class A {\n  @Post('refund')\n  refund() {}\n}",
      ['3 route POST /pay/refund'],
    ],
    [
      'a route of Next.js',
      'app/pay/route.ts',
      'export async function POST(request) {}',
      ['1 route POST /pay'],
    ],
    [
      'a server action',
      'src/a.ts',
      "'use server';\nexport async function refund(form) {}",
      ['2 handler refund'],
    ],
    [
      'workers of queues',
      'src/a.ts',
      "import { Worker } from 'bullmq';\nimport amqp from 'amqplib';\nnew Worker('mails', send);\nchannel.consume('orders', take);",
      ['4 queue orders', '3 queue mails'],
    ],
    [
      'consumers whose queue stands in an option',
      'src/a.ts',
      "import { Kafka } from 'kafkajs';\nawait consumer.subscribe({ topic: 'paid' });\n",
      ['2 queue paid'],
    ],
    ['messages of NestJS', 'src/a.ts', "class A {\n  @MessagePattern('paid')\n  take() {}\n}", []],
    [
      'messages of NestJS from its package',
      'src/a.ts',
      "import { MessagePattern } from '@nestjs/microservices';\nclass A {\n  @MessagePattern('paid')\n  take() {}\n}",
      ['3 queue paid'],
    ],
    [
      'sockets',
      'src/a.ts',
      "import { WebSocketServer } from 'ws';\nnew WebSocketServer({ port: 1 });",
      ['2 listener ws server'],
    ],
    [
      'functions of a cloud',
      'fn/refund.ts',
      'export const handler = async (event) => {};',
      ['1 handler refund.handler'],
    ],
    [
      'functions of a cloud in the old form',
      'fn/refund/index.js',
      'exports.handler = async function (event) {};',
      ['1 handler refund.handler'],
    ],
  ])('are %s', async (_, path, text, expected) => {
    expect(await waysIn(path, text)).toEqual(expected);
  });

  it.each<[string, string, string]>([
    ['a client that gets a path', 'src/a.ts', "import axios from 'axios';\naxios.get('/orders', options);"],
    ['a map', 'src/a.ts', "cache.get('/orders', fallback);"],
    [
      'a worker of threads',
      'src/a.ts',
      "import { Worker } from 'node:worker_threads';\nnew Worker('./a.js');",
    ],
    [
      'a listener of events',
      'src/a.ts',
      "import { EventEmitter } from 'node:events';\nstore.subscribe('orders', take);\nbus.listen(take);",
    ],
    ['a handler of a click', 'src/a.tsx', 'export function handler(value) {}'],
    [
      'a test',
      'test/a.test.ts',
      "import express from 'express';\nconst app = express();\napp.get('/orders', list);\napp.listen(0);",
    ],
    ['text that is no code', 'src/a.ts', "// app.get('/orders', list)\nconst text = `app.get('/x', y)`;"],
  ])('are not %s', async (_, path, text) => {
    expect(await waysIn(path, text)).toEqual([]);
  });
});
