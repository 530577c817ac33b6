import { exampleOf } from './descriptions.js';

export interface KnownAdvisory {
  readonly id: string;
  readonly type: 'reviewed' | 'malware';
  /** As GitHub names it. */
  readonly ecosystem: string;
  readonly name: string;
  readonly range: string;
  readonly patched?: string;
  readonly functions?: readonly string[];
}

/** Reviewed ones alone where no type is asked for; by the names, and not by the versions behind them. */
export function findAdvisories(
  advisories: readonly KnownAdvisory[],
  { type = 'reviewed', ecosystem, affects = '' }: Readonly<Record<string, string>>,
): object[] {
  const names = new Set(affects.split(',').map((one) => one.slice(0, one.lastIndexOf('@'))));
  // GitHub's own example is not of its own shape in these two.
  const example = exampleOf('GET /advisories');
  delete example.id;
  const epss = { percentage: 0.0004, percentile: 0.16 };
  return advisories
    .filter((one) => one.type === type && one.ecosystem === ecosystem && names.has(one.name))
    .map((one) => ({
      ...example,
      epss,
      ghsa_id: one.id,
      cve_id: null,
      type: one.type,
      vulnerabilities: [
        {
          package: { ecosystem: one.ecosystem, name: one.name },
          vulnerable_version_range: one.range,
          first_patched_version: one.patched ?? null,
          vulnerable_functions: one.functions ?? [],
        },
      ],
    }));
}
