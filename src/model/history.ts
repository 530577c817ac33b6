import type { Problem } from './problem.js';

/** What the commits of a change did on the way from its base side to its head side. */
export interface History {
  readonly additions: readonly Addition[];
  /** What was not looked at. */
  readonly problems: readonly Problem[];
}

/** What one commit added to one file, with the lines around it. */
export interface Addition {
  readonly commit: string;
  readonly path: string;
  readonly text: string;
  /** Of each line of `text`: its number in the file, and whether the commit added it. */
  readonly lines: readonly { readonly number: number; readonly isAdded: boolean }[];
}

/** Opens the patch of a commit, as in a mailbox of `git format-patch`. */
const commitLine = /^From ([0-9a-f]{40}|[0-9a-f]{64}) Mon Sep 17 00:00:00 2001$/;

/**
 * Reads the patches of several commits, one after another: the output of `git format-patch --stdout`, and of merges what
 * `git log --cc` shows of them. Lines are taken for content by the counts in the headers alone, so that no content can
 * pass for a header.
 */
export function parsePatches(text: string): Addition[] {
  const additions: Addition[] = [];
  let commit = '';
  let open: Hunks | undefined;
  const finish = (): void => {
    if (open?.lines.some((line) => line.isAdded))
      additions.push({ commit, path: open.path, text: open.text.join('\n'), lines: open.lines });
    open = undefined;
  };
  let left = none;
  for (const line of linesOf(text)) {
    if (left.after > 0 || left.before.some((count) => count > 0)) {
      left = takeContent(line, left, open);
      if (left.number > 0) continue;
    }
    const opening = commitLine.exec(line)?.[1];
    if (opening !== undefined) {
      finish();
      commit = opening;
    } else if (/^diff --(?:git|cc) /.test(line)) finish();
    else if (line.startsWith('+++ ')) {
      finish();
      const path = parsePath(line.slice(4));
      if (path !== undefined) open = { path, text: [], lines: [] };
    } else {
      const opened = parseHunk(line);
      if (!opened) continue;
      left = opened;
      // Keeps what two hunks hold apart.
      if (open && open.text.length > 0) put(open, '', left.number, false);
    }
  }
  finish();
  return additions;
}

interface Hunks {
  readonly path: string;
  readonly text: string[];
  readonly lines: { number: number; isAdded: boolean }[];
}

interface Left {
  /** Lines of the hunk that are still to come: of each parent, and of the commit itself. */
  readonly before: readonly number[];
  readonly after: number;
  /** Of the next line of the commit; 0 where the hunk ended early. */
  readonly number: number;
}

const none: Left = { before: [], after: 0, number: 0 };

/** Of an ordinary commit `@@ -1,2 +1,3 @@`; of a merge it has one at sign and one range more for each further parent. */
function parseHunk(line: string): Left | undefined {
  const found = /^(@{2,9})((?: -\d{1,9}(?:,\d{1,9})?){1,8}) \+(\d{1,9})(?:,(\d{1,9}))? (@{2,9})/.exec(line);
  if (!found) return undefined;
  const [, signs = '', ranges = '', start, count, end = ''] = found;
  const before = ranges
    .trim()
    .split(' ')
    .map((range) => Number(range.split(',')[1] ?? 1));
  if (signs !== end || before.length !== signs.length - 1) return undefined;
  return { before, after: Number(count ?? 1), number: Number(start) || 1 };
}

/** A line has one sign for each parent: it was added by the commit itself where all of them say so. */
function takeContent(line: string, { before, after, number }: Left, open: Hunks | undefined): Left {
  if (line.startsWith('\\')) return { before, after, number };
  const width = before.length;
  const signs = line.slice(0, width).padEnd(width);
  if (!/^[-+ ]+$/.test(signs)) return none;
  const isRemoved = signs.includes('-');
  const isOf = (parent: number): boolean => (isRemoved ? signs[parent] === '-' : signs[parent] === ' ');
  const left = before.map((count, parent) => (isOf(parent) ? count - 1 : count));
  if (isRemoved) return { before: left, after, number };
  put(open, line.slice(width), number, !signs.includes(' '));
  return { before: left, after: after - 1, number: number + 1 };
}

function put(open: Hunks | undefined, content: string, number: number, isAdded: boolean): void {
  open?.text.push(content);
  open?.lines.push({ number, isAdded });
}

function* linesOf(text: string): Generator<string> {
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
    yield text.slice(start, end);
    start = end + 1;
  }
  if (start < text.length) yield text.slice(start);
}

/** The path behind `+++ `; undefined where the file is gone. Git quotes names with odd bytes as C does. */
function parsePath(shown: string): string | undefined {
  const name = shown.replace(/\t.*$/, '');
  if (name === '/dev/null') return undefined;
  const plain = name.startsWith('"') ? unquote(name.slice(1, -1)) : name;
  return plain.replace(/^b\//, '');
}

function unquote(text: string): string {
  const bytes = text.replace(/\\([0-7]{3})|\\(.)/g, (_, octal?: string, escape = '') =>
    octal === undefined
      ? (escapes[escape as string] ?? (escape as string))
      : String.fromCharCode(parseInt(octal, 8)),
  );
  const isEscaped = /\\[0-7]{3}/.test(text);
  return isEscaped ? new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0))) : bytes;
}

const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', '"': '"', '\\': '\\' };
