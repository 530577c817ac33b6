import type { Analyzer, AnalyzerName } from '../../src/model/analyzer.js';
import type { Detection } from '../../src/model/finding.js';
import type { Rule } from '../../src/model/rule.js';

export const fakeRule: Rule = {
  id: 'bad-word',
  title: 'Bad word',
  severity: 'high',
  confidence: 'high',
  cwe: [89],
  owasp: ['A03:2021'],
  asvs: ['1.2.4'],
  languages: ['Text'],
  description: 'A line that begins with `BAD` does harm.\n\nAn attacker gains everything.',
  remediation: 'Remove the word.\n\n- Look for it.\n- Delete it.',
  references: ['https://cwe.mitre.org/data/definitions/89.html'],
  examples: {
    bad: [
      { path: 'a.txt', text: 'fine\nBAD one ◄\n' },
      { path: 'b.txt', text: 'BAD two ◄\n' },
    ],
    good: [
      { path: 'a.txt', text: 'fine\n' },
      { path: 'b.txt', text: 'not BAD\n' },
    ],
  },
};

/**
 * Reads `.txt`. A line `BAD <anchor>` is a detection; `CRASH` throws; `PARTIAL` and `NOTE` report; `READ <path>` is a
 * detection where that file holds `BAD`.
 */
export function fakeAnalyzer(name: AnalyzerName = 'code', rule: Rule = fakeRule): Analyzer {
  return {
    name,
    rules: [rule],
    wants: (path) => path.endsWith('.txt'),
    analyze: async (file, _side, context) => {
      const found: Detection[] = [];
      for (const [index, line] of file.text.split('\n').entries()) {
        const [word, rest = ''] = line.split(/ (.*)/s);
        if (word === 'CRASH') throw new Error('Out of order.');
        if (word === 'PARTIAL')
          context.report({ kind: 'incomplete', path: file.path, message: 'Only half was read.' });
        if (word === 'NOTE') context.report({ kind: 'notice', path: file.path, message: 'Worth knowing.' });
        const isRead = word === 'READ' && ((await context.read(rest))?.includes('BAD') ?? false);
        if (word !== 'BAD' && !isRead) continue;
        found.push({
          ruleId: rule.id,
          message: `The line says \`${line}\`.`,
          range: { startLine: index + 1, startColumn: 1, endLine: index + 1, endColumn: line.length + 1 },
          anchor: rest,
          scope: '',
        });
      }
      return found;
    },
  };
}
