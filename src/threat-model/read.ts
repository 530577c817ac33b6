import type { z } from 'zod';
import { explainIssue } from '../config/explain.js';
import { parsePositioned, type PositionedDocument } from './document.js';
import { otmSchema } from './formats/otm-schema.js';
import { fromOtm } from './formats/otm.js';
import { threatDragonSchema } from './formats/threat-dragon-schema.js';
import { fromThreatDragon } from './formats/threat-dragon.js';
import type { Fault, ThreatModel } from './threat-model.js';

export type ReadModel = { readonly model: ThreatModel } | { readonly errors: readonly Fault[] };

/** Reads a threat model of either format, told apart by what is in it. Errors are plain sentences with their lines. */
export function readThreatModel(text: string, path: string): ReadModel {
  const parsed = parsePositioned(text);
  if ('error' in parsed)
    return {
      errors: [{ message: `The threat model cannot be read: ${parsed.error}`, line: parsed.line ?? 1 }],
    };
  const { document } = parsed;
  const { value } = document;
  if (!isObject(value)) return failed('The threat model is not a mapping of keys.');
  if ('otmVersion' in value) return check(otmSchema, document, (otm) => fromOtm(otm, document, path));
  if ('summary' in value && 'detail' in value) {
    if (!/^2(?:\.|$)/.test(String(value['version'])))
      return failed(
        'The threat model is of an older Threat Dragon; save it with version 2, which converts it.',
      );
    return check(threatDragonSchema, document, (dragon) => fromThreatDragon(dragon, document, path));
  }
  return failed(
    'The threat model is neither an Open Threat Model (`otmVersion`) nor one of Threat Dragon 2 (`summary` and `detail`).',
  );
}

function check<T>(
  schema: z.ZodType<T>,
  document: PositionedDocument,
  convert: (value: T) => ThreatModel,
): ReadModel {
  const parsed = schema.safeParse(document.value);
  if (parsed.success) return { model: convert(parsed.data) };
  const troubles = parsed.error.issues.flatMap((issue) =>
    explainIssue(issue, document.value, schema, 'The threat model'),
  );
  return {
    errors: troubles.map(({ message, path }) => ({ message, line: document.lineOf(path) })),
  };
}

function failed(message: string): ReadModel {
  return { errors: [{ message, line: 1 }] };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
