import { afterAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { createAnalyzers } from '../../../src/analyzers/index.js';
import type { Detection } from '../../../src/model/finding.js';
import { unflag } from '../../../src/model/rule.js';
import { analyzeFile } from './support.js';

/** Values of secrets are found by the one analyzer, what is set by the other. */
const analyzers = createAnalyzers({ only: ['infrastructure', 'secrets'] });
afterAll(async () => {
  for (const analyzer of analyzers) await analyzer.close?.();
});

async function detectionsIn(path: string, text: string): Promise<Detection[]> {
  const results = await Promise.all(
    analyzers.map((analyzer) => analyzeFile(analyzer, path, { [path]: text })),
  );
  return results.flatMap(({ detections }) => detections);
}

const alphabets: Readonly<Record<string, string>> = {
  alnum: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  base64: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  hex: '0123456789abcdef',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
};

/** The least that is found of the flagged lines; the sets were written before the rules. */
const goal = 0.9;

describe.each(['env', 'nginx', 'application', 'serverless'])('the set of %s files', (set) => {
  it('is large enough', () => {
    for (const kind of ['vulnerable', 'safe']) expect(casesOf(set, kind).length).toBeGreaterThanOrEqual(15);
  });

  it('has its flaws found', async () => {
    const missed: string[] = [];
    const more: string[] = [];
    let flagged = 0;
    for (const { name, path, text } of casesOf(set, 'vulnerable')) {
      const plain = unflag(text);
      const detections = await detectionsIn(path, plain.text);
      const found = detections.map(({ range }) => range.startLine);
      flagged += plain.lines.length;
      missed.push(...plain.lines.filter((line) => !found.includes(line)).map((line) => `${name}:${line}`));
      more.push(
        ...detections
          .filter(({ range }) => !plain.lines.includes(range.startLine))
          .map(({ ruleId, range }) => `${name}:${range.startLine} ${ruleId}`),
      );
    }
    const recall = (flagged - missed.length) / flagged;
    process.stdout.write(
      `${set}: ${flagged - missed.length} of ${flagged} flagged lines found (${(recall * 100).toFixed(1)} %); missed: ${missed.join(', ') || 'none'}; beside them: ${more.join(', ') || 'nothing'}\n`,
    );
    expect(recall).toBeGreaterThanOrEqual(goal);
  });

  it.each(casesOf(set, 'safe').map((safe) => [safe.name, safe] as const))(
    'shows nothing on %s',
    async (_name, { path, text }) => {
      // What is less certain is not shown unless one asks for it.
      const shown = (await detectionsIn(path, text)).filter(({ confidence }) => confidence !== 'low');
      expect(shown.map(({ ruleId, range }) => `${ruleId}:${range.startLine}`)).toEqual([]);
    },
  );
});

/** A case is a file whose first line is the path that it has in a repository. */
function casesOf(set: string, kind: string): { name: string; path: string; text: string }[] {
  const folder = `test/fixtures/configuration/${set}/${kind}`;
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const [path = '', ...lines] = readFileSync(`${folder}/${name}`, 'utf8').split('\n');
      return { name: name.replace('.txt', ''), path, text: filled(lines.join('\n'), name) };
    });
}

/** Values that look like secrets are made here: `{{alnum 20}}`, `{{password}}`; `{{}}` parts what a scanner would take for one. */
function filled(text: string, seed: string): string {
  let state = Array.from(seed).reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) >>> 0, 7);
  const random = (alphabet: string, length: number): string =>
    Array.from({ length }, () => {
      state = (state * 1_664_525 + 1_013_904_223) >>> 0;
      return alphabet[(state >>> 8) % alphabet.length];
    }).join('');
  return text
    .replace(/\{\{\}\}/g, '')
    .replace(/\{\{password\}\}/g, () => `Kw7-${random(alphabets.alnum ?? '', 10)}`)
    .replace(
      /\{\{jwt\}\}/g,
      () =>
        `eyJ${random(alphabets.alnum ?? '', 33)}.eyJ${random(alphabets.alnum ?? '', 80)}.${random(alphabets.alnum ?? '', 43)}`,
    )
    .replace(/\{\{(alnum|base64|hex|upper) (\d+)\}\}/g, (_whole, name: string, length: string) =>
      random(alphabets[name] ?? '', Number(length)),
    );
}
