import type { Framework } from './framework.js';

/** Libraries that check data against a schema; `flow/schema-call.ts` knows what their calls say. */
export const schemas: Framework = {
  name: 'Schemas',
  roots: ['zod', 'joi', 'yup', '@sinclair/typebox', 'express-validator', 'class-validator'],
  aliases: {
    '{zod/v3,zod/v4,zod/mini}': 'zod',
    'zod.{z,default}': 'zod',
    'zod.iso': 'zod',
    'zod.z.coerce': 'zod.coerce',
    '{@hapi/joi,celebrate.Joi}': 'joi',
    'joi.{default,Joi}': 'joi',
    '@sinclair/typebox.{t,default}': '@sinclair/typebox.Type',
    '@hono/zod-openapi.z': 'zod',
  },
};
