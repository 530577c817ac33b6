import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Advisories, AdvisoryError, type Advisory, advisorySchema } from './advisory.js';
import { addExploitation, type Exploitation, isExploitationFile, readExploitation } from './exploitation.js';
import { packageKey, registryOf } from './names.js';

/** Unpacked, in bytes; the largest dump of one ecosystem has about 300 MB. */
const largestFile = 500_000_000;

/**
 * Loads a folder of OSV records, its subfolders included: `.json` with one record, `.jsonl` and `.jsonl.gz` with one in
 * each line; and what `exploitation.ts` reads. Other files are left alone.
 *
 * @throws AdvisoryError where the folder cannot be read, holds no record, or a file is not what its name says.
 */
export async function loadAdvisories(folder: string): Promise<Advisories> {
  const files = await listFiles(folder);
  const exploitation: Exploitation = new Map();
  for (const file of files.filter(isExploitationFile))
    readExploitation(await readText(path.join(folder, file), file), file, exploitation);
  const byPackage = new Map<string, Advisory[]>();
  const registries = new Set<string>();
  for (const file of files.filter((name) => recordEnding.test(name) && !isExploitationFile(name))) {
    for (const record of parseFile(await readText(path.join(folder, file), file), file)) {
      const advisory = addExploitation(record, exploitation);
      for (const key of new Set(
        advisory.affected.map((entry) => entry.package && packageKey(entry.package)),
      )) {
        if (key === undefined) continue;
        const list = byPackage.get(key);
        if (list) list.push(advisory);
        else byPackage.set(key, [advisory]);
      }
      for (const { package: of } of advisory.affected) if (of) registries.add(registryOf(of.ecosystem));
    }
  }
  if (byPackage.size === 0) throw new AdvisoryError(`The folder of advisories ${folder} holds no advisory.`);
  return {
    find: async (packages) => {
      const absent = new Set(
        packages.map((of) => registryOf(of.ecosystem)).filter((name) => !registries.has(name)),
      );
      return {
        records: packages.map((of) => byPackage.get(packageKey(of)) ?? []),
        problems: [...absent].map((name) => ({
          kind: 'notice',
          message: `The folder of advisories holds none of ${name}.`,
        })),
      };
    },
  };
}

const recordEnding = /\.(?:json|jsonl|jsonl\.gz)$/;

async function listFiles(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder, { recursive: true });
    return names.filter((name) => recordEnding.test(name) || isExploitationFile(name)).sort();
  } catch (error) {
    throw new AdvisoryError(`The folder of advisories ${folder} cannot be read: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

async function readText(file: string, name: string): Promise<string> {
  try {
    const bytes = await readFile(file);
    return (name.endsWith('.gz') ? gunzipSync(bytes, { maxOutputLength: largestFile }) : bytes).toString(
      'utf8',
    );
  } catch (error) {
    throw new AdvisoryError(`The advisories ${name} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

function parseFile(text: string, name: string): Advisory[] {
  if (name.endsWith('.json')) return [parseRecord(text, name)];
  const lines = text.split('\n').map((line, index) => [line, `${name}, line ${index + 1},`] as const);
  return lines.filter(([line]) => line.trim() !== '').map(([line, where]) => parseRecord(line, where));
}

function parseRecord(text: string, where: string): Advisory {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new AdvisoryError(`The advisory in ${where} is not valid JSON: ${messageOf(error)}`, {
      cause: error,
    });
  }
  const advisory = advisorySchema.safeParse(json);
  if (advisory.success) return advisory.data;
  const issue = advisory.error.issues[0];
  throw new AdvisoryError(
    `The advisory in ${where} is not in OSV form: \`${issue?.path.join('.') ?? ''}\`: ${issue?.message ?? ''}.`,
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
