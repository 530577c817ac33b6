import { createReadStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { AdvisoryError } from './advisory.js';
import { download } from './download.js';
import { readDump } from './dump.js';
import { addExploitation, type Exploitation, isExploitationFile, readExploitation } from './exploitation.js';
import { findContradictions } from './contradictions.js';
import { type MirrorHeader, openMirrorFile, restampMirror, writeMirror } from './mirror-file.js';
import { mirrorFileOf } from './mirror.js';

/** Of OSV: https://google.github.io/osv.dev/data/ */
const dumpsAddress = 'https://osv-vulnerabilities.storage.googleapis.com';

export const mirroredEcosystems = [
  'npm',
  'PyPI',
  'Go',
  'crates.io',
  'RubyGems',
  'Packagist',
  'Maven',
  'NuGet',
  'GitHub Actions',
] as const;

export interface UpdateOptions {
  readonly folder: string;
  /** Where `<ecosystem>/all.zip` lies. */
  readonly from?: string;
  readonly ecosystems?: readonly string[];
  /** Addresses or files of the catalog of known exploited vulnerabilities and of EPSS scores. */
  readonly exploitation?: readonly string[];
  readonly now?: () => Date;
  /** Gets a line for each step. */
  readonly say: (line: string) => void;
}

/**
 * Brings a mirror up to date, one ecosystem after another. What is there stays in use until its successor is whole; one
 * that fails leaves the others done.
 *
 * @throws AdvisoryError at the end, where one or more failed.
 */
export async function updateMirror(options: UpdateOptions): Promise<void> {
  const { folder, ecosystems = mirroredEcosystems, say } = options;
  await mkdir(folder, { recursive: true });
  const failures: string[] = [];
  const exploitation = await loadExploitation(options, failures);
  for (const ecosystem of ecosystems) {
    try {
      say(await updateEcosystem(ecosystem, exploitation, options));
    } catch (error) {
      if (!(error instanceof AdvisoryError)) throw error;
      failures.push(`${ecosystem}: ${error.message}`);
      say(`${ecosystem}: ${error.message}.`);
    }
  }
  if (failures.length > 0)
    throw new AdvisoryError(`${failures.length} parts of the mirror could not be brought up to date`);
}

async function updateEcosystem(
  ecosystem: string,
  exploitation: Exploitation,
  { folder, from = dumpsAddress, now = () => new Date() }: UpdateOptions,
): Promise<string> {
  const file = mirrorFileOf(folder, ecosystem);
  const before = tryToReadHeader(file);
  const address = `${from.replace(/\/+$/, '')}/${encodeURIComponent(ecosystem)}/all.zip`;
  // Scores change daily, and are part of the records.
  const etag = exploitation.size === 0 && before?.source === address ? before.etag : undefined;
  const downloaded = await download(address, `${file}.zip`, etag);
  const checked = now().toISOString();
  if (!downloaded) {
    await restampMirror(file, checked);
    return `${ecosystem}: unchanged, ${before?.records ?? 0} records`;
  }
  const dump = await readDump(downloaded.file);
  const usable = dump.advisories.map((advisory) => addExploitation(advisory, exploitation));
  const contradicting = usable.filter(
    (one) => one.withdrawn === undefined && findContradictions(one).length > 0,
  );
  const header = await writeMirror(
    file,
    {
      ecosystem,
      source: address,
      checked,
      ...(downloaded.etag !== undefined && { etag: downloaded.etag }),
      unreadable: dump.unreadable,
    },
    usable,
  );
  await rm(downloaded.file, { force: true });
  const odd = [
    ...(dump.unreadable > 0 ? [`${dump.unreadable} not in OSV form (${dump.examples.join(', ')})`] : []),
    ...(contradicting.length > 0
      ? [
          `${contradicting.length} contradict themselves (${contradicting
            .slice(0, namedContradictions)
            .map(({ id }) => id)
            .join(', ')})`,
        ]
      : []),
  ];
  return `${ecosystem}: ${header.records} records of ${header.packages} packages${odd.length > 0 ? `; ${odd.join('; ')}` : ''}`;
}

const namedContradictions = 10;

/** A damaged file is replaced. */
function tryToReadHeader(file: string): MirrorHeader | undefined {
  try {
    const mirror = openMirrorFile(file);
    mirror.close();
    return mirror.header;
  } catch {
    // Absent, or damaged.
    return undefined;
  }
}

const largestTable = 200 * 1024 * 1024;

async function loadExploitation(
  { folder, exploitation = [], say }: UpdateOptions,
  failures: string[],
): Promise<Exploitation> {
  const known: Exploitation = new Map();
  for (const where of exploitation) {
    const name = path.basename(URL.canParse(where) ? new URL(where).pathname : where);
    try {
      if (!isExploitationFile(name))
        throw new AdvisoryError('it is neither known_exploited_vulnerabilities.json nor an epss*.csv.gz');
      const isRemote = /^https?:\/\//.test(where);
      const file = isRemote ? path.join(folder, `${name}.download`) : where;
      if (isRemote) await download(where, file, undefined);
      readExploitation(await readTable(file, name), name, known);
      if (isRemote) await rm(file, { force: true });
      say(`${name}: read`);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      failures.push(`${name}: ${why}`);
      say(`${name}: ${why}.`);
    }
  }
  return known;
}

async function readTable(file: string, name: string): Promise<string> {
  if ((await stat(file)).size > largestTable) throw new AdvisoryError('it is larger than 200 MB');
  const bytes = await buffer(createReadStream(file));
  return (name.endsWith('.gz') ? gunzipSync(bytes, { maxOutputLength: largestTable }) : bytes).toString(
    'utf8',
  );
}
