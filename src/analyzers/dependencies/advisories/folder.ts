import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Advisories, type Advisory, advisorySchema } from './advisory.js';

/** A folder of advisories that cannot be used. The message names the file and line. */
export class AdvisoryError extends Error {
  override readonly name = 'AdvisoryError';
}

/** Unpacked, in bytes; the largest dump of one ecosystem has about 300 MB. */
const largestFile = 500_000_000;

/**
 * Loads a folder of OSV records, its subfolders included: `.json` with one record, `.jsonl` and `.jsonl.gz` with one in
 * each line. Other files are left alone.
 *
 * @throws AdvisoryError where the folder cannot be read, holds no record, or a file is not what its name says.
 */
export async function loadAdvisories(folder: string): Promise<Advisories> {
  const byPackage = new Map<string, Advisory[]>();
  let count = 0;
  for (const file of await listFiles(folder)) {
    for (const advisory of await loadFile(path.join(folder, file), file)) {
      count++;
      for (const key of new Set(advisory.affected.map((entry) => keyOf(entry.package)))) {
        const list = byPackage.get(key);
        if (list) list.push(advisory);
        else byPackage.set(key, [advisory]);
      }
    }
  }
  if (count === 0) throw new AdvisoryError(`The folder of advisories ${folder} holds no advisory.`);
  return { find: async (ecosystem, name) => byPackage.get(keyOf({ ecosystem, name })) ?? [] };
}

function keyOf(of: { ecosystem: string; name: string } | undefined): string {
  return of ? `${of.ecosystem}\0${of.name}` : '';
}

async function listFiles(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder, { recursive: true });
    return names.filter((name) => /\.(?:json|jsonl|jsonl\.gz)$/.test(name)).sort();
  } catch (error) {
    throw new AdvisoryError(`The folder of advisories ${folder} cannot be read: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

async function loadFile(file: string, name: string): Promise<Advisory[]> {
  let text: string;
  try {
    const bytes = await readFile(file);
    text = (name.endsWith('.gz') ? gunzipSync(bytes, { maxOutputLength: largestFile }) : bytes).toString(
      'utf8',
    );
  } catch (error) {
    throw new AdvisoryError(`The advisories ${name} cannot be read: ${messageOf(error)}`, { cause: error });
  }
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
