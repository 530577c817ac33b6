import { z } from 'zod';
import {
  type Advisories,
  type Advisory,
  advisorySchema,
  type PackageVersion,
} from '../analyzers/dependencies/advisories/advisory.js';
import { packageKey } from '../analyzers/dependencies/advisories/names.js';
import { causeOf } from './error-status.js';
import type { Octokit } from './octokit.js';

/** What GitHub calls the ecosystems of OSV: docs.github.com/rest/security-advisories/global-advisories */
const ecosystems: ReadonlyMap<string, string> = new Map([
  ['npm', 'npm'],
  ['PyPI', 'pip'],
  ['Go', 'go'],
  ['crates.io', 'rust'],
  ['RubyGems', 'rubygems'],
  ['Packagist', 'composer'],
  ['Maven', 'maven'],
  ['NuGet', 'nuget'],
  ['GitHub Actions', 'actions'],
  ['Pub', 'pub'],
  ['Hex', 'erlang'],
]);
/** Malware is in no answer that does not ask for it. */
const types = ['reviewed', 'malware'] as const;
/** GitHub takes 1,000 packages; a longer address than this is refused on the way. */
const packagesAtOnce = 1000;
const longestList = 6000;
const onPage = 100;

export interface GitHubAdvisoriesOptions {
  /** Of one review: an installation has 5,000 calls an hour for all that it does. */
  readonly mostCalls?: number;
}

/**
 * GitHub's own database of advisories, which has what is known of malware and what was reviewed minutes ago. It learns
 * nothing that it does not have already: the lockfiles lie there.
 */
export function createGitHubAdvisories(
  octokit: Pick<Octokit, 'request'>,
  { mostCalls = 40 }: GitHubAdvisoriesOptions = {},
): Advisories {
  let calls = 0;
  let failure: string | undefined;
  const ask = async (batch: Batch, found: Advisory[]): Promise<void> => {
    for (const type of types) {
      let after: string | undefined;
      do {
        if (calls >= mostCalls) throw new OutOfCalls();
        calls++;
        const { data, headers } = await octokit.request('GET /advisories', {
          type,
          ecosystem: batch.ecosystem as 'npm',
          affects: batch.packages.map(nameAtVersion).join(','),
          per_page: onPage,
          ...(after !== undefined && { after }),
        });
        found.push(...answerSchema.parse(data).flatMap(toAdvisory));
        after = nextPage(headers.link);
      } while (after !== undefined);
    }
  };
  return {
    find: async (packages) => {
      const byKey = new Map<string, Advisory[]>();
      const missing = new Set<string>();
      for (const batch of inBatches(packages)) {
        const found: Advisory[] = [];
        try {
          if (failure === undefined) await ask(batch, found);
        } catch (error) {
          failure = tell(error, mostCalls);
        }
        if (failure !== undefined) for (const of of batch.packages) missing.add(packageKey(of));
        for (const advisory of found)
          for (const key of new Set(
            advisory.affected.flatMap((one) => (one.package ? [packageKey(one.package)] : [])),
          ))
            byKey.set(key, [...(byKey.get(key) ?? []), advisory]);
      }
      const unasked = packages.filter((of) => missing.has(packageKey(of))).length;
      return {
        records: packages.map((of) =>
          missing.has(packageKey(of)) ? undefined : (byKey.get(packageKey(of)) ?? []),
        ),
        problems:
          failure === undefined || unasked === 0
            ? []
            : [
                {
                  kind: 'notice',
                  message: `GitHub's advisories were not asked for ${unasked} of ${packages.length} changed packages: ${failure}.`,
                },
              ],
      };
    },
  };
}

class OutOfCalls extends Error {}

function tell(error: unknown, mostCalls: number): string {
  if (error instanceof OutOfCalls) return `one review asks ${mostCalls} times at most`;
  return error instanceof z.ZodError ? 'the answer has another shape than is documented' : causeOf(error);
}

interface Batch {
  /** As GitHub names it. */
  readonly ecosystem: string;
  readonly packages: PackageVersion[];
}

function inBatches(packages: readonly PackageVersion[]): Batch[] {
  const batches: Batch[] = [];
  const open = new Map<string, { readonly batch: Batch; length: number }>();
  for (const of of packages) {
    const ecosystem = ecosystems.get(of.ecosystem);
    // A comma would end the name.
    if (ecosystem === undefined || /[,\s]/.test(of.name + of.version)) continue;
    const { length } = encodeURIComponent(`${nameAtVersion(of)},`);
    const last = open.get(ecosystem);
    if (last && last.length + length <= longestList && last.batch.packages.length < packagesAtOnce) {
      last.batch.packages.push(of);
      last.length += length;
    } else {
      const batch = { ecosystem, packages: [of] };
      batches.push(batch);
      open.set(ecosystem, { batch, length });
    }
  }
  return batches;
}

function nameAtVersion({ name, version }: PackageVersion): string {
  return `${name}@${version}`;
}

function nextPage(link: string | undefined): string | undefined {
  const address = /<([^>]+)>;\s*rel="next"/.exec(link ?? '')?.[1];
  return address === undefined ? undefined : (new URL(address).searchParams.get('after') ?? undefined);
}

const vector = z.object({ vector_string: z.string().nullish() }).nullish();

const answerSchema = z.array(
  z.object({
    ghsa_id: z.string(),
    cve_id: z.string().nullish(),
    summary: z.string().nullish(),
    description: z.string().nullish(),
    type: z.string(),
    severity: z.string().nullish(),
    withdrawn_at: z.string().nullish(),
    updated_at: z.string().nullish(),
    cvss_severities: z.object({ cvss_v3: vector, cvss_v4: vector }).nullish(),
    epss: z.object({ percentage: z.number().nullish() }).nullish().catch(undefined),
    vulnerabilities: z
      .array(
        z.object({
          package: z.object({ ecosystem: z.string(), name: z.string().nullish() }).nullish(),
          vulnerable_version_range: z.string().nullish(),
          first_patched_version: z.string().nullish(),
          vulnerable_functions: z.array(z.string()).nullish(),
        }),
      )
      .nullish(),
  }),
);

const namesOfOsv = new Map([...ecosystems].map(([osv, github]) => [github, osv]));

/** The record in OSV form. */
function toAdvisory(one: z.infer<typeof answerSchema>[number]): Advisory[] {
  const affected = (one.vulnerabilities ?? []).flatMap((entry) => {
    const ecosystem = namesOfOsv.get(entry.package?.ecosystem ?? '');
    const name = entry.package?.name;
    if (ecosystem === undefined || !name) return [];
    const events = eventsOf(entry.vulnerable_version_range ?? '', entry.first_patched_version ?? undefined);
    const functions = entry.vulnerable_functions ?? [];
    return [
      {
        package: { ecosystem, name },
        ranges: events ? [{ type: 'ECOSYSTEM', events }] : [],
        ecosystem_specific: { affected_functions: functions },
      },
    ];
  });
  const { cvss_v3: three, cvss_v4: four } = one.cvss_severities ?? {};
  const parsed = advisorySchema.safeParse({
    id: one.ghsa_id,
    ...(one.updated_at && { modified: one.updated_at }),
    ...(one.withdrawn_at && { withdrawn: one.withdrawn_at }),
    aliases: one.cve_id ? [one.cve_id] : [],
    summary: one.summary ?? '',
    details: one.description ?? '',
    affected,
    severity: [
      ...(three?.vector_string ? [{ type: 'CVSS_V3', score: three.vector_string }] : []),
      ...(four?.vector_string ? [{ type: 'CVSS_V4', score: four.vector_string }] : []),
    ],
    database_specific: {
      ...(one.severity && { severity: one.severity }),
      ...(typeof one.epss?.percentage === 'number' && { epss: one.epss.percentage }),
      malware: one.type === 'malware',
    },
  });
  return parsed.success ? [parsed.data] : [];
}

type Events = Advisory['affected'][number]['ranges'][number]['events'];

/** `>= 1.2, < 1.4.5` as events; undefined where it is not understood, and then no version is said to be affected. */
function eventsOf(range: string, patched: string | undefined): Events | undefined {
  const bounds: Events = [];
  let hasStart = false;
  for (const part of range.split(',')) {
    const [, operator, version] = /^\s*(>=|<=|>|<|=)\s*(\S{1,200})\s*$/.exec(part) ?? [];
    if (version === undefined) return undefined;
    if (operator === '>=' || operator === '=') bounds.push({ introduced: version });
    if (operator === '>') bounds.push({ after: version });
    if (operator === '<') bounds.push({ fixed: version });
    if (operator === '<=' || operator === '=') bounds.push({ last_affected: version });
    hasStart ||= operator !== '<' && operator !== '<=';
  }
  if (!hasStart) bounds.unshift({ introduced: '0' });
  return patched === undefined ? bounds : [...bounds, { fixed: patched }];
}
