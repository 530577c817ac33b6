import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { isForShow, placeOf } from './generic/places.js';
import type { Candidate, Verdict } from './rule.js';

/**
 * What a token with its own checksum is worth. Where the sum is wrong somebody changed or invented the token, or the
 * provider has changed its sums: in samples that is no news, elsewhere it is worth a look.
 */
export function bySum(isRight: boolean, { path }: Candidate): Verdict {
  return isRight ? {} : { severity: 'low', because: wrongSum, confidence: isSample(path) ? 'low' : 'medium' };
}

const wrongSum =
  'its checksum is wrong, so it was changed or invented, unless the provider has changed its sums';

function isSample(path: string): boolean {
  return isForShow(path) || placeOf(path) === 'prose';
}

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

/** The eight last digits of Grafana's tokens: the CRC-32 of all that stands before the last underscore, lowest byte first. */
export function hasCrc32Hex(token: string): boolean {
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32(token.slice(0, -9)));
  return sum.toString('hex') === token.slice(-8).toLowerCase();
}

/**
 * Azure DevOps's tokens before 2024: 52 digits of base 32, of which four bytes are the CRC-32 of the others, changed by
 * what tells tokens of people from those of applications.
 * https://github.com/microsoft/security-utilities
 */
export function hasDevOpsSum(token: string): boolean {
  const bytes = bytesOfBase32(token);
  const places = [2, 7, 8, 22];
  const sum = places.reduce((sum, place) => sum * 256 + (bytes[place] ?? 0), 0);
  const rest = crc32(bytes.filter((_, place) => !places.includes(place)));
  return [0xe0b9692d, 0x1019f92e].some((kind) => (rest ^ kind) >>> 0 === sum);
}

function bytesOfBase32(text: string): Buffer {
  const bytes = Buffer.alloc(Math.floor((text.length * 5) / 8));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const digit of text.toUpperCase()) {
    bits = ((bits << 5) | base32.indexOf(digit)) & 0xfff;
    held += 5;
    if (held < 8) continue;
    held -= 8;
    bytes[at++] = (bits >> held) & 0xff;
  }
  return bytes;
}

const bech32Digits = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

/**
 * Whether a text in Bech32 is whole: a name, `1`, digits, and six more that make the remainder of all of them 1.
 * https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki
 */
export function hasBech32Sum(text: string): boolean {
  const plain = text.toLowerCase();
  const end = plain.lastIndexOf('1');
  const name = [...Buffer.from(plain.slice(0, end), 'latin1')];
  const digits = Array.from(plain.slice(end + 1), (digit) => bech32Digits.indexOf(digit));
  const values = [...name.map((code) => code >> 5), 0, ...name.map((code) => code & 31), ...digits];
  return digits.every((digit) => digit >= 0) && remainderOf(values) === 1;
}

const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

function remainderOf(values: readonly number[]): number {
  let rest = 1;
  for (const value of values) {
    const top = rest >>> 25;
    rest = ((rest & 0x1ffffff) << 5) ^ value;
    for (const [bit, factor] of generator.entries()) if ((top >> bit) & 1) rest ^= factor;
  }
  return rest;
}

const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** Whether the last four bytes of a text in base 58 start the double SHA-256 of all before them, as in Bitcoin. */
export function hasBase58Sum(text: string): boolean {
  let number = 0n;
  for (const digit of text) number = number * 58n + BigInt(base58.indexOf(digit));
  const digits = number.toString(16);
  const bytes = Buffer.from(digits.length % 2 ? `0${digits}` : digits, 'hex');
  const once = createHash('sha256').update(bytes.subarray(0, -4)).digest();
  const twice = createHash('sha256').update(once).digest();
  return twice.subarray(0, 4).equals(bytes.subarray(-4));
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
