import type { Context, FileText } from '../../model/analyzer.js';
import type { Side } from '../../model/change.js';
import type { EntryPoint } from '../../model/entry-point.js';
import type { Detection } from '../../model/finding.js';
import type { Problem } from '../../model/problem.js';
import { listing } from '../syntax/side.js';
import { LineTable } from '../syntax/tree.js';
import type { ReadFileLater } from '../syntax/worker.js';
import { detectionsOf } from './detections.js';
import { formatsOf, publicFormatsOf } from './formats/index.js';
import type { Parsers, Unparsed } from './formats/parsers.js';
import type { Judged } from './rule.js';

/** A file to judge. */
export interface JudgeTask extends FileText {
  readonly side: Side;
  /** Tells the sides of reviews apart; what was read of one serves its other files. */
  readonly view: number;
  /** Files of the side that bring a worker down by themselves: what stands in them is taken as not known. */
  readonly without: readonly string[];
  /** Asks for the ways in that the file opens, and for nothing else. */
  readonly ways?: boolean;
}

export interface JudgedFile {
  readonly detections: readonly Detection[];
  readonly problems: readonly Problem[];
  readonly ways: readonly EntryPoint[];
}

/** The two sides of a review, and those of the one before while its last files come in. */
const maxViews = 4;

/** Judges files in the worker, so that a text for which a rule takes without end stalls nothing but itself. */
export function createJudge(known: Parsers): (task: JudgeTask, read: ReadFileLater) => Promise<JudgedFile> {
  let refused: ReadonlySet<string> = new Set();
  const parsers: Parsers = {
    parse: async (syntax, text) => (refused.has(text) ? unreadable : known.parse(syntax, text)),
  };
  const formats = formatsOf(parsers);
  const publicFormats = publicFormatsOf(parsers);
  const lists = new Map<number, Promise<Listing>>();
  const listingOf = (view: number, read: ReadFileLater): Promise<Listing> => {
    const before = lists.get(view);
    if (before) return before;
    const list = read(listing).then(listed);
    lists.set(view, list);
    list.catch(() => lists.delete(view));
    for (const oldest of lists.keys()) if (lists.size > maxViews) lists.delete(oldest);
    return list;
  };

  return async ({ side, view, without, ways, ...file }, readLater) => {
    const problems: Problem[] = [];
    const texts = new Set<string>();
    refused = texts;
    const read: Context['read'] = async (path) => {
      if (!(await listingOf(view, readLater)).known.has(path)) return undefined;
      const text = await readLater(path);
      if (text !== undefined && without.includes(path)) texts.add(text);
      return text;
    };
    const context: Context = {
      read,
      list: async () => (await listingOf(view, readLater)).paths,
      report: (problem) => problems.push(problem),
    };
    const wanted = (ways ? publicFormats : formats).filter((format) => format.wants(file.path));
    const judged = (await Promise.all(wanted.map((format) => format.judge(file, side, context)))).flat();
    return ways
      ? { detections: [], problems: [], ways: waysOf(judged, file) }
      : { detections: detectionsOf(judged, file), problems, ways: [] };
  };
}

/** The paths of a side: most of those that are asked for are not there. */
interface Listing {
  readonly paths: readonly string[];
  readonly known: ReadonlySet<string>;
}

/** Throws where the paths are out of reach: a file is not judged as if it stood alone. */
function listed(joined: string | undefined): Listing {
  if (joined === undefined) throw new Error('The paths of the side could not be listed.');
  const paths = joined === '' ? [] : joined.split(listing);
  return { paths, known: new Set(paths) };
}

const unreadable: Unparsed = { unparsed: { offset: 0, message: 'The file could not be parsed.' } };

function waysOf(judged: readonly Judged[], { path, text }: FileText): EntryPoint[] {
  const lines = new LineTable(text);
  const found = new Map<string, EntryPoint>();
  for (const { hit } of judged)
    found.set(hit.message, {
      kind: 'public resource',
      name: hit.message,
      path,
      line: lines.lineOf(hit.span.start),
    });
  return [...found.values()];
}
