/**
 * The checksum that Microsoft's identifiable keys carry: Marvin32 over the bytes, its two halves joined to 32 bits.
 * https://github.com/microsoft/security-utilities
 *
 * @param seed eight ASCII characters that name the kind of key, such as `Default0`
 */
export function marvin32(bytes: Uint8Array, seed: string): number {
  const start = Buffer.from(seed, 'latin1');
  const state = { low: start.readUInt32BE(4), high: start.readUInt32BE(0) };
  const padded = Buffer.alloc((Math.floor(bytes.length / 4) + 1) * 4);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  for (let at = 0; at < padded.length; at += 4) {
    state.low = (state.low + padded.readUInt32LE(at)) >>> 0;
    mix(state);
  }
  mix(state);
  return (state.low ^ state.high) >>> 0;
}

function mix(state: { low: number; high: number }): void {
  let { low, high } = state;
  high ^= low;
  low = (rotate(low, 20) + high) >>> 0;
  high = rotate(high, 9) ^ low;
  low = (rotate(low, 27) + high) >>> 0;
  high = rotate(high, 19);
  state.low = low;
  state.high = high >>> 0;
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

/** What names the kinds of keys of Azure, of which each key's sum is made with one. */
const kinds = (
  'Default0 Manage00 Send0000 Listen00 System00 Unknown0 SendRecv IoTHub00 DpsKey00 Device00 Query000 PAdmin00 Master00 ' +
  'Functi00 ACRDflt0 Access00 AbAcct00 Tenant00 Gatewy00 GitKey00 Classic0 UsrPwd00 SysAll00 Resour00 MastRO00 SystRO00 ' +
  'Encryp00 MastRW00 SystRW00'
).split(' ');

/** Whether the last four bytes of a key in base 64 are the sum of all before them, for one of the kinds that are known. */
export function hasMarvinSum(key: string): boolean {
  const bytes = Buffer.from(key, 'base64');
  const body = bytes.subarray(0, -4);
  const sum = bytes.readUInt32LE(body.length);
  return kinds.some((kind) => marvin32(body, kind) === sum);
}

const entraDigits = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890.-_~';

/** The three last characters of client secrets of Entra that have `8Q~` in them: the start of the sum of all before. */
export function hasEntraSum(secret: string): boolean {
  let rest = marvin32(Buffer.from(secret.slice(0, -3), 'latin1'), 'AadPwd00');
  let digits = '';
  for (let at = 0; at < 6; at++) {
    digits = `${entraDigits.charAt(rest % 66)}${digits}`;
    rest = Math.floor(rest / 66);
  }
  return digits.startsWith(secret.slice(-3));
}
