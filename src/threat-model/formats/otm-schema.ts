import { z } from 'zod';

const text = z.string().nullish();
/** What tools and people add; only `paths`, `external` and `reviewed` mean something here. */
const attributes = z.record(z.string(), z.unknown()).nullish();
const tags = z.array(z.string().nullable()).nullish();

const size = z.object({ width: z.number(), height: z.number() }).nullish();
const representations = z
  .array(
    z.object({
      representation: z.string(),
      name: text,
      id: z.string(),
      position: z.object({ x: z.number(), y: z.number() }).nullish(),
      size,
      file: text,
      line: z.number().nullish(),
      codeSnippet: text,
      attributes,
    }),
  )
  .nullish();

const parent = z
  .object({ trustZone: z.string().optional(), component: z.string().optional() })
  .refine(
    (value) => (value.trustZone === undefined) !== (value.component === undefined),
    'it must name either a `trustZone` or a `component`.',
  );

const threats = z
  .array(
    z.object({
      threat: z.string(),
      state: z.string(),
      mitigations: z
        .array(z.object({ mitigation: z.string().nullable(), state: z.string().nullable() }).nullable())
        .optional(),
    }),
  )
  .nullish();

/**
 * Open Threat Model 0.2.0, as its JSON Schema has it; what it does not name is let pass, as there:
 * https://github.com/iriusrisk/OpenThreatModel/blob/main/otm_schema.json
 */
export const otmSchema = z.object({
  otmVersion: z.string(),
  project: z.object({
    name: z.string(),
    id: z.string(),
    description: text,
    owner: text,
    ownerContact: text,
    tags: z.array(z.string()).nullish(),
    attributes,
  }),
  representations: z
    .array(
      z.object({
        name: z.string(),
        id: z.string(),
        type: z.string(),
        description: text,
        size,
        repository: z.object({ url: z.string().nullable() }).nullish(),
        attributes,
      }),
    )
    .nullish(),
  assets: z
    .array(
      z.object({
        name: z.string(),
        id: z.string(),
        description: text,
        risk: z.object({
          confidentiality: z.number(),
          integrity: z.number(),
          availability: z.number(),
          comment: text,
        }),
        attributes,
      }),
    )
    .nullish(),
  trustZones: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        type: z.string().optional(),
        description: text,
        risk: z.object({ trustRating: z.number() }),
        parent: parent.optional(),
        representations,
        attributes,
      }),
    )
    .optional(),
  components: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        type: z.string(),
        description: text,
        parent,
        representations,
        assets: z
          .object({
            processed: z.array(z.string().nullable()).nullish(),
            stored: z.array(z.string().nullable()).nullish(),
          })
          .nullish(),
        threats,
        tags,
        attributes,
      }),
    )
    .nullish(),
  dataflows: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        description: text,
        bidirectional: z.boolean().nullish(),
        source: z.string(),
        destination: z.string(),
        assets: z.array(z.string().nullable()).nullish(),
        threats,
        tags,
        attributes,
      }),
    )
    .optional(),
  threats: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        description: text,
        categories: z.array(z.string().nullable()).nullish(),
        cwes: z.array(z.string().nullable()).nullish(),
        risk: z.object({
          likelihood: z.number().nullable(),
          likelihoodComment: text,
          impact: z.number(),
          impactComment: z.string().optional(),
        }),
        tags,
        attributes,
      }),
    )
    .nullish(),
  mitigations: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        description: text,
        riskReduction: z.number(),
        attributes,
      }),
    )
    .nullish(),
});

export type Otm = z.infer<typeof otmSchema>;
