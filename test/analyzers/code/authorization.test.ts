import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { codeRules } from '../../../src/analyzers/code/rules/index.js';
import { inspectAt } from '../../support/inspect.js';

const root = new URL('../../fixtures/authorization/', import.meta.url);

/** The rules that speak of each class of the set. */
const rulesOf: Readonly<Record<string, readonly string[]>> = {
  password: ['plaintext-password'],
  auth: ['missing-authorization'],
  jwt: ['jwt-without-expiry', 'jwt-not-verified'],
  cookie: ['insecure-cookie'],
  idor: ['insecure-direct-object-reference'],
};

interface Place {
  readonly path: string;
  readonly line: number;
  readonly group: string;
  readonly isVulnerable: boolean;
}

const mark = /\s*\/\/ (vulnerable|safe): ([\w, ]+)$/;
const texts = new Map<string, string>();
const places: Place[] = [];
for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()) {
  if (!/\.[jt]s$/.test(name)) continue;
  const path = name.replaceAll('\\', '/');
  const lines = readFileSync(new URL(path, root), 'utf8').split('\n');
  lines.forEach((line, index) => {
    const [, label, groups = ''] = mark.exec(line) ?? [];
    for (const group of label === undefined ? [] : groups.split(', '))
      places.push({ path, line: index + 1, group, isVulnerable: label === 'vulnerable' });
  });
  texts.set(path, lines.map((line) => line.replace(mark, '')).join('\n'));
}

const confidenceOf = new Map(codeRules.map((rule) => [rule.id, rule.confidence]));
const shown = new Map<string, readonly { ruleId: string; start: number; end: number }[]>();
for (const path of texts.keys()) {
  const { detections } = await inspectAt(path, (asked) => texts.get(asked));
  shown.set(
    path,
    detections
      .filter(({ ruleId, confidence }) => (confidence ?? confidenceOf.get(ruleId)) !== 'low')
      .map(({ ruleId, range }) => ({ ruleId, start: range.startLine, end: range.endLine })),
  );
}

/** A flaw counts as found within one line of its mark; a safe place as alarmed on its very line. */
function isReported({ path, line, group, isVulnerable }: Place): boolean {
  const slack = isVulnerable ? 1 : 0;
  return (shown.get(path) ?? []).some(
    ({ ruleId, start, end }) =>
      rulesOf[group]?.includes(ruleId) && start - slack <= line && line <= end + slack,
  );
}

function measure(of: readonly Place[]): { found: number; flaws: number; alarms: number; safe: number } {
  const flaws = of.filter((place) => place.isVulnerable);
  const safe = of.filter((place) => !place.isVulnerable);
  return {
    found: flaws.filter(isReported).length,
    flaws: flaws.length,
    alarms: safe.filter(isReported).length,
    safe: safe.length,
  };
}

describe('the authorization set', () => {
  const groups = Object.keys(rulesOf);
  const frameworks = ['express', 'fastify', 'nestjs', 'nextjs'];

  it('labels at least 40 flaws and 60 safe places of each class and on each framework', () => {
    for (const group of groups) {
      const { flaws, safe } = measure(places.filter((place) => place.group === group));
      expect([group, flaws >= 40, safe >= 60]).toEqual([group, true, true]);
    }
    for (const framework of frameworks) {
      const { flaws, safe } = measure(places.filter((place) => place.path.startsWith(`${framework}/`)));
      expect([framework, flaws >= 40, safe >= 60]).toEqual([framework, true, true]);
    }
  });

  it('knows no other class', () => {
    expect([...new Set(places.map((place) => place.group))].sort()).toEqual([...groups].sort());
  });

  it('is recalled by 85 % or more, with false alarms on 5 % of the safe places or fewer', () => {
    const rows = [...groups, ...frameworks, 'all'].map((name) => {
      const of = places.filter((p) => name === 'all' || p.group === name || p.path.startsWith(`${name}/`));
      return [name, measure(of)] as const;
    });
    process.stdout.write(
      `${['authorization set:', ...rows.map(([name, { found, flaws, alarms, safe }]) => `  ${name.padEnd(9)} found ${found} of ${flaws}, alarms ${alarms} of ${safe}`)].join('\n')}\n`,
    );
    const wrong = places
      .filter((place) => isReported(place) !== place.isVulnerable)
      .map(
        ({ path, line, group, isVulnerable }) =>
          `${isVulnerable ? 'missed' : 'alarm'} ${group} ${path}:${line}`,
      );
    if (process.env.SHOW_WRONG) process.stdout.write(`${wrong.join('\n')}\n`);
    for (const [name, { found, flaws, alarms, safe }] of rows) {
      expect([name, found / flaws >= 0.85]).toEqual([name, true]);
      expect([name, alarms / safe <= 0.05]).toEqual([name, true]);
    }
  });
});
