import { isMap, isScalar, isSeq, LineCounter, parseDocument, Parser, type Scalar } from 'yaml';
import { nestsDeeper } from '../../../model/nesting.js';
import { type Lockfile, LockfileError, type LockfileFormat, type Package, type Place } from '../package.js';
import { imageAt } from './image.js';

/** Workflows and actions of GitHub: the actions and images that they run. */
export const actions: LockfileFormat = {
  name: 'GitHub Actions',
  matches: (path) => /^\.github\/workflows\/[^/]+\.ya?ml$|(?:^|\/)action\.ya?ml$/.test(path),
  parse: parseActions,
};

/** Real workflows are far smaller. */
const longest = 1024 * 1024;
const deepest = 200;

/** @throws LockfileError where it is not YAML. */
function parseActions(text: string): Lockfile {
  if (text.length > longest)
    throw new LockfileError('The file is larger than 1 MB; the actions that it runs were not read.');
  if (nestsDeeper(new Parser().parse(text), deepest))
    throw new LockfileError('The file is nested too deep; the actions that it runs were not read.');
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, merge: false, uniqueKeys: false });
  const [error] = document.errors;
  if (error) {
    const line = error.linePos?.[0].line;
    throw new LockfileError(
      `The file could not be read: it is not valid YAML${line === undefined ? '' : `, line ${line}`}.`,
    );
  }
  const placeOf = ({ range }: Scalar): Place => {
    const [from, to] = range ?? [0, 0];
    const { line, col } = lineCounter.linePos(from);
    return { line, column: col, endColumn: col + Math.max(0, to - from) };
  };
  const packages: Package[] = [];
  const addUse = (node: unknown): void => {
    if (isText(node)) packages.push(...toAction(node, placeOf(node), packages.length));
  };
  const addImage = (node: unknown): void => {
    const image = isMap(node) ? node.get('image', true) : node;
    if (isText(image))
      packages.push(...imageAt(image.value.replace(/^docker:\/\//, ''), placeOf(image), packages.length));
  };
  const root = document.contents;
  for (const job of valuesOf(at(root, 'jobs'))) {
    addUse(at(job, 'uses'));
    addImage(at(job, 'container'));
    for (const service of valuesOf(at(job, 'services'))) addImage(service);
    for (const step of itemsOf(at(job, 'steps'))) addUse(at(step, 'uses'));
  }
  for (const step of itemsOf(at(root, 'runs', 'steps'))) addUse(at(step, 'uses'));
  const image = at(root, 'runs', 'image');
  if (isText(image) && image.value.startsWith('docker://')) addImage(image);
  const names = new Map(packages.map(({ path, name }) => [path, name]));
  return { packages, problems: [], wayTo: (path) => [names.get(path) ?? path] };
}

function isText(node: unknown): node is Scalar<string> {
  return isScalar(node) && typeof node.value === 'string';
}

function at(node: unknown, ...keys: readonly string[]): unknown {
  let found = node;
  for (const key of keys) found = isMap(found) ? found.get(key, true) : undefined;
  return found;
}

function valuesOf(node: unknown): readonly unknown[] {
  return isMap(node) ? node.items.map(({ value }) => value) : [];
}

function itemsOf(node: unknown): readonly unknown[] {
  return isSeq(node) ? node.items : [];
}

/** `owner/repository/path@ref`; behind a full commit the version may stand in a comment. */
function toAction(node: Scalar<string>, place: Place, index: number): Package[] {
  const { value } = node;
  if (value.startsWith('docker://')) return imageAt(value.slice('docker://'.length), place, index);
  const common = { ecosystem: 'GitHub Actions', ...place, groups: [], path: `${value} #${index}` };
  if (value.startsWith('./')) return [{ ...common, name: value, version: '', kind: 'link' }];
  const [, owner, repository, ref] = /^([^/@\s]+)\/([^/@\s]+)(?:\/[^@\s]*)?@(\S+)$/.exec(value) ?? [];
  if (owner === undefined || repository === undefined || ref === undefined) return [];
  const isCommit = /^[0-9a-f]{40}$/.test(ref);
  const told = isCommit
    ? /^\s*(?:tag[:=]\s*)?(v?\d+(?:\.\d+)*[\w.-]*)/.exec(node.comment ?? '')?.[1]
    : undefined;
  return [
    {
      ...common,
      name: `${owner}/${repository}`,
      version: told ?? ref,
      kind: 'registry',
      resolved: `${owner}/${repository}@${ref}`,
      integrity: isCommit ? `sha1:${ref}` : undefined,
    },
  ];
}
