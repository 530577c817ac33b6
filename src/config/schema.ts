import { z } from 'zod';
import { confidences, severities } from '../model/severity.js';

const globs = z.array(z.string().min(1).max(500)).max(500);
/** GitHub's own limit for a label's name is 50 characters. */
const labels = z.array(z.string().min(1).max(50)).max(100);
const date = z.iso.date();
const licenses = z.array(z.string().regex(/^[\w.+-]{1,100}$/, 'must be an SPDX identifier.')).max(500);

/** The `.github/scrutineer.yml` of a repository or an organization. Strict: an unknown key is an error. */
export const configSchema = z.strictObject({
  scope: z
    .strictObject({
      include: globs.default([]).describe('Globs of the files to review; empty for all.'),
      exclude: globs.default([]).describe('Globs of the files to leave out.'),
    })
    .prefault({})
    .describe('Which files are reviewed.'),
  report: z
    .strictObject({
      'comment-from': z
        .enum([...severities, 'none'])
        .default('low')
        .describe('The least severity that gets an inline comment.'),
      'fail-from': z
        .enum([...severities, 'none'])
        .default('high')
        .describe('The least severity that fails the check.'),
      'confidence-from': z
        .enum(confidences)
        .default('medium')
        .describe('The least confidence that is shown; what is less certain is withheld.'),
      'on-incomplete': z
        .enum(['fail', 'neutral'])
        .default('fail')
        .describe('What the check on GitHub says when part of a change could not be reviewed.'),
      'max-comments': z
        .int()
        .min(0)
        .max(100)
        .default(30)
        .describe(
          'How many findings get an inline comment at most, the worst first; the rest stands in the check run.',
        ),
    })
    .prefault({})
    .describe('What is shown where, and what fails the check.'),
  review: z
    .strictObject({
      drafts: z.boolean().default(true).describe('Whether draft pull requests are reviewed.'),
      bots: z.boolean().default(true).describe('Whether pull requests by bots are reviewed.'),
      labels: z
        .strictObject({
          only: labels
            .default([])
            .describe('Only pull requests with one of these labels are reviewed; empty for all.'),
          skip: labels.default([]).describe('Pull requests with one of these labels are not reviewed.'),
        })
        .prefault({})
        .describe('Which labels decide. Whoever may set labels decides with them.'),
      branches: globs
        .default([])
        .describe('Globs of the base branches whose pull requests are reviewed; empty for all.'),
    })
    .prefault({})
    .describe('Which pull requests on GitHub are reviewed.'),
  dependencies: z
    .strictObject({
      registries: z
        .array(z.string().regex(/^[\w.-]{1,253}(?::\d{1,5})?$/, 'must be a host, as `npm.acme.example`.'))
        .max(100)
        .default([])
        .describe(
          'Hosts of registries that packages may come from, besides those that the lockfile and `.npmrc` use already.',
        ),
      licenses: z
        .strictObject({
          allow: licenses
            .default([])
            .describe('SPDX identifiers of the licences that packages may have; empty for all.'),
          deny: licenses
            .default([])
            .describe('SPDX identifiers of the licences that packages must not have.'),
        })
        .prefault({})
        .describe('Which licences packages may have, where the lockfile says which they have.'),
      'release-age': z
        .int()
        .min(0)
        .max(365)
        .default(1)
        .describe(
          'Days that a release has to be out before a change may take it without a finding, where the lockfile has its date: 1 for what came out on the day of the review, 0 for none.',
        ),
    })
    .prefault({})
    .describe('What is expected of packages.'),
  rules: z
    .record(z.string(), z.enum([...severities, 'off']))
    .default({})
    .describe('Rules by id, each with the severity that it has here, or `off`.'),
  ignore: z
    .array(
      z.strictObject({
        paths: globs.optional().describe('Globs of the files; all without it.'),
        rules: z.array(z.string()).optional().describe('Ids of the rules; all without it.'),
        secrets: z
          .array(
            z
              .string()
              .regex(
                /^[0-9a-f]{16}$/,
                'must be the hash that the finding shows: 16 digits of 0 to 9 and a to f.',
              ),
          )
          .max(1000)
          .optional()
          .describe(
            'Hashes of credentials, as their findings show them; all findings without it. A credential is accepted wherever it stands, and another one in its place is not.',
          ),
        reason: z.string().trim().min(1).describe('Why. Shown with what is withheld.'),
        until: date.optional().describe('The last day on which it counts, as YYYY-MM-DD.'),
      }),
    )
    .max(1000)
    .default([])
    .describe('Findings that are accepted, with the reason.'),
  suppressions: z
    .enum(['anyone', 'maintainers', 'none'])
    .default('maintainers')
    .describe(
      'Whose `scrutineer-ignore` comments count: those of `anyone`, of `none`, or of `maintainers`: those that stand on the base side, and those that a change by someone with write permission adds.',
    ),
  extends: z
    .string()
    .regex(
      /^[\w.-]{1,39}\/[\w.-]{1,100}$/,
      'must name a repository as `owner/repository`, not by an address.',
    )
    .optional()
    .describe(
      'A repository of the same owner, as `owner/repository`, on whose configuration this one builds.',
    ),
  lock: z
    .array(z.string().min(1).max(200))
    .max(500)
    .default([])
    .describe(
      "In the organization's configuration: settings (`report.fail-from`, `scope`), `rules`, single ones (`rules.sql-injection`), `ignore` and `baseline` that repositories cannot loosen.",
    ),
});

export type Config = z.infer<typeof configSchema>;
export type IgnoreEntry = Config['ignore'][number];

export const defaultConfig: Config = configSchema.parse({});

/** Where the configuration stands in a repository. */
export const configPath = '.github/scrutineer.yml';
