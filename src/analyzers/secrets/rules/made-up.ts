import { createHash } from 'node:crypto';

const alphabets = {
  lower: 'abcdefghijklmnopqrstuvwxyz0123456789',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  mixed: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  hex: '0123456789abcdef',
  digits: '0123456789',
} as const;

/**
 * A made-up value for a rule's examples, the same on every run. Computed, so that neither this file nor a rule holds
 * anything that looks like a credential.
 */
export function madeUp(alphabet: keyof typeof alphabets, length: number, name: string): string {
  const characters = alphabets[alphabet];
  let value = '';
  for (let block = 0; value.length < length; block++)
    for (const byte of createHash('sha256').update(`${name} ${block}`).digest())
      value += characters.charAt(byte % characters.length);
  return value.slice(0, length);
}
