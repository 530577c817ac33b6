import type { SourceKind } from '../package.js';

/** Where a package of npm comes from, by the address that a lockfile gives. */
export function sourceOfNpm(address: string): SourceKind {
  if (/^(?:git[+:@]|(?:github|gitlab|bitbucket|gist):|ssh:)/.test(address)) return 'git';
  if (/^(?:file:|\.{0,2}\/)/.test(address)) return 'file';
  return 'registry';
}
