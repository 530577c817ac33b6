import type { Advisories, PackageVersion } from './advisories/advisory.js';
import type { AdvisoryAnswer, AdvisoryQuestion } from './known-flaws.js';

/** Whom to ask; the second only of packages that have other versions on the two sides. */
export interface AdvisorySources {
  readonly advisories?: Advisories;
  readonly enrichment?: Advisories;
  /** Those that tell which releases were withdrawn; asked as the second. */
  readonly indexes?: Advisories;
}

/** Asks all sources, and gives what they say of each package together. */
export async function askSources(
  { packages, changed }: AdvisoryQuestion,
  { advisories, enrichment, indexes }: AdvisorySources,
): Promise<AdvisoryAnswer> {
  const answer = await advisories?.find(packages);
  const of = changed.flatMap((index): PackageVersion[] => packages.slice(index, index + 1));
  const [more, withdrawn] = await Promise.all([enrichment?.find(of), indexes?.find(of)]);
  const records = packages.map((_, index) => (answer ? answer.records[index] : []));
  changed.forEach((at, index) => {
    const found = [...(more?.records[index] ?? []), ...(withdrawn?.records[index] ?? [])];
    if (found.length > 0) records[at] = [...(records[at] ?? []), ...found];
  });
  return {
    records,
    problems: [...(answer?.problems ?? []), ...(more?.problems ?? []), ...(withdrawn?.problems ?? [])],
    asked: answer ? packages.length : changed.length,
    unanswered: (answer ?? more)?.records.filter((found) => found === undefined).length ?? 0,
  };
}
