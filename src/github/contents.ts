import { z } from 'zod';
import { decodeContent, maxFileBytes, tooLarge } from '../model/content.js';
import type { FileContent } from '../model/change.js';

/** The fields of a GraphQL `TreeEntry` that tell what a file is. */
export const entryFields = 'mode type oid size object { ... on Blob { text isBinary isTruncated byteSize } }';

export const entrySchema = z.object({
  mode: z.number(),
  type: z.string(),
  oid: z.string(),
  size: z.number(),
  object: z
    .object({
      text: z.string().nullish(),
      isBinary: z.boolean().nullish(),
      isTruncated: z.boolean().nullish(),
      byteSize: z.number().nullish(),
    })
    .nullish(),
});

export type Entry = z.infer<typeof entrySchema>;

/** Git's file modes. */
const symlink = 0o120000;
const submodule = 0o160000;

/** What an entry of a tree is, from its mode alone; undefined for a regular file. */
export function specialContent(mode: number): FileContent | undefined {
  if (mode === symlink) return { kind: 'symlink' };
  return mode === submodule ? { kind: 'submodule' } : undefined;
}

/**
 * The content that an entry carries; undefined where its bytes have to be fetched: GraphQL cuts long texts, gives none
 * where it can't tell the encoding, and replaces what is not UTF-8 without a word.
 */
export function toContent(entry: Entry | null | undefined): FileContent | undefined {
  if (!entry || entry.type === 'tree') return { kind: 'absent' };
  const special = specialContent(entry.mode);
  if (special) return special;
  const { text, isBinary, isTruncated, byteSize } = entry.object ?? {};
  if (isBinary === true) return { kind: 'binary' };
  if ((byteSize ?? entry.size) > maxFileBytes) return tooLarge;
  if (typeof text !== 'string' || isTruncated !== false || text.includes('\uFFFD')) return undefined;
  return decodeContent(Buffer.from(text, 'utf8'));
}

/** What is said of a file that one call did not give whole, where it is not fetched by itself. */
export const unclear: FileContent = { kind: 'unreadable', reason: 'it is too large or not valid UTF-8.' };
