import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { copyFile, open, rename, rm } from 'node:fs/promises';
import { z } from 'zod';
import { AdvisoryError, type Advisory, type PackageVersion } from './advisory.js';
import { entriesFor } from './affected.js';
import { packageKey } from './names.js';

/**
 * The advisories of one ecosystem in one file: for each package a JSON list of what the records say of it, then the
 * index (20 bytes a package, ordered by the hash of its name), then the header as JSON, then the tail that says where
 * they are. Looking a package up reads its own list alone.
 */
const magic = Buffer.from('SCRADV2\n');
const entryLength = 20;
const tailLength = 32;

const headerSchema = z.object({
  ecosystem: z.string(),
  /** Where the records are from. */
  source: z.string(),
  /** When they were known to be the newest, as an ISO date. */
  checked: z.string(),
  etag: z.string().optional(),
  records: z.number(),
  packages: z.number(),
  /** Records that were left out because they are not in OSV form. */
  unreadable: z.number(),
});
export type MirrorHeader = z.infer<typeof headerSchema>;

/** Writes the file beside its place and then moves it there, so that it is whole at every time. */
export async function writeMirror(
  file: string,
  header: Omit<MirrorHeader, 'records' | 'packages'>,
  advisories: Iterable<Advisory>,
): Promise<MirrorHeader> {
  const lists = new Map<string, string[]>();
  let records = 0;
  for (const advisory of advisories) {
    records++;
    for (const [key, part] of partsOf(advisory, header.ecosystem)) {
      const list = lists.get(key);
      if (list) list.push(part);
      else lists.set(key, [part]);
    }
  }
  const full = { ...header, records, packages: lists.size };
  const beside = `${file}.${randomBytes(6).toString('hex')}`;
  const target = await open(beside, 'w');
  try {
    let at = magic.length;
    let waiting: Buffer[] = [magic];
    let waitingLength = magic.length;
    const flush = async (): Promise<void> => {
      await target.writeFile(Buffer.concat(waiting));
      waiting = [];
      waitingLength = 0;
    };
    const index: Buffer[] = [];
    for (const [key, list] of lists) {
      const block = Buffer.from(`{"key":${JSON.stringify(key)},"records":[${list.join(',')}]}`);
      const entry = Buffer.alloc(entryLength);
      const [first, second] = hashOf(key);
      entry.writeUInt32BE(first, 0);
      entry.writeUInt32BE(second, 4);
      entry.writeUIntBE(at, 8, 6);
      entry.writeUIntBE(block.length, 14, 6);
      index.push(entry);
      waiting.push(block);
      waitingLength += block.length;
      at += block.length;
      if (waitingLength > writtenAtOnce) await flush();
    }
    index.sort((a, b) => a.compare(b));
    const end = Buffer.from(JSON.stringify(full));
    const tail = Buffer.alloc(tailLength);
    tail.writeUIntBE(at, 0, 6);
    tail.writeUInt32BE(index.length, 6);
    tail.writeUInt32BE(end.length, 10);
    magic.copy(tail, tailLength - magic.length);
    waiting.push(Buffer.concat(index), end, tail);
    await flush();
    await target.sync();
  } catch (error) {
    await target.close();
    await rm(beside, { force: true });
    throw error;
  }
  await target.close();
  await rename(beside, file);
  return full;
}

const writtenAtOnce = 4 * 1024 * 1024;

/** For each package that a record names, the record with what it says of that package alone. */
function* partsOf(advisory: Advisory, ecosystem: string): Generator<[string, string]> {
  const keys = new Map<string, { ecosystem: string; name: string }>();
  for (const { package: of } of advisory.affected) if (of) keys.set(packageKey(of), of);
  for (const [key, of] of keys) {
    if (packageKey({ ecosystem, name: of.name }) !== key) continue;
    yield [key, JSON.stringify({ ...advisory, affected: entriesFor(advisory, of) })];
  }
}

type Hash = readonly [first: number, second: number];

/** 64 bits, spread evenly. Names with an equal one only share a place: the name itself stands in the list. */
function hashOf(key: string): Hash {
  let first = 0x811c9dc5;
  let second = 0x9e3779b9;
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at);
    first = Math.imul(first ^ code, 0x01000193);
    second = Math.imul(second ^ code, 0x5bd1e995);
  }
  return [mix(first ^ (second >>> 15)), mix(second ^ (first >>> 13))];
}

/** The last steps of MurmurHash3, so that each bit of the input changes half of those of the output. */
function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Says that what the file holds is still the newest. */
export async function restampMirror(file: string, checked: string): Promise<void> {
  const mirror = openMirrorFile(file);
  mirror.close();
  const end = Buffer.from(JSON.stringify({ ...mirror.header, checked }));
  const beside = `${file}.${randomBytes(6).toString('hex')}`;
  await copyFile(file, beside);
  const target = await open(beside, 'r+');
  try {
    const tail = Buffer.alloc(tailLength);
    const { size } = await target.stat();
    await target.read(tail, 0, tailLength, size - tailLength);
    const endAt = tail.readUIntBE(0, 6) + tail.readUInt32BE(6) * entryLength;
    tail.writeUInt32BE(end.length, 10);
    await target.truncate(endAt);
    await target.write(Buffer.concat([end, tail]), 0, end.length + tailLength, endAt);
    await target.sync();
  } finally {
    await target.close();
  }
  await rename(beside, file);
}

/** An open file of a mirror. */
export interface MirrorFile {
  readonly header: MirrorHeader;
  find(of: Pick<PackageVersion, 'ecosystem' | 'name'>): readonly Advisory[];
  close(): void;
}

const longestBlock = 64 * 1024 * 1024;

/**
 * Opens a file that `writeMirror` wrote.
 *
 * @throws AdvisoryError where it is none, or damaged.
 */
export function openMirrorFile(file: string): MirrorFile {
  const handle = openSync(file, 'r');
  const take = (position: number, length: number): Buffer => {
    const bytes = Buffer.alloc(length);
    if (readSync(handle, bytes, 0, length, position) !== length) throw damaged(file);
    return bytes;
  };
  try {
    const { size } = fstatSync(handle);
    if (size < magic.length + tailLength) throw damaged(file);
    const tail = take(size - tailLength, tailLength);
    const indexAt = tail.readUIntBE(0, 6);
    const count = tail.readUInt32BE(6);
    const headerLength = tail.readUInt32BE(10);
    const isWhole =
      tail.subarray(-magic.length).equals(magic) &&
      take(0, magic.length).equals(magic) &&
      indexAt + count * entryLength + headerLength + tailLength === size;
    if (!isWhole) throw damaged(file);
    const index = take(indexAt, count * entryLength);
    const header = headerSchema.parse(
      JSON.parse(take(indexAt + index.length, headerLength).toString('utf8')),
    );
    const view = new DataView(index.buffer, index.byteOffset, index.length);
    /** Lockfiles hold several versions of a package. */
    const found = new Map<string, readonly Advisory[]>();
    const findIn = (of: Pick<PackageVersion, 'ecosystem' | 'name'>): readonly Advisory[] => {
      const key = packageKey(of);
      const known = found.get(key);
      if (known) return known;
      const wanted = hashOf(key);
      for (let at = lowerBound(view, count, wanted); at < count; at++) {
        const start = at * entryLength;
        if (view.getUint32(start) !== wanted[0] || view.getUint32(start + 4) !== wanted[1]) break;
        const entry = index.subarray(start, start + entryLength);
        const length = entry.readUIntBE(14, 6);
        if (length > longestBlock) throw damaged(file);
        const block = JSON.parse(take(entry.readUIntBE(8, 6), length).toString('utf8')) as {
          key: string;
          records: Advisory[];
        };
        if (block.key !== key) continue;
        found.set(key, block.records);
        return block.records;
      }
      return [];
    };
    return { header, find: findIn, close: () => closeSync(handle) };
  } catch (error) {
    closeSync(handle);
    throw error instanceof AdvisoryError ? error : damaged(file, error);
  }
}

/** The first entry that is not below a hash. Hashes are spread evenly, so that it stands near where its first digits say. */
function lowerBound(view: DataView, count: number, [first, second]: Hash): number {
  const isBelow = (at: number): boolean => {
    const here = view.getUint32(at * entryLength);
    return here < first || (here === first && view.getUint32(at * entryLength + 4) < second);
  };
  const guess = Math.min(count, Math.floor((first / 2 ** 32) * count));
  let low = 0;
  let high = count;
  for (let step = 16, at = guess; at > 0; at -= step, step *= 2) {
    if (isBelow(at - 1)) {
      low = at;
      break;
    }
    high = at - 1;
  }
  for (let step = 16, at = Math.max(low, guess); at < count; at += step, step *= 2) {
    if (!isBelow(at)) {
      high = Math.min(high, at);
      break;
    }
    low = at + 1;
  }
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBelow(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function damaged(file: string, cause?: unknown): AdvisoryError {
  return new AdvisoryError(
    `${file} is no mirror of advisories or is damaged; make it anew with \`scrutineer advisories update\``,
    { cause },
  );
}
