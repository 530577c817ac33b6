import { z } from 'zod';
import type { Problem } from '../../../model/problem.js';

export interface PackageVersion {
  readonly ecosystem: string;
  readonly name: string;
  readonly version: string;
}

/** Where advisories come from. */
export interface Advisories {
  /** Never rejects because of the world: what was out of reach is in the answer. */
  find(packages: readonly PackageVersion[]): Promise<Answer>;
}

export interface Answer {
  /**
   * For each package that was asked for, in turn, all records that may speak of that version: others and withdrawn ones
   * too. Undefined where they are out of reach.
   */
  readonly records: readonly (readonly Advisory[] | undefined)[];
  /** What a reader has to know: what was out of reach and why, or how old the records are. */
  readonly problems: readonly Problem[];
}

/** Advisories that cannot be used as they were named. The message says which and why. */
export class AdvisoryError extends Error {
  override readonly name = 'AdvisoryError';
}

const text = z.string().catch('');
const texts = z.array(z.string()).catch([]);

/** Only the first sentence is shown, where there is no summary. */
const longestDetails = 2000;

const severity = z
  .array(z.object({ type: z.string(), score: z.string() }))
  .catch([])
  .default([]);

const event = z.object({
  introduced: z.string().optional(),
  /** Not of OSV: affected after this version. GitHub's own ranges have such bounds. */
  after: z.string().optional(),
  fixed: z.string().optional(),
  last_affected: z.string().optional(),
  limit: z.string().optional(),
});

const probability = z.number().min(0).max(1).optional().catch(undefined);

/** What several databases add to a record or to one of its packages. */
const remarks = z
  .object({
    severity: z.string().optional().catch(undefined),
    /** RustSec: `unmaintained`, `unsound`, `notice`; such a record tells of no vulnerability. Ours: `withdrawn`. */
    informational: z.string().optional().catch(undefined),
    epss: z
      .union([probability, z.object({ percentage: probability }).transform(({ percentage }) => percentage)])
      .optional()
      .catch(undefined),
    known_exploited: z.boolean().optional().catch(undefined),
    /** GitHub: an advisory of the type `malware`. */
    malware: z.boolean().optional().catch(undefined),
  })
  .optional()
  .catch(undefined);

/** Functions by the names that the Go, RustSec and GitHub databases have for them. */
const specifics = z
  .object({
    severity: z.string().optional().catch(undefined),
    imports: z
      .array(z.object({ path: text, symbols: texts.default([]) }))
      .catch([])
      .default([]),
    affects: z
      .object({ functions: texts.default([]) })
      .optional()
      .catch(undefined),
    affected_functions: texts.default([]),
  })
  .optional()
  .catch(undefined);

const affected = z.object({
  package: z.object({ ecosystem: z.string(), name: z.string() }).optional(),
  ranges: z
    .array(z.object({ type: text, events: z.array(event).catch([]) }))
    .catch([])
    .default([]),
  versions: texts.default([]),
  severity,
  database_specific: remarks,
  ecosystem_specific: specifics,
});

/** A record in OSV form, as far as it is used: https://ossf.github.io/osv-schema/ */
export const advisorySchema = z.object({
  id: z.string().min(1),
  modified: z.string().optional().catch(undefined),
  aliases: texts.default([]),
  withdrawn: z.string().optional().catch(undefined),
  summary: text.default(''),
  details: text.default('').transform((told) => told.slice(0, longestDetails)),
  affected: z.array(affected).default([]),
  severity,
  database_specific: remarks,
});

export type Advisory = z.infer<typeof advisorySchema>;
export type Affected = Advisory['affected'][number];
export type AffectedRange = Affected['ranges'][number];
