import { afterAll, describe, expect, it } from '@jest/globals';
import { createInfrastructureAnalyzer } from '../../../src/analyzers/infrastructure/analyzer.js';
import { analyzeFile, applied } from './support.js';

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

describe('the suggestion for a published port', () => {
  it.each([
    ['"5432:5432"', '"127.0.0.1:5432:5432"'],
    ["'0.0.0.0:6379:6379'", "'127.0.0.1:6379:6379'"],
    ['3306:3306', '127.0.0.1:3306:3306'],
    ['"[::]:6379:6379"', '"127.0.0.1:6379:6379"'],
  ])('turns %s into %s', async (before, after) => {
    const text = (port: string): string => `services:\n  db:\n    ports:\n      - ${port}\n`;
    const { detections } = await analyzeFile(analyzer, 'compose.yaml', { 'compose.yaml': text(before) });
    expect(applied(text(before), detections[0]?.fix?.edits ?? [])).toBe(text(after));
  });
});

it('A file that says it is for development is not taken for a server', async () => {
  const text =
    '# This is meant for local development only.\nservices:\n  db:\n    restart: always\n    ports: ["3306:3306"]\n';
  const { detections } = await analyzeFile(analyzer, 'compose.yaml', { 'compose.yaml': text });
  expect(detections.map(({ severity }) => severity)).toEqual(['low']);
});
