import type { FileText } from '../../model/analyzer.js';
import { foldBlanks, type Detection } from '../../model/finding.js';
import { LineTable } from '../syntax/tree.js';
import type { Judged } from './rule.js';

/** Instances of one block that fail alike are one detection. */
export function detectionsOf(judged: readonly Judged[], { text }: FileText): Detection[] {
  const lines = new LineTable(text);
  const detections = new Map<string, Detection>();
  for (const { rule, hit } of judged) {
    const { span, fix, anchor, ...rest } = hit;
    const key = JSON.stringify([rule.id, span.start, span.end, hit.message]);
    if (detections.has(key)) continue;
    detections.set(key, {
      ruleId: rule.id,
      ...rest,
      range: lines.range(span.start, span.end),
      anchor: anchor ?? foldBlanks(text.slice(span.start, span.end)),
      ...(fix && {
        fix: {
          description: fix.description,
          edits: fix.edits.map((edit) => ({ range: lines.range(edit.start, edit.end), text: edit.text })),
        },
      }),
    });
  }
  return [...detections.values()];
}
