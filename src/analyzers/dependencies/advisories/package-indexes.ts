import { z } from 'zod';
import type { Problem } from '../../../model/problem.js';
import { keyOfPyPI } from '../versions/pypi.js';
import {
  AdvisoryError,
  advisorySchema,
  type Advisories,
  type Advisory,
  type PackageVersion,
} from './advisory.js';
import { RefusedError, requestText, type RequestOptions } from './http.js';
import { normalizeName, packageKey } from './names.js';
import { isServiceAddress } from './open.js';
import { mapInParallel } from './parallel.js';

/** Why each release was withdrawn, by its key: a sentence, or an empty text. */
type Withdrawn = ReadonlyMap<string, string>;

/** How an index is asked which releases of a package its makers have withdrawn. */
interface Index {
  readonly accept: string;
  /** What a package can be called. Lockfiles of strangers have any names, and with `..` one would ask for something else. */
  readonly names: RegExp;
  /** The same for all ways to write a version; what is written, where that is one. */
  readonly keyOf?: (version: string) => string;
  readonly path: (name: string) => string;
  readonly parse: (text: string, name: string) => Withdrawn;
}

const simpleSchema = z.object({
  files: z.array(
    z.object({ filename: z.string(), yanked: z.union([z.boolean(), z.string()]).default(false) }),
  ),
});
const releaseSchema = z.object({ vers: z.string(), yanked: z.boolean().default(false) });
const packumentSchema = z.object({
  versions: z.record(z.string(), z.object({ deprecated: z.union([z.string(), z.boolean()]).optional() })),
});

const indexes: Readonly<Record<string, Index>> = {
  /** https://packaging.python.org/en/latest/specifications/simple-repository-api/ */
  PyPI: {
    accept: 'application/vnd.pypi.simple.v1+json',
    names: /^[a-z\d](?:[\w.-]*[a-z\d])?$/i,
    keyOf: keyOfPyPI,
    path: (name) => `${normalizeName('PyPI', name)}/`,
    parse: (text, written) => {
      const name = normalizeName('PyPI', written);
      const releases = new Map<string, (boolean | string)[]>();
      for (const { filename, yanked } of simpleSchema.parse(JSON.parse(text)).files) {
        const version = versionIn(filename, name);
        if (version !== undefined) releases.set(version, [...(releases.get(version) ?? []), yanked]);
      }
      // A release is withdrawn file by file, and with the last of them.
      return new Map(
        [...releases].flatMap(([version, files]) =>
          files.every((yanked) => yanked !== false) ? [[keyOfPyPI(version), whyOf(files[0])] as const] : [],
        ),
      );
    },
  },
  /** https://doc.rust-lang.org/cargo/reference/registry-index.html */
  'crates.io': {
    accept: 'text/plain',
    names: /^[a-z][\w-]*$/i,
    path: (name) => {
      const lower = name.toLowerCase();
      if (lower.length < 4)
        return lower.length === 3 ? `3/${lower.charAt(0)}/${lower}` : `${lower.length}/${lower}`;
      return `${lower.slice(0, 2)}/${lower.slice(2, 4)}/${lower}`;
    },
    parse: (text) =>
      new Map(
        text
          .split('\n')
          .filter((line) => line.trim() !== '')
          .map((line) => releaseSchema.parse(JSON.parse(line)))
          .flatMap(({ vers, yanked }) => (yanked ? [[vers, ''] as const] : [])),
      ),
  },
  /** What is deprecated: a version that is withdrawn altogether is not there. */
  npm: {
    accept: 'application/vnd.npm.install-v1+json',
    names: /^(?:@[\w~-][\w.~-]*\/)?[\w~-][\w.~!'()*-]*$/,
    path: (name) => name.split('/').map(encodeURIComponent).join('%2f'),
    parse: (text) =>
      new Map(
        Object.entries(packumentSchema.parse(JSON.parse(text)).versions).flatMap(
          ([version, { deprecated = false }]) =>
            deprecated === false || deprecated === '' ? [] : [[version, whyOf(deprecated)] as const],
        ),
      ),
  },
};

/** Anybody who publishes a package writes there, and it is kept. */
const longestReason = 1000;

function whyOf(said: string | boolean | undefined): string {
  return typeof said === 'string' && said.length <= longestReason ? said : '';
}

/** `name-version.tar.gz` and `name-version-tags.whl`, whatever separators the name is written with. */
function versionIn(file: string, name: string): string | undefined {
  const stem = file.replace(/\.(?:whl|zip|tar\.gz|tgz|tar\.bz2|tar\.xz|egg)$/, '');
  for (let at = stem.indexOf('-'); at > 0; at = stem.indexOf('-', at + 1)) {
    const before = stem
      .slice(0, at)
      .toLowerCase()
      .replace(/[-_.]+/g, '-');
    if (before !== name) continue;
    const rest = stem.slice(at + 1);
    return file.endsWith('.whl') ? rest.split('-')[0] : rest;
  }
  return undefined;
}

const atOnce = 10;
/** Of one review; an audit of a large lockfile is told to be in part. */
const mostNames = 1000;
/** The page of a package with some thousand releases has a few megabytes. */
const maxBytes = 32 * 1024 * 1024;
const answerLastsMilliseconds = 10 * 60_000;
const mostAnswers = 10_000;
/** In all answers that are kept. */
const mostReleases = 200_000;
const longestName = 214;
/** Packages of a repository's own are in no public index; that an index has none of so many is no accident. */
const fewestUnknown = 3;

export interface PackageIndexesOptions {
  readonly wait?: RequestOptions['wait'];
  readonly now?: () => number;
}

/**
 * Asks package indexes which releases were yanked or deprecated, which no lockfile and hardly an advisory tells. `where` is what
 * a user names: `PyPI=https://… crates.io=https://… npm=https://…`, separated by blanks. An index learns the names that it is
 * asked for.
 *
 * @throws AdvisoryError where `where` is not of that form.
 */
export function openPackageIndexes(
  where: string | undefined,
  { wait, now = Date.now }: PackageIndexesOptions = {},
): Advisories | undefined {
  const addresses = parseAddresses(where ?? '');
  if (addresses.size === 0) return undefined;
  const answers = new Map<string, { readonly at: number; readonly withdrawn: Withdrawn | undefined }>();
  let releases = 0;

  /** Gives undefined for a package that the index does not have. */
  const ask = async (of: PackageVersion): Promise<Withdrawn | undefined> => {
    const key = packageKey(of);
    const known = answers.get(key);
    if (known && now() - known.at < answerLastsMilliseconds) return known.withdrawn;
    const index = indexes[of.ecosystem] as Index;
    if (of.name.length > longestName || !index.names.test(of.name)) return new Map<string, string>();
    const text = await requestText(`${addresses.get(of.ecosystem) ?? ''}/${index.path(of.name)}`, {
      headers: { accept: index.accept },
      maxBytes,
      ...(wait && { wait }),
    });
    const withdrawn = text === undefined ? undefined : index.parse(text, of.name);
    const added = withdrawn?.size ?? 0;
    if (answers.size >= mostAnswers || releases + added > mostReleases) {
      answers.clear();
      releases = 0;
    }
    answers.set(key, { at: now(), withdrawn });
    releases += added;
    return withdrawn;
  };

  return {
    find: async (packages) => {
      const asked = packages.filter(({ ecosystem }) => addresses.has(ecosystem));
      const names = new Map(asked.map((of) => [packageKey(of), of] as const));
      const found = new Map<string, Withdrawn>();
      const unknown = new Map<string, number>();
      const failed = new Map<string, string>();
      const outOfReach = new Set<string>();
      await mapInParallel([...names].slice(0, mostNames), atOnce, async ([key, of]) => {
        // When it is out of reach after several tries for one it is for the others, too; what one name is answered with is not.
        if (outOfReach.has(of.ecosystem)) return;
        try {
          const withdrawn = await ask(of);
          if (withdrawn) found.set(key, withdrawn);
          else unknown.set(of.ecosystem, (unknown.get(of.ecosystem) ?? 0) + 1);
        } catch (error) {
          const isRefused = !(error instanceof AdvisoryError) || error instanceof RefusedError;
          if (!isRefused) outOfReach.add(of.ecosystem);
          failed.set(
            of.ecosystem,
            error instanceof AdvisoryError ? error.message : 'the answer has another form',
          );
        }
      });
      const known = new Set([...found.keys()].map((key) => names.get(key)?.ecosystem));
      for (const [ecosystem, count] of unknown)
        if (count >= fewestUnknown && !known.has(ecosystem) && !failed.has(ecosystem))
          failed.set(
            ecosystem,
            `the index has none of the ${count} that it was asked for, so its address may be wrong`,
          );
      return {
        records: packages.map((of) => {
          const withdrawn = found.get(packageKey(of));
          return withdrawn && recordsOf(of, withdrawn);
        }),
        problems: tellMissing(failed, names.size),
      };
    },
  };
}

function parseAddresses(where: string): Map<string, string> {
  const addresses = new Map<string, string>();
  for (const part of where.split(/\s+/).filter((text) => text !== '')) {
    const [ecosystem = '', address = ''] = part.split(/=(.*)/s);
    if (!Object.hasOwn(indexes, ecosystem) || !isServiceAddress(address))
      throw new AdvisoryError(
        `An index of packages is named as ECOSYSTEM=https://…, with ${Object.keys(indexes).join(', ')}: not as ${ecosystem.slice(0, 100)}.`,
      );
    addresses.set(ecosystem, address.replace(/\/+$/, ''));
  }
  return addresses;
}

/** In the form of advisories, so that it is compared, told and kept as they are. */
function recordsOf(of: PackageVersion, withdrawn: Withdrawn): readonly Advisory[] {
  const { ecosystem, name, version } = of;
  const why = withdrawn.get(indexes[ecosystem]?.keyOf?.(version) ?? version);
  if (why === undefined) return [];
  return [
    advisorySchema.parse({
      id: `withdrawn ${name} ${version}`,
      summary: why,
      affected: [{ package: { ecosystem, name }, versions: [version] }],
      database_specific: { informational: 'withdrawn' },
    }),
  ];
}

function tellMissing(failed: ReadonlyMap<string, string>, names: number): Problem[] {
  const problems = [...failed].map(([ecosystem, why]): Problem => {
    const message = `Whether releases of ${ecosystem} were withdrawn is not known for all packages: ${why}.`;
    return { kind: 'notice', message };
  });
  if (names > mostNames)
    problems.push({
      kind: 'notice',
      message: `Whether releases were withdrawn was asked for ${mostNames} of ${names} packages.`,
    });
  return problems;
}
