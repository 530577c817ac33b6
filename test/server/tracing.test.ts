import { expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { wantsTraces } from '../../src/server/settings.js';
import { startTracing } from '../../src/server/tracing.js';

it('sends a trace of a job with its stages to where the operator says, and no secret in it', async () => {
  const bodies: string[] = [];
  const collector = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks).toString());
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = endpoint;
  try {
    const tracing = startTracing(process.env, (text) => text.replace('hidden', 'shown'));
    await tracing
      .span('pull-request', { repository: 'octo-org/shop', pull: 7 }, async () => {
        await tracing.span('analyze', {}, async () => undefined);
        throw new Error('hidden');
      })
      .catch(() => undefined);
    await tracing.close();
  } finally {
    Reflect.deleteProperty(process.env, 'OTEL_EXPORTER_OTLP_ENDPOINT');
    collector.closeAllConnections();
    await new Promise((resolve) => collector.close(resolve));
  }
  const { resourceSpans } = JSON.parse(bodies[0] ?? '{}') as {
    resourceSpans: { scopeSpans: { spans: Record<string, unknown>[] }[] }[];
  };
  const spans = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  const [stage, job] = spans;
  expect(spans.map(({ name }) => name)).toEqual(['analyze', 'pull-request']);
  expect(stage?.parentSpanId).toBe(job?.spanId);
  expect(JSON.stringify(job)).toContain('octo-org/shop');
  expect(job?.status).toMatchObject({ message: 'Error: shown' });
});

it.each([
  [{}, false],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.example:4318' }, true],
  [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector.example:4318/v1/traces' }, true],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.example:4318', OTEL_SDK_DISABLED: 'true' }, false],
])('traces are wanted with %j: %s', (env, wanted) => {
  expect(wantsTraces(env)).toBe(wanted);
});
