/** A hash in hexadecimal. */
export interface Hash {
  /** As CycloneDX names it: `SHA-512`. */
  readonly algorithm: string;
  readonly content: string;
}

/**
 * The hashes that an entry of a lockfile names, as far as they are of the package itself: `sha512-…` in Base64 as npm has
 * them, `sha256:…` in hexadecimal as pip has them. What Go counts in its own way is left out, and so are the hashes of several
 * files, of which nobody knows which is installed.
 */
export function hashesOf(integrity: string | undefined): Hash[] {
  const hashes = (integrity ?? '').split(/\s+/).flatMap((text) => {
    const [, name = '', separator = '', value = ''] =
      /^(md5|sha1|sha256|sha384|sha512)([-:=])([0-9A-Za-z+/]{20,128}={0,2})$/.exec(text) ?? [];
    const known = algorithms[name];
    if (!known) return [];
    const content = separator === '-' ? Buffer.from(value, 'base64').toString('hex') : value.toLowerCase();
    return new RegExp(`^[0-9a-f]{${known.digits}}$`).test(content)
      ? [{ algorithm: known.name, content }]
      : [];
  });
  return new Set(hashes.map(({ algorithm }) => algorithm)).size === hashes.length ? hashes : [];
}

const algorithms: Readonly<Record<string, { readonly name: string; readonly digits: number }>> = {
  md5: { name: 'MD5', digits: 32 },
  sha1: { name: 'SHA-1', digits: 40 },
  sha256: { name: 'SHA-256', digits: 64 },
  sha384: { name: 'SHA-384', digits: 96 },
  sha512: { name: 'SHA-512', digits: 128 },
};
