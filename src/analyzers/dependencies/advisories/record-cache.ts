import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type Advisory, advisorySchema } from './advisory.js';

export interface RecordCache {
  get(id: string, modified: string): Promise<Advisory | undefined>;
  put(id: string, modified: string, record: Advisory): Promise<void>;
}

/** Of records in memory; they have about 4 KB each. */
const mostRecords = 20_000;

const fileSchema = z.object({ version: z.literal(1), modified: z.string(), record: advisorySchema });

/** Keeps records by id until they are modified; in a folder too where one is given, else as long as the process lives. */
export function createRecordCache(folder: string | undefined): RecordCache {
  const kept = new Map<string, { readonly modified: string; readonly record: Advisory }>();
  const remember = (id: string, modified: string, record: Advisory): void => {
    if (kept.size >= mostRecords) kept.clear();
    kept.set(id, { modified, record });
  };
  return {
    get: async (id, modified) => {
      const inMemory = kept.get(id);
      if (inMemory?.modified === modified) return inMemory.record;
      const file = fileOf(folder, id);
      const onDisk = file === undefined ? undefined : await read(file);
      if (onDisk?.modified !== modified) return undefined;
      remember(id, modified, onDisk.record);
      return onDisk.record;
    },
    put: async (id, modified, record) => {
      remember(id, modified, record);
      const file = fileOf(folder, id);
      if (file !== undefined) await write(file, JSON.stringify({ version: 1, modified, record }));
    },
  };
}

/** Undefined where the id would not do for a file's name. */
function fileOf(folder: string | undefined, id: string): string | undefined {
  if (folder === undefined || !/^[A-Za-z0-9][A-Za-z0-9.:_-]{0,99}$/.test(id)) return undefined;
  return path.join(folder, `${id.replaceAll(':', '_')}.json`);
}

async function read(file: string): Promise<z.infer<typeof fileSchema> | undefined> {
  try {
    const parsed = fileSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    // Absent or damaged: either way the record is asked for again.
    return undefined;
  }
}

async function write(file: string, text: string): Promise<void> {
  const beside = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(beside, text);
    await rename(beside, file);
  } catch {
    // A full or read-only disk costs speed only.
  }
}
