import { z } from 'zod';
import { confidences, severities } from '../model/severity.js';

const globs = z.array(z.string().min(1).max(500)).max(500);
const date = z.iso.date();

/** The repository's `.github/scrutineer.yml`. Strict: an unknown key is an error. */
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
    })
    .prefault({})
    .describe('What is shown where, and what fails the check.'),
  rules: z
    .record(z.string(), z.enum([...severities, 'off']))
    .default({})
    .describe('Rules by id, each with the severity that it has here, or `off`.'),
  ignore: z
    .array(
      z.strictObject({
        paths: globs.optional().describe('Globs of the files; all without it.'),
        rules: z.array(z.string()).optional().describe('Ids of the rules; all without it.'),
        reason: z.string().trim().min(1).describe('Why. Shown with what is withheld.'),
        until: date.optional().describe('The last day on which it counts, as YYYY-MM-DD.'),
      }),
    )
    .max(1000)
    .default([])
    .describe('Findings that are accepted, with the reason.'),
});

export type Config = z.infer<typeof configSchema>;
export type IgnoreEntry = Config['ignore'][number];

export const defaultConfig: Config = configSchema.parse({});

/** Where the configuration stands in a repository. */
export const configPath = '.github/scrutineer.yml';
