import { describe, expect, it } from '@jest/globals';
import { codeRules } from '../../../src/analyzers/code/rules/index.js';
import type { Detection, Edit } from '../../../src/model/finding.js';
import { unflag } from '../../../src/model/rule.js';
import { inspect } from '../../support/inspect.js';

/** The text with edits made that do not overlap, from the last one on. */
function apply(text: string, edits: readonly Edit[]): string {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const offset = (line: number, column: number): number => (starts[line - 1] ?? 0) + column - 1;
  return edits.reduceRight((changed, { range, text: replacement }) => {
    const start = offset(range.startLine, range.startColumn);
    const end = offset(range.endLine, range.endColumn);
    return changed.slice(0, start) + replacement + changed.slice(end);
  }, text);
}

interface Fixed {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly files: Readonly<Record<string, string>>;
  readonly detection: Detection;
}

const fixed: Fixed[] = [];
for (const rule of codeRules)
  for (const [index, example] of rule.examples.bad.entries()) {
    const { text } = unflag(example.text);
    const files = { ...example.files, [example.path]: text };
    const { detections } = await inspect(example.path, files);
    for (const detection of detections.filter(({ ruleId, fix }) => ruleId === rule.id && fix))
      fixed.push({
        name: `${rule.id}, example ${index + 1}, line ${detection.range.startLine}: ${detection.fix?.description ?? ''}`,
        path: example.path,
        text,
        files,
        detection,
      });
  }

describe('an exact fix', () => {
  it('is there for at least twelve rules', () => {
    expect(new Set(fixed.map(({ detection }) => detection.ruleId)).size).toBeGreaterThanOrEqual(12);
  });

  it.each(fixed.map((place) => [place.name, place] as const))(
    'makes the finding go: %s',
    async (_name, place) => {
      const { path, text, files, detection } = place;
      const edits = detection.fix?.edits ?? [];
      const after = apply(text, edits);
      expect(after).not.toBe(text);
      const before = await inspect(path, files);
      const { detections, problems } = await inspect(path, { ...files, [path]: after });
      // Nothing of the rule is left where it was, none is new, and the code still parses.
      const count = (all: readonly Detection[]): number =>
        all.filter(({ ruleId }) => ruleId === detection.ruleId).length;
      expect(count(detections)).toBeLessThan(count(before.detections));
      expect(detections.map(({ anchor }) => anchor)).not.toContain(detection.anchor);
      expect(problems).toEqual(before.problems);
    },
  );

  it('has edits in order that do not overlap', () => {
    for (const { detection } of fixed) {
      const edits = detection.fix?.edits ?? [];
      edits.slice(1).forEach((edit, index) => {
        const last = edits[index]?.range;
        const follows =
          last !== undefined &&
          (edit.range.startLine > last.endLine ||
            (edit.range.startLine === last.endLine && edit.range.startColumn >= last.endColumn));
        expect(follows).toBe(true);
      });
    }
  });
});
