import { z } from 'zod';
import { analyzerNames } from '../model/analyzer.js';
import { statedSourceKinds } from '../model/data-models.js';
import { owaspCategories } from '../model/owasp.js';
import { confidences, severities } from '../model/severity.js';
import { standardNames } from '../model/standard.js';

const globs = z.array(z.string().min(1).max(500)).max(500);
const text = z.string().trim().min(1).max(500);
const exclusion = z.union(
  [
    z.string().min(1).max(500),
    z.strictObject({ path: text, environment: text.optional(), reason: text }),
    z.strictObject({ component: text, environment: text.optional(), reason: text }),
  ],
  { error: 'it must be a glob, or have a `reason` and either `path` or `component`.' },
);
/** GitHub's own limit for a label's name is 50 characters. */
const labels = z.array(z.string().min(1).max(50)).max(100);
const date = z.iso.date();
const timeToFix = (days: number | 'none', severity: string): z.ZodDefault<typeof daysOrNone> =>
  daysOrNone
    .default(days)
    .describe(`Days in which a finding of ${severity} priority is to be fixed; 0 for the same day.`);
const daysOrNone = z.union([z.int().min(0).max(3650), z.literal('none')], {
  error: 'it must be a number of days, or `none`.',
});
const module = z
  .string()
  .max(300)
  .regex(
    /^(?:\.\/(?!\.\.?(?:\/|$))|(?![./]))[^\s'"`\\{}*?]+$/,
    'must be a package, an alias as it is imported, or a path from the root of the repository that begins with `./`.',
  )
  .describe(
    'A package (`@acme/html`), an alias as it is imported (`@/lib/html`), or `./path` from the root of the repository, with or without its extension.',
  );
const member = z
  .string()
  .max(200)
  .regex(
    /^[\w$]+(?:\(\))?(?:\.[\w$]+(?:\(\))?)*(?<!\(\))$/,
    'must be a name, as `clean`, `html.clean`, `Html().clean` or `default`.',
  )
  .describe(
    'What it exports: `clean`, `html.clean` of an object, `Html().clean` of a class, `default` for the module itself.',
  );
const rules = z.array(z.string()).min(1).max(100);
const licenses = z.array(z.string().regex(/^[\w.+-]{1,100}$/, 'must be an SPDX identifier.')).max(500);

/** The `.github/scrutineer.yml` of a repository or an organization. Strict: an unknown key is an error. */
export const configSchema = z.strictObject({
  scope: z
    .strictObject({
      include: globs.default([]).describe('Globs of the files to review; empty for all.'),
      exclude: z
        .array(exclusion)
        .max(500)
        .default([])
        .describe(
          'What is left out: a glob, or an entry with `reason` and either `path`, a glob, or `component`, the name of a component of the threat model, whose `paths` are meant; `environment` may say which one it is of. Reports show each with its reason and how many files it leaves out.',
        ),
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
      'code-scanning': z
        .boolean()
        .default(false)
        .describe(
          "Whether the App also gives the findings in a pull request to GitHub's code scanning, for which it needs the permission `security_events: write`.",
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
  'threat-model': z
    .strictObject({
      path: z
        .string()
        .max(500)
        .default('')
        .describe(
          'The threat model, from the root of the repository; empty for `threat-model` with the ending `.yaml`, `.yml`, `.json` or `.otm`, in `.github/` or at the root.',
        ),
      'max-age': z
        .int()
        .min(0)
        .max(3650)
        .default(365)
        .describe(
          'Days after which the last review of the model that it names is told to be old; 0 for never.',
        ),
      'adjust-severity': z
        .boolean()
        .default(true)
        .describe(
          'Whether the value and exposure of what a finding touches raise or lower its severity, as `docs/threat-model.md` says.',
        ),
    })
    .prefault({})
    .describe('The threat model of the repository, where it has one.'),
  'rules-from': globs
    .default([])
    .describe(
      "Globs of files with rules of your own, in Semgrep's syntax, as `docs/custom-rules.md` says. They are read on the base side only, and those of the organization's configuration in its own repository; both count.",
    ),
  sources: z
    .array(
      z.strictObject({
        module,
        member,
        kind: z
          .enum(statedSourceKinds)
          .default('request')
          .describe(
            'Whose data it is: that of a request, of the page in a browser, of a message, of a store that others fill, of the answer of another server, or of who runs the program.',
          ),
        property: z
          .boolean()
          .default(false)
          .describe('Whether it is read, and not a function whose result is meant.'),
      }),
    )
    .max(200)
    .default([])
    .describe(
      'Functions of your own that give data from outside, for the rules that follow data. Those of all layers count, unless the organization locks `sources`.',
    ),
  sinks: z
    .array(
      z.strictObject({
        module,
        member,
        argument: z
          .int()
          .min(0)
          .max(50)
          .optional()
          .describe('The argument that counts, from 0; all without it.'),
        for: rules.describe('Ids of the rules that data from outside breaks there.'),
      }),
    )
    .max(200)
    .default([])
    .describe(
      'Functions of your own in which data from outside does harm. Those of all layers count, unless the organization locks `sinks`.',
    ),
  sanitizers: z
    .array(
      z.strictObject({
        module,
        member,
        for: rules
          .optional()
          .describe(
            'Ids of the rules that its result is safe for, whatever it is given; all that follow data without it.',
          ),
      }),
    )
    .max(200)
    .default([])
    .describe(
      'Functions of your own that make data safe. Those of all layers count, unless the organization locks `sanitizers`.',
    ),
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
  'time-to-fix': z
    .strictObject({
      critical: timeToFix(0, 'critical'),
      high: timeToFix(7, 'high'),
      medium: timeToFix('none', 'medium'),
      low: timeToFix('none', 'low'),
    })
    .prefault({})
    .describe('By when findings are due, by priority; `none` for no day: as there is capacity.'),
  standards: z
    .array(z.enum(standardNames))
    .max(standardNames.length)
    .default([])
    .describe(
      'Standards that the HTML report has a page for: `owasp-top-10-2021`, `owasp-top-10-2025`, `asvs`, `pci-dss`, `soc-2`, `iso-27001`, `gdpr`, `nist-ssdf`.',
    ),
  policies: z
    .array(
      z.strictObject({
        name: z.string().trim().min(1).max(100).describe('How reports call it.'),
        owner: z.string().trim().min(1).max(200).describe('The person or team that answers for it.'),
        rules: z.array(z.string()).max(2000).default([]).describe('Ids of its rules.'),
        cwe: z
          .array(z.int().min(1).max(100_000))
          .max(1000)
          .default([])
          .describe('Rules for these weaknesses are of it too, by CWE number.'),
        owasp: z
          .array(z.enum(owaspCategories))
          .max(owaspCategories.length)
          .default([])
          .describe('Rules of these categories of the OWASP Top 10 too, as `A03:2021`.'),
        analyzers: z
          .array(z.enum(analyzerNames))
          .max(analyzerNames.length)
          .default([])
          .describe('All rules of these analyzers too.'),
        threshold: z
          .enum(severities)
          .default('low')
          .describe('The least severity of a shown finding that breaks it.'),
      }),
    )
    .max(100)
    .default([])
    .describe('Sets of rules with a threshold and an owner. Reports say of each whether it is met.'),
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
      "In the organization's configuration: settings (`report.fail-from`, `scope`), `rules`, single ones (`rules.sql-injection`), `ignore`, `sources`, `sinks`, `sanitizers` and `baseline` that repositories cannot loosen.",
    ),
});

export type Config = z.infer<typeof configSchema>;
export type ExcludeEntry = Config['scope']['exclude'][number];
export type IgnoreEntry = Config['ignore'][number];
export type Policy = Config['policies'][number];

export const defaultConfig: Config = configSchema.parse({});

/** Where the configuration stands in a repository. */
export const configPath = '.github/scrutineer.yml';
