import { createHash } from 'node:crypto';
import type { RepositoryOf } from '../model/ledger.js';
import { canonical, type Json } from './canonical.js';

/** What somebody has recorded, before it has a place in a chain. */
export interface Content {
  /** The same whenever the same is recorded again; within a chain. */
  readonly id: string;
  readonly kind: string;
  /** `owner/name` */
  readonly repository: string;
  /** GitHub's number of it. */
  readonly repositoryId?: number | undefined;
  readonly [key: string]: Json | undefined;
}

/** A record in its place, as it is stored and handed out. */
export interface Link {
  /** The record in its canonical form: the content with `chain`, `sequence` and `recordedAt`. */
  readonly record: string;
  /** The hash of the record before it; of the first one 64 zeros. */
  readonly previous: string;
  /** SHA-256, in hexadecimal, of `previous`, a line feed and `record` in UTF-8. */
  readonly hash: string;
}

/** Where a chain ends by now. */
export interface Head {
  readonly chain: string;
  /** Of the last record, counted from 1; 0 of a chain that has none. */
  readonly sequence: number;
  readonly hash: string;
}

export const genesis = '0'.repeat(64);

export function hashOf(previous: string, record: string): string {
  return createHash('sha256').update(`${previous}\n${record}`).digest('hex');
}

/** Puts contents behind the end of a chain. `recordedAt` is ISO 8601 in UTC. */
export function link(head: Head, contents: readonly Content[], recordedAt: string): readonly Link[] {
  let { sequence, hash: previous } = head;
  return contents.map((content) => {
    sequence++;
    const record = canonical({ ...content, chain: head.chain, sequence, recordedAt });
    const one: Link = { record, previous, hash: hashOf(previous, record) };
    previous = one.hash;
    return one;
  });
}

/**
 * Where a repository's records belong, as the column `place` has it: its number, so that they stay with it when it is renamed and
 * nobody gets them who takes its name; its name where there is no number.
 */
export function placeOf({ repository, repositoryId }: RepositoryOf): string {
  return repositoryId === undefined ? repository : `#${repositoryId}`;
}

/**
 * The chain that a repository's records are in: one for each account that the App is installed on. Whoever audits an
 * organization gets one chain that says nothing of others; that all records of one of its repositories were taken out
 * shows; and reviews of other organizations wait for nothing.
 */
export function chainOf(repository: string): string {
  return repository.split('/')[0]?.toLowerCase() ?? '';
}

/** A record by its place in the ledger. */
export interface Place {
  readonly chain: string;
  readonly sequence: number;
}

/**
 * The end of a record's id that tells after which other one it comes, in the chain of `repository`: the number of that, or 0. Numbers of two
 * chains say nothing of each other: after one of another chain, as when a repository was handed to another account, its name is there too.
 */
export function after(repository: string, last: Place | undefined): string {
  if (!last) return '0';
  return last.chain === chainOf(repository) ? String(last.sequence) : `${last.chain}/${last.sequence}`;
}
