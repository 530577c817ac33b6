/** An attribute as a list of texts: a list, or a text with commas, which is all that some editors offer. */
export function listAttribute(value: unknown): string[] {
  const items = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [];
  return items
    .filter((item): item is string => typeof item === 'string')
    .map((item) => item.trim())
    .filter((item) => item !== '' && item.length <= maxGlob)
    .slice(0, maxGlobs);
}

const maxGlob = 500;
const maxGlobs = 200;

/** An attribute as a day; undefined where it is none. */
export function dayAttribute(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value.trim())) return undefined;
  const day = value.trim();
  return Number.isNaN(Date.parse(day)) ? undefined : day;
}

export function isTrueAttribute(value: unknown): boolean {
  return value === true || (typeof value === 'string' && value.trim().toLowerCase() === 'true');
}

/** `name: value` on a line of its own in a description, for formats that have no attributes. */
export function lineAttribute(description: string | undefined, name: string): string | undefined {
  for (const line of (description ?? '').split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0 && line.slice(0, colon).trim().toLowerCase() === name) return line.slice(colon + 1).trim();
  }
  return undefined;
}

/** A rating of 0 to 100 as text; undefined where it is none. */
export function ratingAttribute(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,3}$/.test(value) && Number(value) <= 100 ? Number(value) : undefined;
}
