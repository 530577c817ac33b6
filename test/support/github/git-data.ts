import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createObjects, type Files, type TreeEntry } from './git-objects.js';

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
  /** The repository, for git. */
  readonly folder: string;
  /** Writes a commit that holds exactly these files. */
  commit(files: Files, ...parents: string[]): string;
  /** The same with a message of its own. */
  commitSaying(message: string, files: Files, ...parents: string[]): string;
  /** Merges two commits that do not conflict. */
  merge(base: string, head: string): string;
  mergeBase(a: string, b: string): string;
  has(commit: string): boolean;
  tree(commit: string): ReadonlyMap<string, TreeEntry>;
  blob(sha: string): Buffer;
  /** How many commits stand between two. */
  count(base: string, head: string): number;
  parents(sha: string): readonly string[];
  /** These commits, parents first. */
  list(base: string, head: string): readonly { sha: string; parents: readonly string[] }[];
  /** The patches of the first 250 of these commits, as `git format-patch` writes them. */
  patches(base: string, head: string): string;
  /** The difference of two commits. */
  difference(base: string, head: string): string;
  /** What differs, with patches as GitHub cuts them. */
  diff(base: string, head: string): readonly DiffRow[];
  dispose(): void;
}

/** Git objects in a bare repository of their own, compared by git itself. */
export function createGitData(): GitData {
  const folder = mkdtempSync(join(tmpdir(), 'stand-in-'));
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', folder, '-c', 'core.quotePath=false', ...args], {
      maxBuffer: 2 ** 30,
      env: { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' },
    }).toString();
  const objects = createObjects(folder);
  const commits = new Map<string, Commit>();
  const diffs = new Map<string, readonly DiffRow[]>();
  const commitOf = (sha: string): Commit => {
    const commit = commits.get(sha);
    if (!commit) throw new Error(`The stand-in has no commit ${sha}`);
    return commit;
  };

  const commitSaying: GitData['commitSaying'] = (message, files, ...parents) => {
    const { sha: tree, entries } = objects.writeTree(files);
    const sha = objects.writeCommit(tree, parents, message);
    commits.set(sha, { parents, entries });
    return sha;
  };

  return {
    folder,
    parents: (sha) => commitOf(sha).parents,
    commit: (files, ...parents) => commitSaying(`commit ${commits.size + 1}`, files, ...parents),
    commitSaying,
    merge: (base, head) => {
      const tree = git('merge-tree', '--write-tree', base, head).trim();
      const sha = objects.writeCommit(tree, [base, head], 'merge');
      commits.set(sha, { parents: [base, head], entries: parseTree(git('ls-tree', '-r', '-l', '-z', tree)) });
      return sha;
    },
    mergeBase: (a, b) => {
      const [one, other] = [ancestors(a, commitOf), ancestors(b, commitOf)];
      const common = [...one].filter((sha) => other.has(sha));
      const best = common.find((sha) =>
        common.every((another) => another === sha || !ancestors(another, commitOf).has(sha)),
      );
      if (best === undefined) throw new Error(`${a} and ${b} have no merge base`);
      return best;
    },
    count: (base, head) => {
      const known = ancestors(base, commitOf);
      return [...ancestors(head, commitOf)].filter((sha) => !known.has(sha)).length;
    },
    list: (base, head) => {
      const known = ancestors(base, commitOf);
      const shas = [...commits.keys()].filter((sha) => !known.has(sha) && ancestors(head, commitOf).has(sha));
      return shas.map((sha) => ({ sha, parents: commitOf(sha).parents }));
    },
    patches: (base, head) =>
      git('format-patch', '--stdout', `${base}..${head}`)
        .split(/^(?=From [0-9a-f]{40} Mon Sep 17)/m)
        .slice(0, 250)
        .join(''),
    difference: (base, head) => git('diff-tree', '-r', '-p', base, head),
    has: (sha) => commits.has(sha),
    tree: (sha) => commitOf(sha).entries,
    blob: (sha) => objects.blob(sha) ?? Buffer.from(git('cat-file', 'blob', sha)),
    diff: (base, head) => {
      const key = `${base}..${head}`;
      // GitHub heeds the attributes that a change brings.
      const attributes = commitOf(head).entries.get('.gitattributes');
      if (attributes) objects.setAttributes(attributes.sha);
      const rows =
        diffs.get(key) ??
        parseDiff(git('diff-tree', '-r', '-M', '--full-index', '--raw', '--patch', base, head));
      diffs.set(key, rows);
      return rows;
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

interface Commit {
  readonly parents: readonly string[];
  readonly entries: ReadonlyMap<string, TreeEntry>;
}

/** With the commit itself. */
function ancestors(sha: string, commitOf: (sha: string) => Commit): ReadonlySet<string> {
  const found = new Set([sha]);
  for (const one of found) for (const parent of commitOf(one).parents) found.add(parent);
  return found;
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

/** Reads a listing, then the patches of the same files in the same order. */
function parseDiff(text: string): DiffRow[] {
  const start = text.indexOf('\ndiff --git ');
  const listing = start < 0 ? text : text.slice(0, start);
  const bodies =
    start < 0
      ? []
      : text
          .slice(start)
          .split(/^diff --git .*$/m)
          .slice(1);
  const rows: DiffRow[] = [];
  let lines = 0;
  let next = 0;
  for (const line of listing.split('\n').filter((each) => each.startsWith(':'))) {
    const [meta = '', first = '', second] = line.split('\t');
    const [, , , newSha = '', letter = ''] = meta.split(' ');
    const status = statuses[letter.charAt(0)] ?? 'modified';
    const filename = unquote(second ?? first);
    const body = bodies[next] ?? '';
    // Of a file that becomes another kind of thing there are two patches: one away, one back.
    next += letter === 'T' ? 2 : 1;
    const hunks = body.indexOf('\n@@');
    const patch = hunks < 0 ? undefined : body.slice(hunks + 1).replace(/\n$/, '');
    const changed = (sign: string): number =>
      patch?.split('\n').filter((patchLine) => patchLine.startsWith(sign)).length ?? 0;
    lines += patch?.split('\n').length ?? 0;
    rows.push({
      filename,
      ...(status === 'renamed' && { previous_filename: unquote(first) }),
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

/** Git quotes a name that holds a quote, a backslash or a control character. */
function unquote(name: string): string {
  if (!name.startsWith('"')) return name;
  return name
    .slice(1, -1)
    .replace(/\\(?:([0-7]{3})|(.))/g, (_, octal: string | undefined, letter: string | undefined) =>
      octal === undefined ? (escapes[letter ?? ''] ?? letter ?? '') : String.fromCharCode(parseInt(octal, 8)),
    );
}

const escapes: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
};
