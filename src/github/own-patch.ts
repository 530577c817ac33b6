import { structuredPatch } from 'diff';
import type { Finding } from '../model/finding.js';
import type { Source } from '../model/change.js';
import type { ComparedFile } from './change.js';

/** GitHub takes no comment on a file whose diff is larger: docs.github.com, "Limits for viewing content and diffs". */
const maxLength = 1_000_000;
/** Bounds the work on one file; a larger difference has no place for a comment. */
const maxEdits = 5000;
const maxMilliseconds = 300;
/** Files in one review. */
const maxFiles = 100;

/**
 * Gives files that have findings and no patch of GitHub's one of our own, from the texts of both sides: GitHub leaves the
 * patches out past 20,000 lines of them in one answer, and takes comments there all the same.
 */
export async function completePatches(
  files: readonly ComparedFile[],
  findings: readonly Finding[],
  source: Source,
): Promise<ComparedFile[]> {
  const found = new Set(findings.map((finding) => finding.location.path));
  const lacking = files
    .filter((file) => file.patch === undefined && !file.isUnlisted && !file.isOpaque && found.has(file.path))
    .slice(0, maxFiles);
  const patches = new Map<string, string>();
  for (const file of lacking) {
    const patch = await ownPatch(file, source);
    if (patch !== undefined) patches.set(file.path, patch);
  }
  return files.map((file) => {
    const patch = patches.get(file.path);
    return patch === undefined ? file : { ...file, patch };
  });
}

async function ownPatch(file: ComparedFile, source: Source): Promise<string | undefined> {
  const isNew = file.status === 'added' || file.status === 'copied';
  const before = isNew ? '' : await textOf(source, file.previousPath ?? file.path, 'base');
  const after = file.status === 'removed' ? undefined : await textOf(source, file.path, 'head');
  if (before === undefined || after === undefined) return undefined;
  const patch = structuredPatch('', '', before, after, '', '', {
    // The lines around a change can be cut otherwise by GitHub; those that changed it shows.
    context: 0,
    maxEditLength: maxEdits,
    timeout: maxMilliseconds,
  });
  return patch?.hunks
    .map((hunk) => `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`)
    .join('\n');
}

async function textOf(source: Source, path: string, side: 'base' | 'head'): Promise<string | undefined> {
  const content = await source.read(path, side);
  return content.kind === 'text' && content.text.length <= maxLength ? content.text : undefined;
}
