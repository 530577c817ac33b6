import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { createMetrics } from '../../src/web/metrics.js';
import { fullReport, makeFinding } from '../support/report.js';

it('counts the findings of custom rules under one label, whatever repositories call them', async () => {
  const { route, watch } = createMetrics(async () => ({ waiting: 0, running: 0, dead: 0, oldestSeconds: 0 }));
  const findings = [
    makeFinding({ ruleId: 'sql-injection' }),
    ...Array.from({ length: 30 }, (_, at) => makeFinding({ analyzer: 'custom', ruleId: `acme-${at}` })),
  ];
  watch.report({ ...fullReport, findings });
  const server = createServer((request, response) => void route(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(text.match(/^scrutineer_findings_total\{.*$/gm)?.sort()).toEqual([
      'scrutineer_findings_total{rule="custom"} 30',
      'scrutineer_findings_total{rule="sql-injection"} 1',
    ]);
  } finally {
    server.close();
  }
});
