import type { Context } from '../../../model/analyzer.js';
import { Allowance, tooLarge } from './kustomize-bounds.js';
import { isKustomization, kustomizationNames, patchesOf } from './kustomize.js';
import { imagesOf, type ImageChange } from './kustomize-images.js';
import { moved, placedIn, placeInScalar } from './kustomize-place.js';
import type { Parsers } from './parsers.js';
import { joinPath } from './paths.js';
import type { Span } from './span.js';
import { measure } from './yaml-measure.js';
import { at, entriesOf, itemsOf, startOf, textOf, type YamlNode } from './yaml-syntax.js';

/** One change that a patch makes: a strategic merge, or an operation of a JSON Patch; or what a kustomization makes of images. */
export interface PatchStep {
  readonly node: YamlNode;
  readonly target: YamlNode | undefined;
  /** The file under review says it, and this is where. */
  readonly own: Span | undefined;
  readonly images?: readonly ImageChange[];
}

/** An object with what patches do to it, in their order. */
export interface PatchedObject {
  readonly base: YamlNode;
  readonly steps: readonly PatchStep[];
}

/** More files than these, folders deeper in one another and more objects are not put together; real ones have some dozens. */
const maxFiles = 200;
const maxDepth = 8;
const maxObjects = 5000;

/** What reading one kustomization may take: nodes, comparisons, and for each 10 characters and each name of a file as below. */
const readingAllowance = 2_000_000;
const costOfName = 500;

/**
 * What a kustomization puts together, as far as the repository tells. Offsets of the file under review are its own, those of any other file are far beyond.
 * A folder that is in itself, which Kustomize refuses, brings nothing there.
 * @throws KustomizeBoundError
 */
export async function build(
  folder: string,
  underReview: { readonly path: string; readonly text: string },
  parsers: Parsers,
  context: Context,
): Promise<readonly PatchedObject[]> {
  const numbers = new Map([[underReview.path, 0]]);
  const allowance = new Allowance(readingAllowance);
  const parse = async (text: string): Promise<readonly YamlNode[]> => {
    allowance.spend(text.length / 10);
    const parsed = await parsers.parse('yaml', text);
    if ('unparsed' in parsed) return [];
    for (const document of parsed.documents) allowance.spend(measure(document).size);
    return parsed.documents;
  };
  const files = new Map<string, readonly YamlNode[]>();
  const read = async (path: string): Promise<readonly YamlNode[]> => {
    const documents = files.get(path) ?? (await readAnew(path));
    files.set(path, documents);
    return documents;
  };
  const readAnew = async (path: string): Promise<readonly YamlNode[]> => {
    const text = path === underReview.path ? underReview.text : await context.read(path);
    if (text === undefined || text.includes('{{')) return [];
    const number = numbers.get(path) ?? numbers.size;
    if (number >= maxFiles) throw tooLarge();
    numbers.set(path, number);
    return (await parse(text)).map((document) => placedIn(document, number));
  };

  const stepsOf = async (root: YamlNode, home: string, path: string): Promise<PatchStep[]> => {
    const steps: PatchStep[] = [];
    for (const { inline, file, target } of patchesOf(root)) {
      allowance.spend(costOfName);
      const documents =
        file === undefined ? await inlineOf(inline, path) : await read(join(home, file) ?? '');
      const isOwn = (file === undefined ? path : join(home, file)) === underReview.path;
      for (const document of documents)
        for (const node of document.kind === 'list' ? document.items : [document]) {
          const { start, end } = startOf(node);
          steps.push({ node, target, own: isOwn ? { start, end } : undefined });
        }
    }
    const images = imagesOf(root);
    const [first] = images;
    allowance.spend(images.length * costOfName);
    if (first)
      steps.push({
        node: root,
        target: undefined,
        images,
        own: path === underReview.path ? first.place : undefined,
      });
    return steps;
  };
  const inlineOf = async (scalar: YamlNode | undefined, path: string): Promise<readonly YamlNode[]> => {
    const text = textOf(scalar);
    if (scalar?.kind !== 'scalar' || text === undefined) return [];
    const documents = await parse(text);
    const to = path === underReview.path ? placeInScalar(scalar, underReview.text) : () => scalar.start;
    return documents.map((document) => moved(document, to));
  };

  const folders = new Map<string, readonly PatchedObject[]>();
  const open = new Set<string>();
  const circular = new Set<string>();
  const collect = async (home: string): Promise<readonly PatchedObject[]> => {
    if (open.has(home)) {
      circular.add(home);
      return [];
    }
    const known = folders.get(home);
    if (known) return known;
    if (open.size >= maxDepth) throw tooLarge();
    open.add(home);
    const objects = await collectAnew(home);
    open.delete(home);
    folders.set(home, objects);
    return objects;
  };
  const collectAnew = async (home: string): Promise<readonly PatchedObject[]> => {
    const found = await kustomizationIn(home, context);
    const [root] = found === undefined ? [] : await read(found);
    if (!root || found === undefined) return [];
    const objects: PatchedObject[] = [];
    for (const name of ['resources', 'bases'])
      for (const entry of itemsOf(at(root, name))) {
        allowance.spend(costOfName);
        const path = join(home, textOf(entry) ?? '');
        if (path === undefined) continue;
        const isFile = /\.(?:ya?ml|json)$/.test(path);
        const added = isFile ? (isKustomization(path) ? [] : await objectsIn(path)) : await collect(path);
        if (objects.length + added.length > maxObjects) throw tooLarge();
        objects.push(...added);
      }
    let steps = await stepsOf(root, home, found);
    for (const entry of itemsOf(at(root, 'components'))) {
      allowance.spend(costOfName);
      const path = join(home, textOf(entry) ?? '');
      const component = path === undefined ? undefined : await kustomizationIn(path, context);
      const [inner] = component === undefined ? [] : await read(component);
      if (!inner || path === undefined || component === undefined) continue;
      steps = [...(await stepsOf(inner, path, component)), ...steps];
      allowance.spend(steps.length);
    }
    const comparing = steps.reduce((sum, { target }) => sum + costOfComparing(target), 0);
    return objects.map(({ base, steps: earlier }) => {
      allowance.spend(earlier.length + comparing + steps.length * entriesOf(base).length);
      return { base, steps: [...earlier, ...steps.filter((step) => concerns(step, base))] };
    });
  };
  const objectsIn = async (path: string): Promise<PatchedObject[]> =>
    (await read(path)).flatMap(listed).map((base) => ({ base, steps: [] }));

  const objects = await collect(folder);
  const message = 'This kustomization is in itself, which Kustomize refuses; it is taken once.';
  for (const home of circular) {
    const path = await kustomizationIn(home, context);
    if (path !== undefined) context.report({ kind: 'notice', path, message });
  }
  return objects;
}

function costOfComparing(target: YamlNode | undefined): number {
  return 1 + (textOf(at(target, 'labelSelector'))?.length ?? 0) / 10;
}

/** Whether a step changes an object: by its target, or by the object that a merge names. */
function concerns({ node, target, images }: PatchStep, object: YamlNode): boolean {
  if (images) return true;
  const is = (wanted: string | undefined, given: string | undefined): boolean =>
    wanted === undefined || wanted === given;
  const name = textOf(at(object, 'metadata', 'name'));
  const [version = '', group = ''] = (textOf(at(object, 'apiVersion')) ?? '').split('/').reverse();
  if (target) {
    const labels = at(target, 'labelSelector');
    if (at(target, 'annotationSelector') || (labels && !hasLabels(object, textOf(labels) ?? '')))
      return false;
    return (
      is(textOf(at(target, 'kind')), textOf(at(object, 'kind'))) &&
      is(textOf(at(target, 'group')), group) &&
      is(textOf(at(target, 'version')), version) &&
      named(textOf(at(target, 'name')), name) &&
      named(textOf(at(target, 'namespace')), textOf(at(object, 'metadata', 'namespace')))
    );
  }
  const own = textOf(at(node, 'kind'));
  return (
    own !== undefined &&
    own === textOf(at(object, 'kind')) &&
    textOf(at(node, 'metadata', 'name')) === name &&
    (textOf(at(node, 'apiVersion')) ?? '').split('/').reverse()[1] === (group === '' ? undefined : group)
  );
}

/** Names of a target are regular expressions; only those that are plain names, or stand for any, are taken for known. */
function named(wanted: string | undefined, given: string | undefined): boolean {
  const plain = wanted?.replace(/^\^|\$$/g, '');
  return plain === undefined || plain === '' || plain === '.*' || plain === given;
}

function hasLabels(object: YamlNode, selector: string): boolean {
  return selector.split(',').every((part) => {
    const [, key, value] = /^\s*([\w./-]+)\s*==?\s*([\w.-]*)\s*$/.exec(part) ?? [];
    return key !== undefined && textOf(at(object, 'metadata', 'labels', key)) === value;
  });
}

async function kustomizationIn(folder: string, context: Context): Promise<string | undefined> {
  for (const name of kustomizationNames) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if ((await context.read(path)) !== undefined) return path;
  }
  return undefined;
}

function listed(document: YamlNode): readonly YamlNode[] {
  return textOf(at(document, 'kind')) === 'List' ? itemsOf(at(document, 'items')) : [document];
}

/** A path from a folder; undefined where it leaves the repository or is an address. */
function join(folder: string, relative: string): string | undefined {
  return relative === '' || /^(?:[a-z+]+:|git@|\/)|\?ref=/.test(relative)
    ? undefined
    : joinPath(folder, relative);
}
