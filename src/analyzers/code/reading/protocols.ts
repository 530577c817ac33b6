import type { Unit } from '../flow/unit.js';

/** A file of NTLM or CRAM-MD5, in which the other end demands DES, MD4 and MD5; or of a list of leaked passwords by their SHA-1. */
export function isDemanded(unit: Unit): boolean {
  return (
    /ntlm|cram[-_]?md5/i.test(unit.path) ||
    /\bntlm|ntlm(?:v2)?_?hash|cram[-_]?md5|pwnedpasswords|have_?i_?been_?pwned/i.test(unit.text)
  );
}
