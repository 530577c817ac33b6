import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { copyFile, open, rename, rm } from 'node:fs/promises';
import { endianness } from 'node:os';
import { z } from 'zod';
import { AdvisoryError, type Advisory, type PackageVersion } from './advisory.js';
import { entriesFor } from './affected.js';
import { packageKey } from './names.js';

/**
 * The advisories of one ecosystem in one file: for each package a JSON list of what the records say of it; then the
 * index, ordered by the hash of the names: the first half of each hash (4 bytes, the lowest first), then each with its
 * second half and where its list is (16 bytes); then the header as JSON, then the tail that says where they are. To open
 * the file reads the first part of the index, and to look a package up its own list alone.
 */
const magic = Buffer.from('SCRADV3\n');
const hashLength = 4;
const restLength = 16;
const entryLength = hashLength + restLength;
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
    const index: (Pick<Entry, 'hash'> & { readonly rest: Buffer })[] = [];
    for (const [key, list] of lists) {
      const block = Buffer.from(`{"key":${JSON.stringify(key)},"records":[${list.join(',')}]}`);
      const hash = hashOf(key);
      index.push({ hash, rest: toRest({ hash, at, length: block.length }) });
      waiting.push(block);
      waitingLength += block.length;
      at += block.length;
      if (waitingLength > writtenAtOnce) await flush();
    }
    index.sort((a, b) => a.hash[0] - b.hash[0]);
    const hashes = Buffer.alloc(index.length * hashLength);
    index.forEach(({ hash }, position) => hashes.writeUInt32LE(hash[0], position * hashLength));
    const end = Buffer.from(JSON.stringify(full));
    const tail = Buffer.alloc(tailLength);
    tail.writeUIntBE(at, 0, 6);
    tail.writeUInt32BE(index.length, 6);
    tail.writeUInt32BE(end.length, 10);
    magic.copy(tail, tailLength - magic.length);
    waiting.push(hashes, Buffer.concat(index.map(({ rest }) => rest)), end, tail);
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
  // The details stand in for a summary, and are most of the text.
  const told = advisory.summary === '' ? advisory : { ...advisory, details: '' };
  for (const [key, of] of keys) {
    if (packageKey({ ecosystem, name: of.name }) !== key) continue;
    yield [key, JSON.stringify({ ...told, affected: entriesFor(advisory, of) })];
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

const none: readonly Advisory[] = [];
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
    const hashes = toNumbers(take(indexAt, count * hashLength));
    const restsAt = indexAt + count * hashLength;
    const header = headerSchema.parse(
      JSON.parse(take(indexAt + count * entryLength, headerLength).toString('utf8')),
    );
    /** Lockfiles hold several versions of a package. */
    const found = new Map<string, readonly Advisory[]>();
    const findIn = (of: Pick<PackageVersion, 'ecosystem' | 'name'>): readonly Advisory[] => {
      const key = packageKey(of);
      const [first, second] = hashOf(key);
      for (let index = lowerBound(hashes, first); hashes[index] === first; index++) {
        const known = found.get(key);
        if (known) return known;
        const entry = fromRest(first, take(restsAt + index * restLength, restLength));
        if (entry.hash[1] !== second) continue;
        if (entry.length > longestBlock) throw damaged(file);
        const block = JSON.parse(take(entry.at, entry.length).toString('utf8')) as {
          key: string;
          records: Advisory[];
        };
        if (block.key !== key) continue;
        found.set(key, block.records);
        return block.records;
      }
      return none;
    };
    return { header, find: findIn, close: () => closeSync(handle) };
  } catch (error) {
    closeSync(handle);
    throw error instanceof AdvisoryError ? error : damaged(file, error);
  }
}

/** Where the list of a package is. */
interface Entry {
  readonly hash: Hash;
  readonly at: number;
  readonly length: number;
}

function toRest({ hash, at, length }: Entry): Buffer {
  const rest = Buffer.alloc(restLength);
  rest.writeUInt32BE(hash[1], 0);
  rest.writeUIntBE(at, 4, 6);
  rest.writeUIntBE(length, 10, 6);
  return rest;
}

function fromRest(first: number, rest: Buffer): Entry {
  return {
    hash: [first, rest.readUInt32BE(0)],
    at: rest.readUIntBE(4, 6),
    length: rest.readUIntBE(10, 6),
  };
}

function toNumbers(bytes: Buffer): Uint32Array {
  if (endianness() === 'BE') bytes.swap32();
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / hashLength);
}

/** The first hash that is not below a number. They are spread evenly, so that it stands near where its first digits say. */
function lowerBound(hashes: Uint32Array, wanted: number): number {
  const count = hashes.length;
  const distance = (number: number): number => Math.trunc((number / 2 ** 32) * count);
  let at = Math.min(distance(wanted), count - 1);
  // Each step leaves about the square root of what it was off by.
  for (let step = 0; step < 3; step++)
    at = Math.max(0, Math.min(count - 1, at + distance(wanted - (hashes[at] ?? 0))));
  while (at > 0 && (hashes[at - 1] as number) >= wanted) at--;
  while (at < count && (hashes[at] as number) < wanted) at++;
  return at;
}

function damaged(file: string, cause?: unknown): AdvisoryError {
  return new AdvisoryError(
    `${file} is no mirror of advisories or is damaged; make it anew with \`scrutineer advisories update\``,
    { cause },
  );
}
