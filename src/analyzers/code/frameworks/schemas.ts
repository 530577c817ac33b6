import type { CallSite } from '../flow/call-site.js';
import type { Framework } from './framework.js';

/** Libraries that check data against a schema; `flow/schema-call.ts` knows what their calls say. */
export const schemas: Framework = {
  name: 'Schemas',
  roots: ['ajv', 'zod', 'joi', 'yup', '@sinclair/typebox', 'express-validator', 'class-validator'],
  aliases: {
    '{ajv/dist/2019,ajv/dist/2020,ajv/dist/jtd,ajv.default,ajv.Ajv}': 'ajv',
    'ajv().{compile,getSchema}()': 'ajv.Validator',
    '{zod/v3,zod/v4,zod/mini}': 'zod',
    'zod.{z,default}': 'zod',
    'zod.iso': 'zod',
    'zod.z.coerce': 'zod.coerce',
    '{@hapi/joi,celebrate.Joi}': 'joi',
    'joi.{default,Joi}': 'joi',
    '@sinclair/typebox.{t,default}': '@sinclair/typebox.Type',
    '@hono/zod-openapi.z': 'zod',
  },
  sinks: [
    { at: ['ajv.Validator'], kind: 'limit', argument: 0, when: collectsAll },
    { at: ['ajv().validate'], kind: 'limit', argument: 1, when: collectsAll },
  ],
};

/** With this option ajv goes on after the first error, and makes one for each that there is. */
function collectsAll({ unit }: CallSite): boolean {
  return /\ballErrors\s*:\s*true\b/.test(unit.text) && !/\bmax(?:Items|Length|Properties)\b/.test(unit.text);
}
