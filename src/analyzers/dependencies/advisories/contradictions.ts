import type { Advisory, AffectedRange } from './advisory.js';
import { orderOf } from './affected.js';

/** What a record says that cannot all be true, each as a sentence without its full stop; what it is matched by is in `affected.ts`. */
export function findContradictions(advisory: Advisory): string[] {
  return advisory.affected.flatMap(({ package: of, ranges }) =>
    ranges
      .filter((range) => range.type !== 'GIT')
      .flatMap((range) => contradictionsIn(range, of?.ecosystem ?? ''))
      .map((what) => `${of?.name ?? 'a package without a name'} ${what}`),
  );
}

function contradictionsIn(range: AffectedRange, ecosystem: string): string[] {
  const compare = orderOf(ecosystem, range);
  if (!compare) return [];
  const found: string[] = [];
  let opened: string | undefined;
  for (const { introduced, fixed, last_affected: last } of range.events) {
    for (const version of [introduced, fixed, last])
      if (version && version !== '0' && compare(version, version) === undefined)
        found.push(`has the version ${version}, which is none`);
    if (introduced) opened = introduced;
    if (opened === undefined || opened === '0') continue;
    if (fixed && (compare(fixed, opened) ?? 1) <= 0)
      found.push(`is fixed in ${fixed}, which is not after ${opened}, where the flaw came in`);
    if (last && (compare(last, opened) ?? 1) < 0)
      found.push(`is last affected in ${last}, which is before ${opened}, where the flaw came in`);
  }
  return found;
}
