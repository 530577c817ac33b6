import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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

export interface DiffRow {
  readonly filename: string;
  readonly previous_filename?: string;
  readonly status: string;
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  readonly changes: number;
  /** Absent where the file is binary or its diff too large to comment on. */
  readonly patch?: string;
  /** GitHub's answers leave the patch out, since those before it are many lines. */
  readonly isCut: boolean;
}

export interface GitData {
  /** Writes a commit that holds exactly these files. */
  commit(files: Files, ...parents: string[]): string;
  /** Merges two commits that do not conflict. */
  merge(base: string, head: string): string;
  mergeBase(a: string, b: string): string;
  has(commit: string): boolean;
  tree(commit: string): ReadonlyMap<string, TreeEntry>;
  blob(sha: string): Buffer;
  /** How many commits stand between two. */
  count(base: string, head: string): number;
  /** The patches of these commits, as `git format-patch` writes them. */
  patches(base: string, head: string): string;
  /** What differs, with patches as GitHub cuts them. */
  diff(base: string, head: string): readonly DiffRow[];
  dispose(): void;
}

/** Git objects in a bare repository of their own, made and compared by git itself. */
export function createGitData(): GitData {
  const folder = mkdtempSync(join(tmpdir(), 'stand-in-'));
  const git = (args: readonly string[], input?: Uint8Array): Buffer =>
    execFileSync('git', ['-C', folder, '-c', 'core.quotePath=false', ...args], {
      input,
      maxBuffer: 2 ** 30,
      env: { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' },
    });
  const line = (...args: string[]): string => git(args).toString().trim();
  git(['init', '--quiet', '--bare']);
  let commits = 0;
  const trees = new Map<string, ReadonlyMap<string, TreeEntry>>();
  const blobs = new Map<string, Buffer>();
  const diffs = new Map<string, readonly DiffRow[]>();

  return {
    commit: (files, ...parents) => {
      const ref = `refs/stand-in/${++commits}`;
      git(['fast-import', '--quiet', '--force'], importStream(ref, `commit ${commits}`, files, parents));
      return line('rev-parse', ref);
    },
    merge: (base, head) => {
      const tree = line('merge-tree', '--write-tree', base, head);
      return line(...author, 'commit-tree', tree, '-p', base, '-p', head, '-m', 'merge');
    },
    mergeBase: (a, b) => line('merge-base', a, b),
    count: (base, head) => Number(line('rev-list', '--count', `${base}..${head}`)),
    patches: (base, head) => git(['format-patch', '--stdout', `${base}..${head}`]).toString(),
    has: (commit) =>
      trees.has(commit) || spawnSync('git', ['-C', folder, 'cat-file', '-e', commit]).status === 0,
    tree: (commit) => {
      const entries = trees.get(commit) ?? parseTree(git(['ls-tree', '-r', '-l', '-z', commit]).toString());
      trees.set(commit, entries);
      return entries;
    },
    blob: (sha) => {
      const bytes = blobs.get(sha) ?? git(['cat-file', 'blob', sha]);
      blobs.set(sha, bytes);
      return bytes;
    },
    diff: (base, head) => {
      const key = `${base}..${head}`;
      const args = ['-M', '-r', '--full-index', base, head];
      const rows =
        diffs.get(key) ??
        parseDiff(
          git(['diff-tree', '--raw', '-z', ...args]).toString(),
          git(['diff-tree', '-p', ...args]).toString(),
        );
      diffs.set(key, rows);
      return rows;
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const author = ['-c', 'user.name=Someone', '-c', 'user.email=someone@example.com'];

function importStream(ref: string, message: string, files: Files, parents: readonly string[]): Buffer {
  const parts: Uint8Array[] = [];
  const say = (text: string): void => void parts.push(Buffer.from(text));
  const data = (bytes: Uint8Array): void => {
    say(`data ${bytes.length}\n`);
    parts.push(bytes);
    say('\n');
  };
  say(`commit ${ref}\ncommitter Someone <someone@example.com> 1700000000 +0000\n`);
  data(Buffer.from(message));
  parents.forEach((parent, index) => say(`${index === 0 ? 'from' : 'merge'} ${parent}\n`));
  say('deleteall\n');
  for (const [path, spec] of Object.entries(files)) {
    const quoted = JSON.stringify(path);
    if (typeof spec === 'object' && 'submodule' in spec) say(`M 160000 ${spec.submodule} ${quoted}\n`);
    else {
      const isLink = typeof spec === 'object' && 'symlink' in spec;
      const isExecutable = typeof spec === 'object' && 'executable' in spec;
      say(`M ${isLink ? '120000' : isExecutable ? '100755' : '100644'} inline ${quoted}\n`);
      const content = isLink ? spec.symlink : isExecutable ? spec.executable : spec;
      data(typeof content === 'string' ? Buffer.from(content) : content);
    }
  }
  say('\n');
  return Buffer.concat(parts);
}

function parseTree(text: string): Map<string, TreeEntry> {
  const entries = text
    .split('\0')
    .filter((row) => row !== '')
    .map((row): [string, TreeEntry] => {
      const [meta = '', path = ''] = row.split('\t');
      const [mode = '', type = '', sha = '', size = ''] = meta.split(/ +/);
      const kind = type === 'commit' ? 'commit' : 'blob';
      return [path, { path, mode, type: kind, sha, ...(size !== '-' && { size: Number(size) }) }];
    });
  return new Map(entries);
}

const statuses: Readonly<Record<string, string>> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  T: 'modified',
  R: 'renamed',
};

/** GitHub leaves the patches out from here on, in silence. */
const maxPatchLines = 20_000;
/** Nor does it show a patch that is longer than this. */
const maxPatchLength = 500_000;

function parseDiff(raw: string, patches: string): DiffRow[] {
  const tokens = raw.split('\0').filter((token) => token !== '');
  const bodies = patches.split(/^diff --git .*$/m).slice(1);
  const rows: DiffRow[] = [];
  let lines = 0;
  for (let at = 0; at < tokens.length;) {
    const [, , , newSha = '', letter = ''] = (tokens[at++] ?? '').split(' ');
    const status = statuses[letter.charAt(0)] ?? 'modified';
    const first = tokens[at++] ?? '';
    const filename = status === 'renamed' ? (tokens[at++] ?? '') : first;
    const body = bodies[rows.length] ?? '';
    const hunks = body.indexOf('\n@@');
    const patch = hunks < 0 ? undefined : body.slice(hunks + 1).replace(/\n$/, '');
    const changed = (sign: string): number =>
      patch?.split('\n').filter((patchLine) => patchLine.startsWith(sign)).length ?? 0;
    lines += patch?.split('\n').length ?? 0;
    rows.push({
      filename,
      ...(status === 'renamed' && { previous_filename: first }),
      status,
      sha: newSha,
      additions: changed('+'),
      deletions: changed('-'),
      changes: changed('+') + changed('-'),
      ...(patch !== undefined && patch.length <= maxPatchLength && { patch }),
      isCut: lines > maxPatchLines,
    });
  }
  return rows;
}
