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

/** Without its mark UTF-16 shows in that nearly every second byte is zero, and the others are what people write. */
function unmarkedUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const sample = bytes.subarray(0, sniffedBytes);
  const pairs = Math.floor(sample.length / 2);
  if (pairs < 8 || bytes.length % 2 > 0) return undefined;
  let little = 0;
  let big = 0;
  for (let at = 0; at + 1 < sample.length; at += 2) {
    const [first = 0, second = 0] = [sample[at], sample[at + 1]];
    if (second === 0 && isWritten(first)) little++;
    else if (first === 0 && isWritten(second)) big++;
  }
  if (little >= pairs * 0.9) return 'utf-16le';
  return big >= pairs * 0.9 ? 'utf-16be' : undefined;
}

/** Letters, digits, signs and blanks of ASCII. */
function isWritten(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

function decode(bytes: Uint8Array, encoding: string): FileContent {
  try {
    return { kind: 'text', text: new TextDecoder(encoding, { fatal: true }).decode(bytes), damaged: false };
  } catch {
    // A fatal decoder throws for one reason only.
    return { kind: 'text', text: new TextDecoder(encoding).decode(bytes), damaged: true };
  }
}
