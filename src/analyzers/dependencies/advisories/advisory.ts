import { z } from 'zod';

/** Where advisories come from. */
export interface Advisories {
  /** All advisories that name the package, withdrawn ones too. Rejects where they are out of reach. */
  find(ecosystem: string, name: string): Promise<readonly Advisory[]>;
}

const text = z.string().catch('');
const texts = z.array(z.string()).catch([]);

const severity = z
  .array(z.object({ type: z.string(), score: z.string() }))
  .catch([])
  .default([]);

const event = z.object({
  introduced: z.string().optional(),
  fixed: z.string().optional(),
  last_affected: z.string().optional(),
});

const rating = z
  .object({ severity: z.string().optional().catch(undefined) })
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
  database_specific: rating,
  ecosystem_specific: rating,
});

/** A record in OSV form, as far as it is used: https://ossf.github.io/osv-schema/ */
export const advisorySchema = z.object({
  id: z.string().min(1),
  aliases: texts.default([]),
  withdrawn: z.string().optional().catch(undefined),
  summary: text.default(''),
  affected: z.array(affected).default([]),
  severity,
  database_specific: rating,
});

export type Advisory = z.infer<typeof advisorySchema>;
export type Affected = Advisory['affected'][number];
export type AffectedRange = Affected['ranges'][number];
