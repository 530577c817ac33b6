import { z } from 'zod';

const text = z.string().optional();
const flag = z.boolean().optional();
const point = z.object({ x: z.number(), y: z.number() });

const threats = z
  .array(
    z.object({
      description: z.string(),
      mitigation: z.string(),
      modelType: text,
      number: z.int().min(0).optional(),
      score: text,
      severity: z.string(),
      status: z.string(),
      id: text,
      threatId: text,
      title: z.string(),
      type: z.string(),
    }),
  )
  .optional();

const end = z.object({ cell: text, x: z.number().optional(), y: z.number().optional() }).optional();

const cell = z.object({
  id: z.string().min(2),
  shape: z.string(),
  zIndex: z.int(),
  position: point.optional(),
  size: z.object({ height: z.number(), width: z.number() }).optional(),
  source: end,
  target: end,
  threats,
  data: z
    .object({
      type: z.string(),
      hasOpenThreats: z.boolean(),
      name: text,
      description: text,
      outOfScope: flag,
      isBidirectional: flag,
      isPublicNetwork: flag,
      isTrustBoundary: flag,
      /** Where the tool writes them; the schema of the project has them beside `data`. */
      threats,
    })
    .optional(),
});

/**
 * Threat Dragon version 2, what is used of it, with what its JSON Schema requires:
 * https://github.com/OWASP/threat-dragon/blob/main/td.vue/src/assets/schema/threat-dragon-v2.schema.json
 */
export const threatDragonSchema = z.object({
  version: z.string().max(10),
  summary: z.object({ title: z.string(), description: text, owner: text }),
  detail: z.object({
    contributors: z.array(z.object({ name: text })),
    diagrams: z.array(
      z.object({
        id: z.int().min(0),
        title: z.string(),
        diagramType: z.string().min(3),
        thumbnail: z.string(),
        version: z.string().max(10),
        cells: z.array(cell).optional(),
      }),
    ),
    diagramTop: z.int().min(0),
    reviewer: z.string(),
    threatTop: z.int().min(0),
  }),
});

export type ThreatDragon = z.infer<typeof threatDragonSchema>;
export type Cell = z.infer<typeof cell>;
