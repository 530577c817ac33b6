import type { Sql } from '../queue/database.js';
import { compareState } from '../queue/ledger-follow.js';
import { readHeads, readLinks } from './read.js';
import { genesis, hashOf, type Head, type Link } from './chain.js';

/** Something that is not as it was written. */
export interface Fault {
  readonly chain: string;
  /** Of the record that it shows at; absent where it is about the chain. */
  readonly sequence?: number;
  /** One plain sentence. */
  readonly message: string;
}

/** What was checked of a chain. */
export interface Checked {
  readonly chain: string;
  readonly records: number;
  /** 1 of a whole chain. */
  readonly first: number;
  readonly from: string;
  readonly to: string;
  /** Where it ends: what can be kept elsewhere as an anchor. */
  readonly head: Head;
}

export interface Verification {
  readonly chains: readonly Checked[];
  readonly faults: readonly Fault[];
}

export interface VerifyOptions {
  /** The links are all there is: chains begin with 1 and end where these say. Absent for a part, as an export of a period. */
  readonly heads?: readonly Head[];
  /** Ends of chains that were kept elsewhere: what nobody who can write to the database can change. */
  readonly anchors?: readonly Head[];
}

/**
 * Proves that records are as they were written, one after another. In a chain alone a change, a removal, an insertion
 * and another order show; that its end was cut off, or that all of it was written anew, shows by an anchor alone.
 */
export async function verify(
  links: AsyncIterable<Link> | Iterable<Link>,
  { heads, anchors = [] }: VerifyOptions = {},
): Promise<Verification> {
  const chains = new Map<string, Checked>();
  const faults: Fault[] = [];
  const met = new Set<string>();
  for await (const one of links) {
    const place = placeOf(one.record);
    if (!place) {
      faults.push({ chain: '', message: `A record names no place in a chain: ${one.record.slice(0, 60)}.` });
      continue;
    }
    const { chain, sequence, recordedAt } = place;
    const before = chains.get(chain);
    for (const message of check(one, place, before, heads !== undefined))
      faults.push({ chain, sequence, message });
    for (const anchor of anchors)
      if (anchor.chain === chain && anchor.sequence === sequence && anchor.hash === one.hash)
        met.add(keyOf(anchor));
    chains.set(chain, {
      chain,
      records: (before?.records ?? 0) + 1,
      first: before?.first ?? sequence,
      from: before?.from ?? recordedAt,
      to: recordedAt,
      head: { chain, sequence, hash: one.hash },
    });
  }
  for (const { chain, head } of chains.values())
    if (heads && !heads.some((one) => one.chain === chain))
      faults.push({
        chain,
        message: `The note of where it ends is not there; it ends with record ${head.sequence}.`,
      });
  for (const head of heads ?? []) faults.push(...checkEnd(head, chains.get(head.chain)?.head));
  for (const anchor of anchors)
    if (!met.has(keyOf(anchor)))
      faults.push({
        chain: anchor.chain,
        sequence: anchor.sequence,
        message:
          'There is no such record as the anchor names: the end was cut off, or records were written anew.',
      });
  return { chains: [...chains.values()], faults };
}

/** Proves a chain of the database, or all, and that the tables which pages read say what the records say. */
export async function verifyDatabase(
  sql: Sql,
  chain?: string,
  anchors: readonly Head[] = [],
): Promise<Verification> {
  const { chains, faults } = await verify(readLinks(sql, { chain }), {
    heads: await readHeads(sql, chain),
    anchors,
  });
  const different = await compareState(sql, chain);
  return {
    chains,
    faults: [
      ...faults,
      ...different.map(({ chain: own, repository, table, rows }) => ({
        chain: own,
        message: `The table ${table} says of ${repository} something else than the records, in ${rows} ${rows === 1 ? 'row' : 'rows'}.`,
      })),
    ],
  };
}

interface Place {
  readonly chain: string;
  readonly sequence: number;
  readonly recordedAt: string;
}

function placeOf(record: string): Place | undefined {
  try {
    const { chain, sequence, recordedAt } = JSON.parse(record) as Partial<Record<keyof Place, unknown>>;
    return typeof chain === 'string' && Number.isSafeInteger(sequence) && typeof recordedAt === 'string'
      ? { chain, sequence: Number(sequence), recordedAt }
      : undefined;
  } catch {
    return undefined;
  }
}

function check(
  { record, previous, hash }: Link,
  { sequence, recordedAt }: Place,
  before: Checked | undefined,
  isWhole: boolean,
): string[] {
  const messages: string[] = [];
  if (hashOf(previous, record) !== hash)
    messages.push('It was changed: its hash is not that of what it says.');
  if (!before && !isWhole) return messages;
  const last = before?.head.sequence ?? 0;
  if (sequence > last + 1) messages.push(`Missing before it: ${rangeOf(last + 1, sequence - 1)}.`);
  else if (sequence <= last)
    messages.push(`It stands behind record ${last}: inserted, doubled or out of order.`);
  if (sequence <= last + 1 && previous !== (before?.head.hash ?? genesis))
    messages.push('It does not follow the record before it: one of the two was changed or put there.');
  if (before && recordedAt < before.to)
    messages.push(`It is older than the record before it: ${recordedAt}.`);
  return messages;
}

function checkEnd(head: Head, end: Head | undefined): Fault[] {
  const { chain, sequence, hash } = head;
  const last = end?.sequence ?? 0;
  if (last < sequence) return [{ chain, message: `Missing at its end: ${rangeOf(last + 1, sequence)}.` }];
  if (last > sequence)
    return [{ chain, message: `Behind its noted end there is more: ${rangeOf(sequence + 1, last)}.` }];
  if (hash === (end?.hash ?? genesis)) return [];
  return [{ chain, sequence, message: 'The hash of the last record is not the noted one.' }];
}

function rangeOf(first: number, last: number): string {
  return first === last ? `record ${first}` : `records ${first} to ${last}`;
}

/** How an anchor is printed and given: `chain:sequence:hash`. */
export function keyOf({ chain, sequence, hash }: Head): string {
  return `${chain}:${sequence}:${hash}`;
}

/** Reads an anchor as `keyOf` writes it; undefined where it is none. */
export function parseAnchor(text: string): Head | undefined {
  const [, chain = '', sequence, hash = ''] = /^([^:]+):([1-9]\d*):([0-9a-f]{64})$/.exec(text.trim()) ?? [];
  return sequence === undefined ? undefined : { chain, sequence: Number(sequence), hash };
}
