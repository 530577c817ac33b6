/** Networks that are not of the internet: private, shared, local, documentation, multicast and reserved ones. */
const special = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const;

/** A network of more than one address of the internet, but not all of it. */
export function isPublicNetwork(text: string): boolean {
  const [, address, bits] = /^(\d{1,3}(?:\.\d{1,3}){3})\/(\d{1,2})$/.exec(text) ?? [];
  const length = Number(bits);
  if (address === undefined || length < 1 || length > 30) return false;
  return !special.some(([network, width]) => prefixOf(address, width) === prefixOf(network, width));
}

/** The first bits of an address, as a number. */
function prefixOf(address: string, bits: number): number {
  const value = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return Math.floor(value / 2 ** (32 - bits));
}
