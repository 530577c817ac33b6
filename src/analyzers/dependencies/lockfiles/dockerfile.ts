import { Copy, DockerfileParser, From, type Instruction } from 'dockerfile-ast';
import { type Lockfile, LockfileError, type LockfileFormat, type Package, type Place } from '../package.js';
import { imageAt } from './image.js';
import { createProblems } from './problems.js';

/** The images that an image is built on, and those that files are copied from. */
export const dockerfile: LockfileFormat = {
  name: 'Dockerfile',
  matches: (path) =>
    /(?:^|\/)(?:Dockerfile|Containerfile)(?:\.[^/]+)?$|\.(?:dockerfile|containerfile)$/i.test(path),
  parse: parseDockerfile,
};

/** Real ones are far smaller. */
const longest = 1024 * 1024;

/** @throws LockfileError where it is too large. */
function parseDockerfile(text: string): Lockfile {
  if (text.length > longest)
    throw new LockfileError('The file is larger than 1 MB; the images that it uses were not read.');
  const parsed = DockerfileParser.parse(text);
  const defaults = new Map<string, string>();
  for (const argument of parsed.getInitialARGs()) {
    const property = argument.getProperty();
    const value = property?.getValue();
    if (property && value) defaults.set(property.getName(), value);
  }
  const stages = new Set<string>();
  const packages: Package[] = [];
  const problems = createProblems();
  const add = (written: string, place: Place): void => {
    const reference = fill(written, defaults);
    if (reference === 'scratch' || stages.has(reference.toLowerCase()) || /^\d+$/.test(reference)) return;
    const found = imageAt(reference, place, packages.length);
    packages.push(...found);
    if (found.length === 0)
      problems.notice(
        place.line,
        `The image \`${written.slice(0, 200)}\` is settled when it is built, and is not known.`,
      );
  };
  for (const instruction of parsed.getInstructions()) {
    if (instruction instanceof From) {
      const [image, , stage] = instruction
        .getArguments()
        .filter((argument) => !argument.getValue().startsWith('--'));
      if (image) add(image.getValue(), placeOf(image.getRange()));
      if (stage) stages.add(stage.getValue().toLowerCase());
    } else if (instruction instanceof Copy) {
      const source = instruction.getFromFlag();
      const range = source?.getValueRange();
      if (source && range) add(source.getValue() ?? '', placeOf(range));
    }
  }
  const names = new Map(packages.map(({ path, name }) => [path, name]));
  return { packages, problems: problems.list, wayTo: (path) => [names.get(path) ?? path] };
}

type Range = ReturnType<Instruction['getRange']>;

function placeOf({ start, end }: Range): Place {
  const endColumn = end.line === start.line ? end.character : start.character;
  return { line: start.line + 1, column: start.character + 1, endColumn: endColumn + 1 };
}

/** With the defaults of the arguments that stand before the first image. */
function fill(reference: string, defaults: ReadonlyMap<string, string>): string {
  return reference.replace(
    /\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))/g,
    (whole, braced: string | undefined, fallback: string | undefined, bare: string | undefined) =>
      defaults.get(braced ?? bare ?? '') ?? fallback ?? whole,
  );
}
