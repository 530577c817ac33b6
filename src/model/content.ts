import type { FileContent } from './change.js';

/** Files above this are not read, on any source: 20 MB. */
export const maxFileBytes = 20 * 1024 * 1024;

/** What a source says of a file that is above `maxFileBytes`. */
export const tooLarge: FileContent = {
  kind: 'unreadable',
  reason: `it is larger than ${maxFileBytes / 1024 / 1024} MB.`,
};

/** Tells from a regular file's bytes what it is, and its text where it is one. */
export function decodeContent(bytes: Uint8Array): FileContent {
  const utf16 = utf16Encoding(bytes);
  if (utf16) return decode(bytes, utf16);
  if (bytes.subarray(0, sniffedBytes).includes(0)) return { kind: 'binary' };
  const content = decode(bytes, 'utf-8');
  if (bytes.length < maxPointerBytes && content.kind === 'text' && content.text.startsWith(pointerStart))
    return { kind: 'lfs-pointer' };
  return content;
}

/** Git's own measure: a file with a NUL byte near its start is binary. */
const sniffedBytes = 8000;

/** Of the Git LFS specification: a pointer file is smaller than this and starts so. */
const maxPointerBytes = 1024;
const pointerStart = 'version https://git-lfs.github.com/spec/';

function utf16Encoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return unmarkedUtf16(bytes);
}

/**
 * Without its mark UTF-16 shows in that all of it is what people write when read so, and in bytes that are zero, as those of
 * blanks and ends of lines. Where both orders give such text, the halves of fewer kinds are the upper ones.
 */
function unmarkedUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes.length < leastUnmarked || bytes.length % 2 > 0) return undefined;
  const sample = bytes.subarray(0, sniffedBytes);
  if (!sample.includes(0)) return undefined;
  const kinds = [new Set<number>(), new Set<number>()] as const;
  sample.forEach((byte, at) => kinds[at % 2 === 0 ? 0 : 1].add(byte));
  const encodings = ['utf-16le', 'utf-16be'] as const;
  const [first, second] = kinds[1].size <= kinds[0].size ? encodings : [encodings[1], encodings[0]];
  return [first, second].find((encoding) => isWritten(new TextDecoder(encoding).decode(sample)));
}

/** Fewer bytes tell nothing. */
const leastUnmarked = 16;

/** Letters, digits, signs and blanks of any script. The last one may be half of a pair that the sample cuts. */
function isWritten(text: string): boolean {
  return /^(?:(?!\ufffd)[\t\n\f\r\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}\p{Cf}])+.?$/u.test(text);
}

function decode(bytes: Uint8Array, encoding: string): FileContent {
  try {
    return { kind: 'text', text: new TextDecoder(encoding, { fatal: true }).decode(bytes), damaged: false };
  } catch {
    // A fatal decoder throws for one reason only.
    return { kind: 'text', text: new TextDecoder(encoding).decode(bytes), damaged: true };
  }
}
