import type { Context, FileText } from '../../model/analyzer.js';
import type { Side } from '../../model/change.js';
import type { Detection, Edit } from '../../model/finding.js';
import type { Rule } from '../../model/rule.js';
import type { Span } from './formats/span.js';

/** What a rule reports: a detection whose place is still an offset. */
export interface Hit extends Pick<Detection, 'message' | 'severity' | 'confidence' | 'title'> {
  readonly span: Span;
  /** The resource, stage, job or section that it is in. */
  readonly scope: string;
  /** What makes it itself; the flagged text where it is absent. */
  readonly anchor?: string;
  readonly fix?: { readonly description: string; readonly edits: readonly (Span & Pick<Edit, 'text'>)[] };
}

/** A rule as it is written here: its OWASP categories follow from its CWE numbers. */
export type WrittenRule = Omit<Rule, 'owasp'>;

/** A rule that looks at a whole document of one format. */
export interface DocumentRule<Document> extends WrittenRule {
  check(document: Document): Iterable<Hit>;
}

/** One kind of file: which they are, and how they are read and judged. */
export interface Format {
  readonly rules: readonly WrittenRule[];
  wants(path: string): boolean;
  /** Says with `context.report` what could not be read. */
  judge(file: FileText, side: Side, context: Context): Promise<readonly Judged[]>;
}

export interface Judged {
  readonly rule: WrittenRule;
  readonly hit: Hit;
}

/** Applies rules that look at whole documents. */
export function judgeDocument<Document>(
  document: Document,
  rules: readonly DocumentRule<Document>[],
): Judged[] {
  return rules.flatMap((rule) => Array.from(rule.check(document), (hit) => ({ rule, hit })));
}
