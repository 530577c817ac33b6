import { findNodeAtLocation, type ParseError, parseTree } from 'jsonc-parser';
import { z } from 'zod';
import type { FileContent } from '../model/change.js';
import type { Finding } from '../model/finding.js';
import type { Problem } from '../model/problem.js';
import { explainIssue } from './explain.js';

/** Where the baseline stands in a repository. */
export const baselinePath = '.github/scrutineer-baseline.json';

/** The file of accepted findings. Strict: an unknown key is an error. */
export const baselineSchema = z.strictObject({
  version: z.literal(1).describe("Of the file's shape."),
  findings: z
    .array(
      z.strictObject({
        fingerprint: z
          .string()
          .regex(/^[0-9a-f]{32}$/, 'must be 32 hexadecimal digits.')
          .describe('Of the finding, as in reports.'),
        rule: z.string().min(1).max(100).describe('Id of the rule; must be that of the finding.'),
        path: z.string().min(1).max(4096).describe('Where the finding was; for the reader.'),
        reason: z
          .string()
          .trim()
          .min(1)
          .max(1000)
          .describe('Why it is accepted. Shown with what is withheld.'),
        date: z.iso.date().describe('The day on which it was accepted, as YYYY-MM-DD.'),
      }),
    )
    .max(20_000)
    .describe('Findings that are accepted as they are.'),
});

export type BaselineEntry = z.infer<typeof baselineSchema>['findings'][number];

/** Accepted findings by fingerprint. */
export type Baseline = ReadonlyMap<string, BaselineEntry>;

export interface LoadedBaseline {
  /** Empty with any problem. */
  readonly baseline: Baseline;
  readonly problems: readonly Problem[];
}

/** Reads the baseline from its file's content; without the file there is none. */
export function readBaseline(content: FileContent): LoadedBaseline {
  if (content.kind === 'absent') return { baseline: new Map(), problems: [] };
  if (content.kind === 'text') return parseBaseline(content.text);
  const why = content.kind === 'unreadable' ? content.reason : `it is not a text file but: ${content.kind}.`;
  return failed([{ message: `The baseline could not be read: ${why}` }]);
}

/** Parses a baseline. With any error it is empty, and each error is a problem with its line. */
export function parseBaseline(text: string, path = baselinePath): LoadedBaseline {
  if (text.length > maxLength)
    return failed([{ message: `The baseline is longer than ${maxLength} characters.` }], path);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The other parser tells the place.
    return failed([{ message: 'The baseline is not valid JSON.', line: findSyntaxError(text) }], path);
  }
  const parsed = baselineSchema.safeParse(value);
  if (parsed.success) {
    const entries = parsed.data.findings.map((entry) => [entry.fingerprint, entry] as const);
    return { baseline: new Map(entries), problems: [] };
  }
  const tree = parseTree(text);
  const errors = parsed.error.issues
    .slice(0, maxErrors)
    .flatMap((issue) => explainIssue(issue, value, baselineSchema, 'The baseline'))
    .map(({ message, path: keys }) => {
      const node = tree && nearestNode(keys, (part) => findNodeAtLocation(tree, part));
      return { message, line: node && lineAt(text, node.offset) };
    });
  return failed(errors, path);
}

/** The file of these entries, ordered so that two branches that add some rarely conflict. */
export function renderBaseline(entries: Iterable<BaselineEntry>): string {
  const findings = [...entries]
    .map(({ fingerprint, rule, path, reason, date }) => ({ fingerprint, rule, path, reason, date }))
    .sort(
      (a, b) => compare(a.path, b.path) || compare(a.rule, b.rule) || compare(a.fingerprint, b.fingerprint),
    );
  return `${JSON.stringify({ version: 1, findings }, undefined, 2)}\n`;
}

/** The entry that accepts a finding. `date` is YYYY-MM-DD. */
export function toBaselineEntry(finding: Finding, reason: string, date: string): BaselineEntry {
  const { fingerprint, ruleId: rule, location } = finding;
  return { fingerprint, rule, path: location.path, reason, date };
}

/** About 20,000 entries; bounds the parser's work. */
const maxLength = 8_000_000;
const maxErrors = 20;

function findSyntaxError(text: string): number | undefined {
  const errors: ParseError[] = [];
  try {
    parseTree(text, errors, { disallowComments: true });
  } catch (error) {
    // Nested too deep for it.
    if (!(error instanceof RangeError)) throw error;
  }
  return errors[0] && lineAt(text, errors[0].offset);
}

function nearestNode<T>(
  keys: readonly PropertyKey[],
  find: (path: (string | number)[]) => T | undefined,
): T | undefined {
  const path = keys.map((key) => (typeof key === 'number' ? key : String(key)));
  for (let length = path.length; length >= 0; length--) {
    const node = find(path.slice(0, length));
    if (node) return node;
  }
  return undefined;
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function failed(
  errors: readonly { message: string; line?: number | undefined }[],
  path = baselinePath,
): LoadedBaseline {
  return {
    baseline: new Map(),
    problems: errors.map(({ message, line }) => ({
      kind: 'configuration',
      path,
      message,
      ...(line !== undefined && { line }),
    })),
  };
}
