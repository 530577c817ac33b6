import { z } from 'zod';
import { confidences, severities } from '../model/severity.js';

const position = z
  .int()
  .min(1)
  .max(2 ** 31);
const range = {
  startLine: position.describe('From 1.'),
  startColumn: position.describe('From 1, in UTF-16 units.'),
  endLine: position,
  endColumn: position.describe('The one after the last.'),
};
const location = z.strictObject({
  path: z.string().describe('Relative to the root of what was reviewed, with `/`.'),
  ...range,
});

const finding = z
  .strictObject({
    ruleId: z.string(),
    title: z.string(),
    severity: z.enum(severities),
    confidence: z.enum(confidences),
    cwe: z.array(z.int().min(1).max(100_000)).describe('CWE numbers, the most specific first.'),
    message: z.string().describe('One sentence about this place.'),
    location,
    trace: z
      .array(z.strictObject({ location, message: z.string() }))
      .describe('From where data enters to where it does harm; empty where there is no flow.'),
    fix: z
      .strictObject({
        description: z.string(),
        edits: z.array(z.strictObject({ range: z.strictObject(range), text: z.string() })),
      })
      .optional()
      .describe("An exact change of the finding's own file."),
    commit: z
      .string()
      .optional()
      .describe('The commit of the change that the location is in, where it is no longer on the head side.'),
    secretHash: z
      .string()
      .regex(/^[0-9a-f]{16}$/)
      .optional()
      .describe(
        'Of a credential: a slow salted hash of its value, for `ignore[].secrets` in the configuration.',
      ),
    fingerprint: z
      .string()
      .regex(/^[0-9a-f]{32}$/)
      .describe('The same for the same flaw on every push, whatever line it is on.'),
  })
  .meta({ id: 'finding' });

const count = z
  .int()
  .min(0)
  .max(2 ** 31);

/** What `--format json` writes. */
export const reportSchema = z
  .strictObject({
    version: z.literal(1),
    verdict: z.enum(['failing', 'misconfigured', 'incomplete', 'empty', 'passing']),
    coverage: z.strictObject({
      files: count.describe('Changed files, or with `audit` all files.'),
      analyzed: count.describe('Of these, the files that at least one analyzer read whole.'),
      excluded: count.describe('Of these, the files that the configured scope leaves out.'),
    }),
    findings: z.array(finding).describe('Introduced by the change and shown, ranked worst first.'),
    fixed: z.array(finding).describe('On the base side and no longer on the head side.'),
    withheld: z.array(z.strictObject({ finding, reason: z.string() })),
    problems: z.array(
      z.strictObject({
        kind: z.enum(['configuration', 'incomplete', 'notice']),
        message: z.string(),
        path: z.string().optional(),
        line: position.optional(),
      }),
    ),
  })
  .describe('A report of Scrutineer.');
