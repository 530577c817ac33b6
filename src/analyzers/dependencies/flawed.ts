import type { Flaw } from './advisories/groups.js';
import { type Comparison, groupByName } from './comparison.js';
import type { KnownFlaws } from './known-flaws.js';
import type { Package } from './package.js';

/** Places of one package with the flaws that they share the news of. */
export interface FlawedPackage {
  /** As this side installs it, at least one place; the first is where a finding stands. */
  readonly places: readonly Package[];
  readonly flaws: readonly Flaw[];
  /** Those of them that one place has. */
  flawsOf(place: Package): readonly Flaw[];
  /** Not on the other side. */
  readonly isNew: boolean;
  /** What the finding is, whatever the line and version: see `findFlawed`. */
  readonly anchor: string;
}

/**
 * Tells the flaws of each package apart that the change brings in, that stand on both sides, and that it takes out, and
 * gives those of this side. What stands on both sides has the same anchor there, whatever became of the version, so that
 * it is no news; an update that leaves one flaw of two is told as what it fixes.
 */
export function findFlawed({ here, base, head, side }: Comparison, known: KnownFlaws): FlawedPackage[] {
  const there = side === 'head' ? base : head;
  const others = groupByName(there?.packages ?? []);
  const flawed: FlawedPackage[] = [];
  const groups = groupByName(here.packages);
  for (const key of known.flawed) {
    const places = groups.get(key) ?? [];
    const own = flawsOf(places, known);
    if (own.length === 0) continue;
    const counterpart = flawsOf(others.get(key) ?? [], known);
    const isThere = (flaw: Flaw): boolean => counterpart.some((one) => isSame(one, flaw));
    const standing = own.filter(isThere);
    // Both sides name what stands by what the head side calls it.
    const shared =
      side === 'head' ? standing : counterpart.filter((one) => own.some((flaw) => isSame(one, flaw)));
    const parts = [
      { flaws: own.filter((flaw) => !isThere(flaw)), isNew: true, naming: undefined },
      { flaws: standing, isNew: false, naming: shared },
    ];
    for (const { flaws, isNew, naming } of parts) {
      if (flaws.length === 0) continue;
      const of = (place: Package): Flaw[] =>
        known.of(place).filter((one) => flaws.some((flaw) => isSame(one, flaw)));
      const ids = (naming ?? flaws).map((flaw) => flaw.id).sort();
      flawed.push({
        places: places.filter((place) => of(place).length > 0),
        flaws,
        flawsOf: of,
        isNew,
        anchor: [places[0]?.name ?? '', ...ids].join(' '),
      });
    }
  }
  return flawed;
}

function isSame(a: Flaw, b: Flaw): boolean {
  return a.kind === b.kind && a.ids.some((id) => b.ids.includes(id));
}

/** The flaws of all versions of a package, each once. */
function flawsOf(places: readonly Package[], known: KnownFlaws): Flaw[] {
  const flaws: Flaw[] = [];
  for (const place of places)
    for (const flaw of known.of(place)) if (!flaws.some((one) => isSame(one, flaw))) flaws.push(flaw);
  return flaws;
}
