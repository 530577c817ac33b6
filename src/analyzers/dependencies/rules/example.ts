import { createHash } from 'node:crypto';
import { flag } from '../../../model/rule.js';

/** A lockfile of version 3 for examples: the packages as direct dependencies, some with their lines flagged. */
export function packageLock(
  versions: Readonly<Record<string, string>>,
  flagged: readonly string[] = [],
  differing: Readonly<Record<string, Readonly<Record<string, string | boolean>>>> = {},
): string {
  const packages = Object.entries(versions).map(([name, version]) => [
    `node_modules/${name}`,
    {
      version,
      resolved: `https://registry.acme.example/${name}/-/${name}-${version}.tgz`,
      integrity: `sha512-${createHash('sha512').update(`${name} ${version}`).digest('base64')}`,
      ...differing[name],
    },
  ]);
  const lock = {
    name: 'shop',
    lockfileVersion: 3,
    packages: { '': { name: 'shop', dependencies: versions }, ...(Object.fromEntries(packages) as object) },
  };
  const keys = flagged.map((name) => `"node_modules/${name}": {`);
  return JSON.stringify(lock, null, 2)
    .split('\n')
    .map((line) => (keys.includes(line.trim()) ? `${line} ${flag}` : line))
    .join('\n');
}
