import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../src/model/finding.js';
import { redactionOf } from '../../src/triage/redact.js';
import { findingOf } from '../support/finding.js';

const value = ['gX4', 'plum!tundra7'].join('');
const text = `first();\nquery('${value}' + id);\nlast();\n`;
const leak = findingOf({
  ruleId: 'generic-credential',
  secretHash: '0123456789abcdef',
  location: { startLine: 2, startColumn: 8, endLine: 2, endColumn: 8 + value.length },
});
const edit = (line: number, replacement: string): NonNullable<Finding['fix']> => ({
  description: 'Change it',
  edits: [{ range: { startLine: line, startColumn: 1, endLine: line, endColumn: 2 }, text: replacement }],
});
const at = (line: number): Partial<Finding['location']> => ({ startLine: line, endLine: line });

const redact = (finding: Finding): Finding => redactionOf([leak, finding], text).finding(finding);

describe('what another finding shows of a credential is taken out', () => {
  it('in its title, its message and its steps', () => {
    const location = { path: 'a.ts', startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 };
    const shown = redact(
      findingOf({
        title: `A ${value}`,
        message: `The text is ${value}.`,
        trace: [{ location, message: value }],
      }),
    );
    expect(shown).toMatchObject({
      title: 'A …',
      message: 'The text is ….',
      trace: [{ location, message: '…' }],
    });
  });

  it('in the text of a problem', () => {
    expect(redactionOf([leak], text).text(`Not expected: '${value}'.`)).toBe("Not expected: '…'.");
  });

  it.each<[string, Parameters<typeof findingOf>[0], boolean]>([
    ['on the line of the credential', { location: at(2), fix: edit(2, 'x') }, false],
    ['across the line of the credential', { location: at(1), fix: edit(3, 'x') }, false],
    ['that moves the credential', { location: at(1), fix: edit(1, `f('${value}')`) }, false],
    ['on another line', { location: at(3), fix: edit(3, 'x') }, true],
  ])('as a fix %s', (_, facts, isKept) => {
    expect(redact(findingOf(facts)).fix !== undefined).toBe(isKept);
  });

  it('and nothing else changes', () => {
    const finding = findingOf({ location: at(3), fix: edit(3, 'x') });
    expect(redact(finding)).toEqual(finding);
    expect(redactionOf([finding], text).finding(finding)).toBe(finding);
  });
});
