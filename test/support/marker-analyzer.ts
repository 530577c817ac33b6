import type { Analyzer } from '../../src/model/analyzer.js';
import type { Detection } from '../../src/model/finding.js';
import type { Rule } from '../../src/model/rule.js';
import { severities, type Severity } from '../../src/model/severity.js';

/**
 * An analyzer that finds what a test writes: in `.js` files each line with `FLAW-critical name` (or another severity)
 * is a finding that `name` tells apart, unless the file holds `CHECKED name`. `CRASH` makes it throw, `HANG` never
 * answer, and `fixable` brings an exact fix.
 */
export function markerAnalyzer(): Analyzer {
  return {
    name: 'code',
    rules: severities.map(markerRule),
    wants: (path) => path.endsWith('.js'),
    analyze: async ({ path, text }) => {
      if (text.includes('CRASH')) throw new Error('The analyzer broke.');
      if (text.includes('HANG')) await new Promise(() => undefined);
      const found = text.split('\n').flatMap((line, index) => find(path, line, index + 1));
      return found.filter((detection) => !text.includes(`CHECKED ${detection.anchor}`));
    },
  };
}

function find(path: string, line: string, number: number): Detection[] {
  const match = /FLAW-(critical|high|medium|low) (\S+)/.exec(line);
  if (!match) return [];
  const [found, severity, name = ''] = match;
  const startColumn = match.index + 1;
  const range = { startLine: number, startColumn, endLine: number, endColumn: startColumn + found.length };
  return [
    {
      ruleId: `flaw-${severity ?? ''}`,
      message: `The value \`${name}\` reaches a place where it does harm.`,
      range,
      anchor: name,
      scope: '',
      trace: [
        { location: { path, ...range }, message: `\`${name}\` enters here` },
        { location: { path, ...range }, message: 'it does harm here' },
      ],
      ...(line.includes('fixable') && {
        fix: { description: 'Take the flaw out', edits: [{ range, text: 'SOUND' }] },
      }),
    },
  ];
}

function markerRule(severity: Severity): Rule {
  return {
    id: `flaw-${severity}`,
    title: `Flaw of ${severity} severity`,
    severity,
    confidence: 'high',
    cwe: [79],
    owasp: [],
    asvs: [],
    languages: ['JavaScript'],
    description: 'A flaw that a test wrote.',
    remediation: 'Take it out.',
    references: ['https://example.org/flaw'],
    examples: { bad: [], good: [] },
  };
}
