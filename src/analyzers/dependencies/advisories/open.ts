import { homedir } from 'node:os';
import path from 'node:path';
import type { Advisories } from './advisory.js';
import { loadAdvisories } from './folder.js';
import { dateOfMirror, isMirror, openMirror } from './mirror.js';
import { createOsvService } from './osv-service.js';
import { withFallback } from './fallback.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Opens advisories by the name that a user gives them: `osv` or an https address for the OSV service, which falls back on
 * the mirror; a folder of OSV files, or of a mirror. Without a name the mirror, where there is one: nothing is sent
 * anywhere unless somebody asks for it.
 *
 * @throws AdvisoryError where the folder holds none.
 */
export async function openAdvisories(
  where: string | undefined,
  env: Environment = process.env,
): Promise<Advisories | undefined> {
  const mirror = mirrorFolder(env);
  if (where === undefined) return isMirror(mirror) ? openMirror(mirror) : undefined;
  if (where === 'osv' || isServiceAddress(where)) {
    const service = createOsvService({
      ...(where !== 'osv' && { address: where }),
      cacheFolder: path.join(cacheFolder(env), 'osv'),
    });
    if (!isMirror(mirror)) return service;
    return withFallback(
      service,
      openMirror(mirror),
      () => `the mirror of ${dateOfMirror(mirror) ?? 'unknown age'}`,
    );
  }
  return isMirror(where) ? openMirror(where) : loadAdvisories(where);
}

/** What the service is asked says which packages somebody uses, so that it goes unencrypted to this machine only. */
export function isServiceAddress(where: string): boolean {
  return (
    /^https:\/\//.test(where) || /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:\/|$)/.test(where)
  );
}

/** Where `scrutineer advisories update` puts the mirror, by the XDG Base Directory Specification. */
export function mirrorFolder(env: Environment): string {
  return path.join(baseFolder(env.XDG_DATA_HOME, ['.local', 'share']), 'scrutineer', 'advisories');
}

function cacheFolder(env: Environment): string {
  return path.join(baseFolder(env.XDG_CACHE_HOME, ['.cache']), 'scrutineer');
}

/** The specification has relative paths ignored. */
function baseFolder(set: string | undefined, fallback: readonly string[]): string {
  return set !== undefined && path.isAbsolute(set) ? set : path.join(homedir(), ...fallback);
}
