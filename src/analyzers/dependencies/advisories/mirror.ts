import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Problem } from '../../../model/problem.js';
import { type Advisories, type Advisory, AdvisoryError, type PackageVersion } from './advisory.js';
import { type MirrorFile, type MirrorHeader, openMirrorFile } from './mirror-file.js';
import { registryOf } from './names.js';

export interface MirrorOptions {
  /** In milliseconds. */
  readonly now?: () => number;
}

/** Older records are told of in each report. */
const freshDays = 7;
/** With older ones a review is not whole: most advisories that matter are younger. */
const usableDays = 60;
const dayMilliseconds = 24 * 60 * 60_000;

const ending = '.mirror';

/** The file of an ecosystem in the folder of a mirror. */
export function mirrorFileOf(folder: string, ecosystem: string): string {
  return path.join(folder, `${encodeURIComponent(registryOf(ecosystem))}${ending}`);
}

export function isMirror(folder: string): boolean {
  try {
    return readdirSync(folder).some((name) => name.endsWith(ending));
  } catch {
    // Absent, or no folder.
    return false;
  }
}

/** The folder that `scrutineer advisories update` fills. A file that is replaced meanwhile is used from the next question on. */
export function openMirror(folder: string, { now = Date.now }: MirrorOptions = {}): Advisories {
  return {
    find: async (packages) => {
      const files = new Map<string, MirrorFile | 'absent' | 'damaged'>();
      const problems: Problem[] = [];
      const open = (ecosystem: string): MirrorFile | 'absent' | 'damaged' => {
        const path = mirrorFileOf(folder, ecosystem);
        if (!existsSync(path)) return 'absent';
        const file = tryToFind(() => openMirrorFile(path), problems);
        if (file) problems.push(...tellAge(file.header, now()));
        return file ?? 'damaged';
      };
      try {
        const records = packages.map((of): readonly Advisory[] | undefined => {
          const registry = registryOf(of.ecosystem);
          let file = files.get(registry);
          if (file === undefined) files.set(registry, (file = open(registry)));
          if (file === 'absent') return [];
          return file === 'damaged' ? undefined : tryToFind(() => file.find(of), problems);
        });
        return { records, problems: [...problems, ...tellAbsent(folder, packages)] };
      } finally {
        for (const file of files.values()) if (typeof file === 'object') file.close();
      }
    },
  };
}

/** Whoever made the mirror left them out. */
function tellAbsent(folder: string, packages: readonly PackageVersion[]): Problem[] {
  const registries = new Set(packages.map(({ ecosystem }) => registryOf(ecosystem)));
  return [...registries]
    .filter((registry) => !existsSync(mirrorFileOf(folder, registry)))
    .map((registry) => ({ kind: 'notice', message: `The mirror of advisories holds none of ${registry}.` }));
}

function tryToFind<T>(find: () => T, problems: Problem[]): T | undefined {
  try {
    return find();
  } catch (error) {
    const why =
      error instanceof AdvisoryError
        ? error.message
        : `The mirror of advisories is damaged: ${String(error)}`;
    if (!problems.some(({ message }) => message === `${why}.`))
      problems.push({ kind: 'notice', message: `${why}.` });
    return undefined;
  }
}

function tellAge({ ecosystem, checked }: MirrorHeader, now: number): Problem[] {
  const days = Math.floor((now - Date.parse(checked)) / dayMilliseconds);
  if (days < freshDays) return [];
  const age = Number.isNaN(days) ? 'of unknown age' : `${days} days old`;
  return [
    {
      kind: days < usableDays ? 'notice' : 'incomplete',
      message: `The mirror of the advisories of ${ecosystem} is ${age}; \`scrutineer advisories update\` renews it.`,
    },
  ];
}

/** When the oldest part of a mirror was last known to be the newest, as YYYY-MM-DD; undefined where there is no mirror. */
export function dateOfMirror(folder: string): string | undefined {
  let oldest: string | undefined;
  for (const name of isMirror(folder) ? readdirSync(folder) : []) {
    if (!name.endsWith(ending)) continue;
    const file = openMirrorFile(path.join(folder, name));
    if (oldest === undefined || file.header.checked < oldest) oldest = file.header.checked;
    file.close();
  }
  return oldest?.slice(0, 10);
}
