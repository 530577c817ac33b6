import { parse } from 'jsonc-parser';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Longer configurations are generated; characters. */
const maxLength = 200_000;

/** Reads JSON that may hold comments and commas too many; what is no object, or nested too deeply, is undefined. */
export function parseObject(text: string | undefined): JsonObject | undefined {
  if (text === undefined || text.length > maxLength) return undefined;
  try {
    return objectOf(parse(text, [], { allowTrailingComma: true }));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

export function objectOf(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

/** The texts in conditions and lists, in their order, eight levels down at most. */
export function stringsIn(value: unknown, depth = 8): string[] {
  if (typeof value === 'string') return [value];
  if (depth === 0 || typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((inner) => stringsIn(inner, depth - 1));
}

/** What stands for the `*` of a pattern in a text; an empty text where a pattern without one is met. */
function matchStar(pattern: string, text: string): string | undefined {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text ? '' : undefined;
  const after = pattern.slice(star + 1);
  if (text.length < pattern.length - 1 || !text.startsWith(pattern.slice(0, star)) || !text.endsWith(after))
    return undefined;
  return text.slice(star, text.length - after.length);
}

/** The values of the keys that a text meets: exact ones first, then those with the longest text before the `*`. */
export function matchKeys(map: JsonObject, text: string): { value: unknown; star: string }[] {
  return Object.keys(map)
    .flatMap((key) => {
      const star = matchStar(key, text);
      return star === undefined ? [] : [{ key, value: map[key], star }];
    })
    .sort((a, b) => rankOf(b.key) - rankOf(a.key));
}

function rankOf(key: string): number {
  const star = key.indexOf('*');
  return star < 0 ? Number.POSITIVE_INFINITY : star;
}
