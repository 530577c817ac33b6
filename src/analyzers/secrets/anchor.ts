import { createHash, scrypt } from 'node:crypto';

/** Memory is 128 × N × r = 4 MB, and about 10 ms of one core for each value. */
const cost = { N: 4096 };

/** So many values are remembered, so that both sides of a change and later pushes pay once. */
const remembered = 2000;

const known = new Map<string, Promise<string>>();

/**
 * What stands for a credential in a fingerprint: a salted scrypt hash. A rotated credential is told from the old one,
 * and nobody who reads reports can try values out cheaply. The salt does not depend on the path, so that a moved
 * credential stays the same.
 */
export function anchorOf(ruleId: string, value: string): Promise<string> {
  const key = createHash('sha256').update(`${ruleId}\0${value}`).digest('hex');
  let anchor = known.get(key);
  if (!anchor) {
    if (known.size >= remembered) known.clear();
    known.set(key, (anchor = slowHash(value, `scrutineer:${ruleId}`)));
  }
  return anchor;
}

function slowHash(value: string, salt: string): Promise<string> {
  return new Promise((resolve, reject) => {
    scrypt(value, salt, 16, cost, (error, hash) => {
      if (error) reject(error);
      else resolve(hash.toString('hex'));
    });
  });
}
