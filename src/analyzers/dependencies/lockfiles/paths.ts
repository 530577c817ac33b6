/** The folder of a path, with a slash at its end; empty at the root. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** A path of the repository that a file of it names; undefined where it leads out of it. */
export function resolvePath(from: string, relative: string): string | undefined {
  if (relative.startsWith('/')) return undefined;
  const parts: string[] = [];
  for (const part of `${folderOf(from)}${relative}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** Of a file beside another one, or in a folder above it: all paths that it may have, the nearest first. */
export function upwards(path: string, names: readonly string[]): string[] {
  const paths: string[] = [];
  for (let folder = folderOf(path); ; folder = folderOf(folder.slice(0, -1))) {
    paths.push(...names.map((name) => folder + name));
    if (folder === '') return paths;
  }
}
