import type { Advisories, Answer, PackageVersion } from './advisory.js';

/** Asks the second for what is out of reach of the first. `about` names the second in the report, as `the mirror of 2026-05-01`. */
export function withFallback(first: Advisories, second: Advisories, about: () => string): Advisories {
  return {
    find: async (packages) => {
      const answer = await first.find(packages);
      const missing = packages.filter((_, index) => answer.records[index] === undefined);
      if (missing.length === 0) return answer;
      const rest = await second.find(missing);
      return {
        records: fillIn(packages, answer, rest),
        problems: [
          ...answer.problems,
          ...rest.problems,
          {
            kind: 'notice',
            message: `Known vulnerabilities were looked for in ${about()} instead, for ${missing.length} of ${packages.length} packages.`,
          },
        ],
      };
    },
  };
}

function fillIn(packages: readonly PackageVersion[], answer: Answer, rest: Answer): Answer['records'] {
  let next = 0;
  return packages.map((_, index) => answer.records[index] ?? rest.records[next++]);
}
