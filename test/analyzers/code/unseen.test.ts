import { afterAll, describe, expect, it } from '@jest/globals';
import { createCodeAnalyzer } from '../../../src/analyzers/code/analyzer.js';
import type { Confidence } from '../../../src/model/severity.js';
import { exampleContext } from '../../support/example-context.js';

const flawed = `import express from 'express';
import { exec } from 'node:child_process';
express().get('/', (req, res) => exec('ls ' + req.query.folder));
`;
const manifest = { 'package.json': '{ "name": "shop" }' };

describe('code beside a package', () => {
  const analyzer = createCodeAnalyzer();
  afterAll(() => analyzer.close?.());

  const find = async (path: string, text: string, least?: Confidence, files = {}): Promise<string[]> => {
    const context = exampleContext({ path, files }, text);
    const detections = await analyzer.analyze({ path, text }, 'head', {
      ...context,
      ...(least && { least }),
      report: () => undefined,
    });
    return detections.map(({ ruleId, confidence }) => `${ruleId} ${confidence}`);
  };

  it('is analyzed where what is of low confidence is shown', async () => {
    const found = await find('test/listing.test.ts', flawed, 'low', manifest);
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((one) => one.endsWith(' low'))).toBe(true);
    expect(await find('test/listing.test.ts', flawed, undefined, manifest)).toEqual(found);
  });

  it('is not looked at where nothing of low confidence is shown', async () => {
    expect(await find('test/listing.test.ts', flawed, 'medium', manifest)).toEqual([]);
    expect(await find('src/listing.ts', flawed, 'medium', manifest)).not.toEqual([]);
    // Without a package, a folder's name says nothing.
    expect(await find('test/listing.ts', flawed, 'medium')).not.toEqual([]);
  });

  it('is looked at where a suppression has to be told from a useless one', async () => {
    const text = flawed.replace(
      '\n',
      '\n// scrutineer-ignore command-injection: the stand-in runs what it is told\n',
    );
    expect(await find('test/listing.test.ts', text, 'medium', manifest)).not.toEqual([]);
  });
});
