import type { ComparedFile } from './change.js';
import type { Tree, TreeFile } from './tree.js';

/**
 * All files that differ between two trees. Renames and patches are those of the files that GitHub lists; of the others
 * a file that kept its content is told as renamed.
 */
export function compareTrees(base: Tree, head: Tree, listed: readonly ComparedFile[]): ComparedFile[] {
  const known = new Map(listed.map((file) => [file.path, file]));
  const added: string[] = [];
  const files: ComparedFile[] = [];
  const gone = new Map<string, TreeFile>();
  for (const [path, before] of base.entries) {
    const after = head.entries.get(path);
    if (!after) gone.set(path, before);
    else if (after.sha !== before.sha || after.mode !== before.mode)
      files.push({ ...shownOf(known.get(path)), path, status: 'modified' });
  }
  for (const path of head.entries.keys()) {
    if (base.entries.has(path)) continue;
    const file = known.get(path);
    const before = file?.previousPath;
    if (file?.status === 'renamed' && before !== undefined && gone.delete(before)) files.push(file);
    else added.push(path);
  }
  const kept = pathsBySha(gone);
  for (const path of added) {
    const previousPath = kept.get(head.entries.get(path)?.sha ?? '')?.pop();
    if (previousPath === undefined) files.push({ ...shownOf(known.get(path)), path, status: 'added' });
    else {
      gone.delete(previousPath);
      files.push({ ...shownOf(known.get(path)), path, previousPath, status: 'renamed' });
    }
  }
  for (const path of gone.keys()) files.push({ path, status: 'removed' });
  return files;
}

function shownOf(file: ComparedFile | undefined): Pick<ComparedFile, 'patch' | 'isOpaque' | 'isUnlisted'> {
  if (!file) return { isUnlisted: true };
  if (file.isOpaque) return { isOpaque: true };
  return file.patch === undefined ? {} : { patch: file.patch };
}

function pathsBySha(files: ReadonlyMap<string, TreeFile>): Map<string, string[]> {
  const paths = new Map<string, string[]>();
  for (const [path, { sha }] of files) paths.set(sha, [...(paths.get(sha) ?? []), path]);
  return paths;
}
