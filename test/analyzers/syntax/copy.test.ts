import { expect, it } from '@jest/globals';
import { loadParser } from '../../../src/analyzers/syntax/parser.js';

it('frees each tree once, however many are copied', async () => {
  const parser = await loadParser('typescript');
  const deep = `export const x = ${'['.repeat(200)}${']'.repeat(200)};\n${'f(a, b);\n'.repeat(300)}`;
  for (let round = 0; round < 300; round++) expect(parser.parse(deep).root.children).toHaveLength(301);
});
