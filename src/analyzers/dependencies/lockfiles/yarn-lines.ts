import { type LockfileProblem } from '../package.js';
import { createProblems, unknownVersion } from './problems.js';
import { readYamlLines, type YamlReader } from './yaml-lines.js';

/** An entry of a lockfile of Yarn. */
export interface YarnEntry {
  /** Its key, as it stands in the file. */
  readonly id: string;
  /** What the key answers: `name@range`, one or several. */
  readonly descriptors: readonly string[];
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  version: string;
  resolved: string | undefined;
  /** Of Yarn 2 and later; else empty. */
  resolution: string;
  checksum: string | undefined;
  readonly requires: (readonly [name: string, range: string])[];
}

export interface YarnEntries {
  readonly entries: readonly YarnEntry[];
  readonly problems: LockfileProblem[];
}

const unclear = 'This line is not as Yarn writes it, and was not understood.';

function createEntry(
  id: string,
  descriptors: string[],
  place: Pick<YarnEntry, 'line' | 'column' | 'endColumn'>,
): YarnEntry {
  const { line, column, endColumn } = place;
  return {
    id,
    descriptors,
    line,
    column,
    endColumn,
    version: '',
    resolved: undefined,
    resolution: '',
    checksum: undefined,
    requires: [],
  };
}

/** Yarn 2 and later: versions 3 to 9 of the YAML form. */
export async function readYarnBerry(text: string): Promise<YarnEntries> {
  const lines = readBerry((reader) => {
    readYamlLines(text, reader);
  });
  if (lines.problems.length === 0) return checked(lines);
  // As others may lay it out; the parser takes a hundred times as long.
  const { readYamlTree } = await import('./yaml-tree.js');
  const tree = readBerry((reader) => {
    readYamlTree(text, reader);
  });
  return checked(tree.problems.length === 0 ? tree : lines);
}

interface BerryEntries extends YarnEntries {
  readonly version: string;
}

function checked(read: BerryEntries): YarnEntries {
  if (!/^[3-9]$/.test(read.version)) throw unknownVersion(read.version);
  return read;
}

function readBerry(read: (reader: YamlReader) => void): BerryEntries {
  const entries: YarnEntry[] = [];
  const problems = createProblems();
  let version = '';
  let open: YarnEntry | undefined;
  read({
    entry: ({ keys, value, ...place }) => {
      const [top = '', field, name] = keys;
      const isRequirements = field === 'dependencies' || field === 'optionalDependencies';
      // Maps in braces are told key by key, where they are understood.
      const isFolded =
        value.startsWith('{') && (field === undefined || (name === undefined && isRequirements));
      if (isFolded && value !== '{}') problems.incomplete(place.line, unclear);
      if (top === '__metadata') {
        if (field === 'version') version = value;
      } else if (field === undefined) {
        open = createEntry(top, top.split(/,\s+/), place);
        entries.push(open);
      } else if (open && name === undefined) takeField(open, field, value);
      else if (open && isRequirements) open.requires.push([name ?? '', value]);
    },
    unclear: (line) => {
      problems.incomplete(line, unclear);
    },
  });
  return { entries, problems: problems.list, version };
}

/** Yarn 1: keys without colons behind the names of fields. */
export function readYarnClassic(text: string): YarnEntries {
  const entries: YarnEntry[] = [];
  const problems = createProblems();
  let open: YarnEntry | undefined;
  let inRequirements = false;
  let number = 0;
  for (let start = 0; start < text.length;) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    const line = text.slice(start, end).trimEnd();
    start = end + 1;
    number++;
    const content = line.trimStart();
    if (content === '' || content.startsWith('#')) continue;
    const indent = line.length - content.length;
    if (indent === 0 && content.endsWith(':')) {
      const id = content.slice(0, -1);
      open = createEntry(id, descriptorsOf(id), { line: number, column: 1, endColumn: id.length + 1 });
      entries.push(open);
    } else if (!open || indent === 0) {
      problems.incomplete(number, unclear);
    } else if (indent === 2) {
      inRequirements = /^"?(?:dependencies|optionalDependencies)"?:$/.test(content);
      const [field, value] = readPair(content);
      takeField(open, field, value);
    } else if (inRequirements) open.requires.push(readPair(content));
  }
  return { entries, problems: problems.list };
}

function takeField(entry: YarnEntry, field: string, value: string): void {
  if (field === 'version') entry.version = value;
  else if (field === 'resolved') entry.resolved = value;
  else if (field === 'resolution') entry.resolution = value;
  else if (field === 'checksum' || field === 'integrity') entry.checksum = value;
}

/** Several ranges, with commas between; each with quotes where it holds odd characters. */
function descriptorsOf(key: string): string[] {
  return key.split(/,\s+/).map(bare);
}

function readPair(content: string): readonly [string, string] {
  const end = content.startsWith('"') ? content.indexOf('"', 1) + 1 : content.indexOf(' ');
  if (end <= 0) return [bare(content), ''];
  return [bare(content.slice(0, end)), bare(content.slice(end).trim())];
}

function bare(text: string): string {
  return text.startsWith('"') && text.endsWith('"') && text.length > 1 ? text.slice(1, -1) : text;
}
