import { crc32 } from 'node:zlib';
import { expect, it } from '@jest/globals';
import {
  crc32Base62,
  hasCrc32Base36,
  hasCrc32Base62,
  sha256Base32,
} from '../../../src/analyzers/secrets/checksum.js';

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
