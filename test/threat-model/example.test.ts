import { expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAnalyzers } from '../../src/analyzers/index.js';
import { configSchema } from '../../src/config/schema.js';
import { statementKinds } from '../../src/model/threat-statement.js';
import { review } from '../../src/review.js';
import { fakeSource } from '../support/fake-source.js';

const root = fileURLToPath(new URL('../../examples/threat-model/', import.meta.url));

function sideOf(side: 'base' | 'head'): Record<string, string> {
  const files = readdirSync(join(root, side), { recursive: true, withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(join(root, side).length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')];
    }),
  );
}

it('the example shows everything that a threat model says of a change', async () => {
  const analyzers = createAnalyzers({ only: ['code'] });
  try {
    const source = fakeSource({ base: sideOf('base'), head: sideOf('head') });
    const report = await review(source, { analyzers, config: configSchema.parse({}), today: '2030-01-01' });
    const { statements = [] } = report.threatModel ?? {};
    expect([...new Set(statements.map(({ kind }) => kind))]).toEqual(statementKinds);
    expect(statements.map(({ message }) => message)).toMatchSnapshot();
    expect(
      report.findings.map(({ ruleId, severity, severityChange }) => [ruleId, severity, severityChange]),
    ).toContainEqual([
      'open-redirect',
      'high',
      { from: 'medium', reason: 'raised to high: touches Customer payments, and is reached from outside' },
    ]);
  } finally {
    for (const analyzer of analyzers) await analyzer.close?.();
  }
});
