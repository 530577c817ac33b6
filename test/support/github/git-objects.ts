import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

export type FileSpec =
  | string
  | Uint8Array
  | { readonly symlink: string }
  | { readonly submodule: string }
  | { readonly executable: string };
export type Files = Readonly<Record<string, FileSpec>>;

export interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly type: 'blob' | 'commit';
  readonly sha: string;
  readonly size?: number;
}

export interface Objects {
  /** Puts files into a tree, and gives its name and its entries by path. */
  writeTree(files: Files): { readonly sha: string; readonly entries: ReadonlyMap<string, TreeEntry> };
  writeCommit(tree: string, parents: readonly string[], message: string): string;
  /** What was written as a blob. */
  blob(sha: string): Buffer | undefined;
  /** Takes a blob for the attributes of files from now on: in a bare repository git looks into no commit for them. */
  setAttributes(sha: string): void;
}

/** Makes a folder a bare repository, and writes git's loose objects there: a process of git for each would take most of a test's time. */
export function createObjects(folder: string): Objects {
  for (const name of ['objects', 'refs/heads']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'HEAD'), 'ref: refs/heads/main\n');
  const blobs = new Map<string, Buffer>();

  const write = (type: 'blob' | 'tree' | 'commit', body: Uint8Array): string => {
    const whole = Buffer.concat([Buffer.from(`${type} ${body.length}\0`), body]);
    const sha = createHash('sha1').update(whole).digest('hex');
    const file = join(folder, 'objects', sha.slice(0, 2), sha.slice(2));
    if (!existsSync(file)) {
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, deflateSync(whole, { level: 1 }));
    }
    return sha;
  };
  const writeFile = (path: string, spec: FileSpec): TreeEntry => {
    if (typeof spec === 'object' && 'submodule' in spec)
      return { path, mode: '160000', type: 'commit', sha: spec.submodule };
    const { mode, bytes } = bytesOf(spec);
    const sha = write('blob', bytes);
    blobs.set(sha, bytes);
    return { path, mode, type: 'blob', sha, size: bytes.length };
  };
  return {
    writeTree: (files) => {
      const entries = Object.entries(files).map(([path, spec]) => writeFile(path, spec));
      entries.sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
      const sha = writeFolder(
        entries.map((entry) => ({ rest: entry.path, entry })),
        (body) => write('tree', body),
      );
      return { sha, entries: new Map(entries.map((entry) => [entry.path, entry])) };
    },
    writeCommit: (tree, parents, message) => {
      const person = 'Someone <someone@example.com> 1700000000 +0000';
      const head = [`tree ${tree}`, ...parents.map((parent) => `parent ${parent}`)];
      const lines = [...head, `author ${person}`, `committer ${person}`, '', message];
      return write('commit', Buffer.from(`${lines.join('\n')}\n`));
    },
    blob: (sha) => blobs.get(sha),
    setAttributes: (sha) => {
      mkdirSync(join(folder, 'info'), { recursive: true });
      writeFileSync(join(folder, 'info', 'attributes'), blobs.get(sha) ?? '');
    },
  };
}

function bytesOf(spec: Exclude<FileSpec, { submodule: string }>): { mode: string; bytes: Buffer } {
  if (typeof spec === 'string') return { mode: '100644', bytes: Buffer.from(spec) };
  if (spec instanceof Uint8Array) return { mode: '100644', bytes: Buffer.from(spec) };
  return 'symlink' in spec
    ? { mode: '120000', bytes: Buffer.from(spec.symlink) }
    : { mode: '100755', bytes: Buffer.from(spec.executable) };
}

interface Member {
  /** Of the path, below the folder. */
  readonly rest: string;
  readonly entry: TreeEntry;
}

function writeFolder(members: readonly Member[], write: (body: Uint8Array) => string): string {
  const folders = new Map<string, Member[]>();
  const rows: { readonly name: Buffer; readonly mode: string; readonly sha: string }[] = [];
  for (const { rest, entry } of members) {
    const slash = rest.indexOf('/');
    if (slash < 0) rows.push({ name: Buffer.from(rest), mode: entry.mode, sha: entry.sha });
    else {
      const name = rest.slice(0, slash);
      const inner = folders.get(name) ?? [];
      folders.set(name, inner);
      inner.push({ rest: rest.slice(slash + 1), entry });
    }
  }
  for (const [name, inner] of folders)
    rows.push({ name: Buffer.from(name), mode: '40000', sha: writeFolder(inner, write) });
  // Git orders a folder as if its name ended with a slash.
  const key = ({ name, mode }: { name: Buffer; mode: string }): Buffer =>
    mode === '40000' ? Buffer.concat([name, Buffer.from('/')]) : name;
  rows.sort((a, b) => Buffer.compare(key(a), key(b)));
  return write(
    Buffer.concat(
      rows.flatMap(({ mode, name, sha }) => [
        Buffer.from(`${mode} `),
        name,
        Buffer.from('\0'),
        Buffer.from(sha, 'hex'),
      ]),
    ),
  );
}
