import { z } from 'zod';
import { reaches } from '../model/finding.js';
import { confidences, severities } from '../model/severity.js';
import { statementKinds } from '../model/threat-statement.js';

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

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

const finding = z
  .strictObject({
    ruleId: z.string(),
    title: z.string(),
    severity: z.enum(severities),
    severityChange: z
      .strictObject({ from: z.enum(severities), reason: z.string() })
      .optional()
      .describe('What the threat model raised or lowered the severity from, and why.'),
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
    reach: z
      .enum(reaches)
      .optional()
      .describe(
        "Of a known vulnerability: whether the repository's own code calls a function that it is in, imports the package, or does not.",
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
      exclusions: z
        .array(
          z.strictObject({
            path: z.string().optional().describe('A glob.'),
            component: z.string().optional().describe('Of the threat model, instead of a glob.'),
            environment: z.string().optional(),
            reason: z.string().optional(),
            files: count.describe('How many it leaves out.'),
          }),
        )
        .optional()
        .describe('What of the configuration leaves files out, in its order.'),
      generated: count
        .optional()
        .describe('Of the analyzed ones, those that a program made, by `.gitattributes` or convention.'),
      vendored: count
        .optional()
        .describe(
          "Of the analyzed ones, somebody else's that were copied in, by `.gitattributes` or convention.",
        ),
    }),
    findings: z.array(finding).describe('Introduced by the change and shown, ranked worst first.'),
    fixed: z.array(finding).describe('On the base side and no longer on the head side.'),
    withheld: z.array(
      z.strictObject({
        finding,
        reason: z.string(),
        accepted: z
          .strictObject({
            by: z.enum(['configuration', 'comment', 'baseline', 'decision']),
            until: day.optional().describe('The last day on which it counts.'),
          })
          .optional()
          .describe('Where somebody accepted the risk, and not a setting or another finding withholds it.'),
      }),
    ),
    problems: z.array(
      z.strictObject({
        kind: z.enum(['configuration', 'incomplete', 'notice']),
        message: z.string(),
        path: z.string().optional(),
        line: position.optional(),
      }),
    ),
    urgencies: z
      .array(
        z.strictObject({
          fingerprint: z.string(),
          level: z.enum(severities),
          score: z.number().min(0).max(100),
          because: z.string().describe('The weights that were multiplied.'),
          due: z
            .strictObject({
              on: day,
              from: z
                .enum(['introduction', 'report'])
                .describe(
                  'From which day it counts: of the report, where nobody knows when the flaw came in.',
                ),
              isOverdue: z.boolean(),
            })
            .optional()
            .describe('Absent where the configuration sets no time for the level.'),
        }),
      )
      .optional()
      .describe('The priority of each of the findings, in their order.'),
    policies: z
      .array(
        z.strictObject({
          name: z.string(),
          owner: z.string(),
          state: z.enum(['met', 'not-met', 'unknown']),
          reason: z.string(),
          findings: z.array(z.string()).describe('Fingerprints of the findings that break it.'),
        }),
      )
      .optional()
      .describe('Of each policy of the configuration.'),
    threatModel: z
      .strictObject({
        path: z.string().describe('Where the model is.'),
        statements: z.array(
          z.strictObject({
            kind: z.enum(statementKinds),
            message: z.string(),
            path: z.string().optional(),
            line: position.optional(),
          }),
        ),
      })
      .optional()
      .describe('What the threat model of the repository says of the change; absent where it says nothing.'),
  })
  .describe('A report of Scrutineer.');
