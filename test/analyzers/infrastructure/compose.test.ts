import { afterAll, describe, expect, it } from '@jest/globals';
import { createInfrastructureAnalyzer } from '../../../src/analyzers/infrastructure/analyzer.js';
import { analyzeFile } from './support.js';

const analyzer = createInfrastructureAnalyzer();
afterAll(() => analyzer.close?.());

async function rated(path: string, body: string): Promise<string[]> {
  const { detections } = await analyzeFile(analyzer, path, { [path]: `services:\n  db:\n${body}` });
  return detections.map(({ ruleId, severity, range }) => `${ruleId}:${range.startLine}:${severity ?? ''}`);
}

describe('a service', () => {
  it.each([
    ['a database for development', '    ports: ["5432:5432"]\n', ['compose-data-port-open:3:low']],
    [
      'a database on a server',
      '    restart: always\n    ports: ["5432:5432"]\n',
      ['compose-data-port-open:4:medium'],
    ],
    ['IPv6 on all addresses', '    ports: ["[::]:6379:6379"]\n', ['compose-data-port-open:3:low']],
    ['IPv6 on the loopback', '    ports: ["[::1]:6379:6379"]\n', []],
    ['an address from a variable', '    ports: ["${BIND_ADDR}:6379:6379"]\n', []],
    ['a port without a place on the host', '    ports: ["6379"]\n', []],
    ['another web port', '    ports: ["80:8080"]\n', []],
    ['a mount for reading', '    volumes: ["/proc:/host/proc:ro"]\n', ['compose-host-directory:3:low']],
    ['a directory below', '    volumes: ["/etc/app:/etc/app"]\n', []],
    ['options that nobody set', '    image: app:1\n', []],
  ])('with %s is rated as it should be', async (_name, body, expected) => {
    expect(await rated('compose.yaml', body)).toEqual(expected);
  });

  it('is not missing what an override file leaves out', async () => {
    expect(await rated('compose.override.yaml', '    cpus: 0.5\n')).toEqual([]);
    expect(await rated('compose.yaml', '    cpus: 0.5\n')).toEqual(['compose-memory-unlimited:2:']);
  });

  it.each([
    ['docker-compose.yml', 1],
    ['deploy/compose.prod.yaml', 1],
    ['docker-compose-dev.yaml', 1],
    ['composer.yaml', 0],
  ])('is looked for in %s', async (path, count) => {
    expect(await rated(path, '    privileged: true\n')).toHaveLength(count);
  });
});
