import { readFile } from 'node:fs/promises';
import { inflateRawSync } from 'node:zlib';
import yauzl, { type Entry } from 'yauzl';
import { type Advisory, AdvisoryError, advisorySchema } from './advisory.js';

export interface Dump {
  readonly advisories: readonly Advisory[];
  /** How many records are not in OSV form; the first few by their file's name. */
  readonly unreadable: number;
  readonly examples: readonly string[];
}

/** Unpacked. The largest known records, of packages with thousands of versions, have about 2 MB. */
const maxRecordBytes = 32 * 1024 * 1024;
const maxTotalBytes = 8 * 1024 ** 3;
const mostEntries = 2_000_000;
const shown = 5;

/**
 * Reads a dump of OSV: a zip archive with a record in each file.
 *
 * @throws AdvisoryError where it is no whole archive, or larger than any dump.
 */
export async function readDump(file: string): Promise<Dump> {
  const advisories: Advisory[] = [];
  const examples: string[] = [];
  let unreadable = 0;
  try {
    // As a whole: two small reads from the disk for each of 200,000 records take half a minute.
    const bytes = await readFile(file);
    const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true });
    if (zip.entryCount > mostEntries) throw new AdvisoryError(`it has ${zip.entryCount} files`);
    let total = 0;
    for await (const entry of zip.eachEntry()) {
      total += entry.uncompressedSize;
      if (total > maxTotalBytes) throw new AdvisoryError('it is larger than 8 GB when unpacked');
      if (!entry.fileName.endsWith('.json')) continue;
      const advisory = parse(bytes, entry);
      if (advisory) advisories.push(advisory);
      else if (unreadable++ < shown) examples.push(entry.fileName);
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new AdvisoryError(`The dump cannot be read: ${why}`, { cause: error });
  }
  return { advisories, unreadable, examples };
}

const localHeaderLength = 30;
/** The archive names the place of the header before the data, whose own lengths say where they begin. */
function readEntry(bytes: Buffer, entry: Entry): Buffer | undefined {
  const { compressionMethod: method, compressedSize, uncompressedSize } = entry;
  const header = entry.relativeOffsetOfLocalHeader;
  const isReadable = uncompressedSize <= maxRecordBytes && !entry.isEncrypted();
  if (!isReadable || header + localHeaderLength > bytes.length) return undefined;
  const start =
    header + localHeaderLength + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
  const packed = bytes.subarray(start, start + compressedSize);
  if (packed.length !== compressedSize) return undefined;
  if (method === stored) return packed;
  return method === deflated ? inflateRawSync(packed, { maxOutputLength: maxRecordBytes }) : undefined;
}

const stored = 0;
const deflated = 8;

function parse(bytes: Buffer, entry: Entry): Advisory | undefined {
  try {
    const text = readEntry(bytes, entry)?.toString('utf8');
    return text === undefined ? undefined : advisorySchema.safeParse(JSON.parse(text)).data;
  } catch {
    // Damaged, longer than it says, or not JSON: counted as unreadable.
    return undefined;
  }
}
