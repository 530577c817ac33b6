import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The six last characters of GitHub's `gh?_` and of npm's tokens: the CRC-32 of the characters between prefix and sum. */
export function crc32Base62(body: string): string {
  let rest = crc32(body);
  let digits = '';
  for (let at = 0; at < 6; at++) {
    digits = `${base62.charAt(rest % 62)}${digits}`;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

/** Whether a token of the form prefix, underscore, body, six characters carries its own checksum. */
export function hasCrc32Base62(token: string): boolean {
  const body = token.slice(token.indexOf('_') + 1, -6);
  return crc32Base62(body) === token.slice(-6);
}

/** The seven last characters of GitLab's routable tokens: the CRC-32 of all that stands before them. */
export function hasCrc32Base36(token: string): boolean {
  return crc32(token.slice(0, -7)).toString(36).padStart(7, '0') === token.slice(-7);
}

/** The start of the SHA-256 of a text in base 32; GitHub's fine-grained tokens carry eight characters of it. */
export function sha256Base32(text: string, length: number): string {
  const bytes = createHash('sha256').update(text).digest();
  let digits = '';
  for (let at = 0; at < length; at++) {
    const bit = at * 5;
    const pair = bytes.readUInt16BE(bit >> 3);
    digits += base32.charAt((pair >> (11 - (bit & 7))) & 31);
  }
  return digits;
}
