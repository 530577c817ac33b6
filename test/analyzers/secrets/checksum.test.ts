import { crc32 } from 'node:zlib';
import { expect, it } from '@jest/globals';
import {
  crc32Base62,
  hasBase58Sum,
  hasBech32Sum,
  hasCrc32Base36,
  hasCrc32Base62,
  hasCrc32Hex,
  hasDevOpsSum,
  sha256Base32,
} from '../../../src/analyzers/secrets/checksum.js';
import { hasEntraSum, hasMarvinSum, marvin32 } from '../../../src/analyzers/secrets/marvin.js';

it('crc32Base62 is padded with zeros on the left', () => {
  expect(crc32Base62('hello')).toBe('0zNvy2');
  expect(crc32Base62('')).toBe('000000');
});

it('hasCrc32Base62 takes the sum over what stands between prefix and sum', () => {
  expect(hasCrc32Base62('abc_hello0zNvy2')).toBe(true);
  expect(hasCrc32Base62('abc_hellp0zNvy2')).toBe(false);
});

it('sha256Base32 is the start of the hash', () => {
  // SHA-256 of the empty text starts with e3b0c442 98fc1c14.
  expect(sha256Base32('', 8)).toBe('4OYMIQUY');
});

it('hasCrc32Base36 takes the sum over all that stands before it, padded with zeros', () => {
  for (const text of ['hello', 'glpat-', '']) {
    const sum = crc32(text).toString(36).padStart(7, '0');
    expect(sum).toHaveLength(7);
    expect(hasCrc32Base36(text + sum)).toBe(true);
    expect(hasCrc32Base36(`x${text}${sum}`)).toBe(false);
  }
});

it('hasCrc32Hex takes the sum with its lowest byte first', () => {
  // CRC-32 of "hello" is 3610a686.
  expect(hasCrc32Hex('hello_86a61036')).toBe(true);
  expect(hasCrc32Hex('hello_3610a686')).toBe(false);
});

it('hasBech32Sum knows the examples of BIP 173 and the test key of age', () => {
  for (const whole of [
    'A12UEL5L',
    'an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs',
  ])
    expect(hasBech32Sum(whole)).toBe(true);
  expect(hasBech32Sum(['AGE-SECRET-KEY-1G', 'FPYYSJZ'.repeat(7), 'FPQ4EGAEX'].join(''))).toBe(false);
  expect(hasBech32Sum(['AGE-SECRET-KEY-1', 'GFPYYSJZ'.repeat(6), 'GFPQ4EGAEX'].join(''))).toBe(true);
  for (const broken of ['A12UEL5M', 'pzry9x0s0muk', 'a12uel5b', '1qzzfhee'.slice(1)])
    expect(hasBech32Sum(broken)).toBe(false);
});

it('hasBase58Sum knows the first block of Bitcoin', () => {
  expect(hasBase58Sum('2UzHM7PxUQ')).toBe(false);
  const address = ['5KYZdUEo39z3FPrtuX', '2QbbwGnNP5zTd7yyr2SC1j299sBCnWjss'].join('');
  expect(hasBase58Sum(address)).toBe(true);
  expect(hasBase58Sum(address.replace('z', 'y'))).toBe(false);
});

it('hasDevOpsSum finds the sum between the other bytes', () => {
  const body = Buffer.from(Array.from({ length: 28 }, (_, index) => (index * 37 + 11) & 255));
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE((crc32(body) ^ 0xe0b9692d) >>> 0);
  const bytes = [...body];
  for (const [index, place] of [2, 7, 8, 22].entries()) bytes.splice(place, 0, sum[index] as number);
  // Base 32 of 32 bytes is 51.2 digits.
  const bits = bytes
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
    .padEnd(260, '0');
  const token = (bits.match(/.{5}/g) ?? [])
    .map((digit) => 'abcdefghijklmnopqrstuvwxyz234567'.charAt(parseInt(digit, 2)))
    .join('');
  expect(token).toHaveLength(52);
  expect(hasDevOpsSum(token)).toBe(true);
  expect(hasDevOpsSum(token.replace(/.$/, '7').replace(/^./, 'z'))).toBe(false);
});

it('marvin32 gives what the library of its makers gives', () => {
  // The two halves of 22c74339492769bf, joined.
  const seed = Buffer.from('d53cd9cecd0893b7', 'hex').toString('latin1');
  expect(marvin32(Buffer.from('abc'), seed)).toBe(0x6be02a86);
});

it.each([
  ['of storage', 76, '+ASt', '5mnCaw=='],
  ['of a service bus', 33, '+ASb', 'HpHeAI='],
  ['of an IoT hub', 33, 'AIoT', 'Oumzco='],
  ['of search', 42, 'AzSe', 'CjhzCu'],
])('hasMarvinSum knows a key %s', (_, length, mark, sum) => {
  expect(hasMarvinSum('a'.repeat(length) + mark + sum)).toBe(true);
  expect(hasMarvinSum(`b${'a'.repeat(length - 1)}${mark}${sum}`)).toBe(false);
});

it('hasEntraSum takes the start of the sum', () => {
  expect(hasEntraSum(`zzz8Q~${'z'.repeat(31)}blP`)).toBe(true);
  expect(hasEntraSum(`zzz8Q~${'z'.repeat(30)}yblP`)).toBe(false);
});
