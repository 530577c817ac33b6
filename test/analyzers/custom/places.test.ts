import { expect, it } from '@jest/globals';
import { isWithin, type Hit } from '../../../src/analyzers/custom/engine/hit.js';
import { indexPlaces } from '../../../src/analyzers/custom/engine/places.js';

it('finds all places around another one or within it, in their order', () => {
  // Numbers that look random and are the same each time.
  let seed = 7;
  const next = (below: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
  const placeOf = (): Hit => {
    const start = next(200);
    return { start, end: start + next(60), env: undefined, role: 'plain' };
  };
  const hits = Array.from({ length: 120 }, placeOf);
  const places = indexPlaces(hits);
  for (let round = 0; round < 300; round++) {
    const place = placeOf();
    const related = (hit: Hit): boolean => isWithin(hit, place) || isWithin(place, hit);
    expect(places.near(place).filter(related)).toEqual(hits.filter(related));
  }
  expect(places.near({ start: 500, end: 501 })).toEqual([]);
});
