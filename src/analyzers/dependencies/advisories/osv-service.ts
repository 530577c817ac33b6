import { z } from 'zod';
import type { Problem } from '../../../model/problem.js';
import { mapInParallel } from './parallel.js';
import { type Advisories, type Advisory, advisorySchema, type PackageVersion } from './advisory.js';
import { requestJson, type RequestOptions } from './http.js';
import { packageKey, normalizeName } from './names.js';
import { createRecordCache } from './record-cache.js';

const osvAddress = 'https://api.osv.dev';

export interface OsvServiceOptions {
  readonly address?: string;
  /** A folder in which records outlive the process. */
  readonly cacheFolder?: string;
  readonly wait?: RequestOptions['wait'];
  /** In milliseconds. */
  readonly now?: () => number;
}

/** The service's own limit for one call: https://google.github.io/osv.dev/post-v1-querybatch/ */
const queriesAtOnce = 1000;
/** Of one package version; the largest known answers have a few hundred records, with 1,000 on a page at most. */
const mostPages = 20;
const recordsAtOnce = 10;
const mostRecords = 20_000;
/** The service ends answers of HTTP/1.1 at 32 MiB. */
const maxBytes = 32 * 1024 * 1024;
/** For so long an answer counts for both sides of a change, and for the next push. */
const answerLastsMilliseconds = 10 * 60_000;
const mostAnswers = 200_000;

const batchSchema = z.object({
  results: z.array(
    z
      .object({
        vulns: z.array(z.object({ id: z.string(), modified: z.string().default('') })).default([]),
        next_page_token: z.string().optional(),
      })
      .nullable()
      .transform((result) => result ?? { vulns: [] }),
  ),
});

/** A record by its id, as of a date. */
interface Mention {
  readonly id: string;
  readonly modified: string;
}

/**
 * The OSV service. It learns the names and versions of all packages that are asked for.
 * See https://google.github.io/osv.dev/api/
 */
export function createOsvService(options: OsvServiceOptions = {}): Advisories {
  const { address = osvAddress, wait, now = Date.now } = options;
  const base = address.replace(/\/+$/, '');
  const answers = new Map<string, { readonly at: number; readonly mentions: readonly Mention[] }>();
  const cache = createRecordCache(options.cacheFolder);
  const request = (path: string, body?: unknown): Promise<unknown> =>
    requestJson(`${base}${path}`, { maxBytes, ...(body !== undefined && { body }), ...(wait && { wait }) });

  const remember = (key: string, mentions: readonly Mention[]): void => {
    if (answers.size >= mostAnswers) answers.clear();
    answers.set(key, { at: now(), mentions });
  };
  const known = (key: string): readonly Mention[] | undefined => {
    const answer = answers.get(key);
    return answer && now() - answer.at < answerLastsMilliseconds ? answer.mentions : undefined;
  };

  const askFor = async (packages: readonly PackageVersion[]): Promise<void> => {
    let open = packages.map((of) => ({ of, found: [] as Mention[], token: undefined as string | undefined }));
    for (let page = 0; open.length > 0; page++) {
      if (page === mostPages) throw new Error(`the OSV service gave more than ${mostPages} pages`);
      const queries = open.map(({ of, token }) => toQuery(of, token));
      const { results } = batchSchema.parse(await request('/v1/querybatch', { queries }));
      if (results.length !== open.length) throw new Error('the OSV service left answers out');
      open.forEach((query, index) => {
        const result = results[index];
        query.found.push(...(result?.vulns ?? []));
        query.token = result && 'next_page_token' in result ? result.next_page_token : undefined;
        if (!query.token) remember(keyOf(query.of), query.found);
      });
      open = open.filter(({ token }) => token);
    }
  };
  const load = async ({ id, modified }: Mention): Promise<Advisory | undefined> => {
    const cached = await cache.get(id, modified);
    if (cached) return cached;
    const parsed = advisorySchema.safeParse(await request(`/v1/vulns/${encodeURIComponent(id)}`));
    if (!parsed.success) return undefined;
    await cache.put(id, modified, parsed.data);
    return parsed.data;
  };

  return {
    find: async (packages) => {
      const problems = new Set<string>();
      const missing = new Map(packages.map((of) => [keyOf(of), of] as const));
      for (const key of missing.keys()) if (known(key)) missing.delete(key);
      const batches = inPieces([...missing.values()], queriesAtOnce);
      for (const batch of batches) {
        try {
          await askFor(batch);
        } catch (error) {
          problems.add(`The OSV service is out of reach: ${messageOf(error)}.`);
          break;
        }
      }
      const mentions = new Map(
        packages.flatMap((of) => known(keyOf(of)) ?? []).map((mention) => [mention.id, mention] as const),
      );
      const records = new Map<string, Advisory>();
      let hasFailed = false;
      await mapInParallel([...mentions.values()].slice(0, mostRecords), recordsAtOnce, async (mention) => {
        // When one is out of reach after several tries the others are too.
        if (hasFailed) return;
        try {
          const record = await load(mention);
          if (record) records.set(mention.id, record);
          else problems.add(`The OSV service gave the record ${mention.id} in a form that is not OSV.`);
        } catch (error) {
          hasFailed = true;
          problems.add(`The OSV service did not give the record ${mention.id}: ${messageOf(error)}.`);
        }
      });
      return {
        records: packages.map((of) => {
          const found = known(keyOf(of))?.map(({ id }) => records.get(id));
          return found?.every((record) => record !== undefined) ? found : undefined;
        }),
        problems: [...problems].map((message): Problem => ({ kind: 'notice', message })),
      };
    },
  };
}

function toQuery({ ecosystem, name, version }: PackageVersion, token: string | undefined): object {
  return {
    package: { ecosystem, name: normalizeName(ecosystem, name) },
    version,
    ...(token && { page_token: token }),
  };
}

function keyOf(of: PackageVersion): string {
  return `${packageKey(of)}\0${of.version}`;
}

function inPieces<T>(items: readonly T[], length: number): T[][] {
  const pieces: T[][] = [];
  for (let at = 0; at < items.length; at += length) pieces.push(items.slice(at, at + length));
  return pieces;
}

function messageOf(error: unknown): string {
  if (error instanceof z.ZodError) return 'its answer has another shape than is documented';
  return error instanceof Error ? error.message : String(error);
}
