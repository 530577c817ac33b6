import type { Context } from '../../../model/analyzer.js';
import { isKustomization } from './kustomize.js';
import type { Parsers } from './parsers.js';
import type { Span } from './span.js';
import { at, itemsOf, textOf, type YamlNode } from './yaml-syntax.js';

/** What a kustomization makes of one image: another name, a tag or a digest. */
export interface ImageChange {
  /** As manifests name it, without a tag. */
  readonly name: string;
  readonly newName: string | undefined;
  /** With its sign: `:1.4` or `@sha256:…`. */
  readonly version: string | undefined;
  /** Where that is said: the version, or else the new name. */
  readonly place: Span;
}

/** The entries of `images` that say of an image what it is to be. */
export function imagesOf(root: YamlNode | undefined): ImageChange[] {
  return itemsOf(at(root, 'images')).flatMap((entry): ImageChange[] => {
    const name = textOf(at(entry, 'name'));
    const [newName, tag, digest] = ['newName', 'newTag', 'digest'].map((key) => at(entry, key));
    const place = digest ?? tag ?? newName;
    if (name === undefined || !place) return [];
    const [tagText, digestText] = [textOf(tag), textOf(digest)];
    const version =
      digestText !== undefined ? `@${digestText}` : tagText !== undefined ? `:${tagText}` : undefined;
    const { start, end } = place;
    return [{ name, newName: textOf(newName), version, place: { start, end } }];
  });
}

/** Where in an object of Kubernetes the containers of pods stand. */
const containerLists = ['containers', 'initContainers', 'ephemeralContainers'];

/** An object with the changes in the images of its containers; each stands where the change is said. */
export function withImages(object: YamlNode, changes: readonly ImageChange[]): YamlNode {
  const byName = new Map([...changes].reverse().map((change) => [change.name, change]));
  return mapImages(object, (image) => {
    const { name, version } = partsOf(image);
    const change = byName.get(name);
    return change && { value: `${change.newName ?? name}${change.version ?? version}`, ...change.place };
  });
}

/** An object whose images without a version have one, where a kustomization gives it to them. */
export function withVersions(object: YamlNode, names: ReadonlySet<string>): YamlNode {
  return mapImages(object, (image) => {
    const { name } = partsOf(image);
    return names.has(name) ? { value: `${name}:set-by-kustomization` } : undefined;
  });
}

function mapImages(
  object: YamlNode,
  change: (image: string) => ({ readonly value: string } & Partial<Span>) | undefined,
): YamlNode {
  const inContainer = (container: YamlNode): YamlNode =>
    container.kind !== 'map'
      ? container
      : {
          ...container,
          entries: container.entries.map((entry) =>
            entry.name === 'image' && entry.value.kind === 'scalar'
              ? { ...entry, value: { ...entry.value, ...change(textOf(entry.value) ?? '') } }
              : entry,
          ),
        };
  const walk = (node: YamlNode): YamlNode => {
    if (node.kind === 'list') return { ...node, items: node.items.map(walk) };
    if (node.kind === 'scalar') return node;
    return {
      ...node,
      entries: node.entries.map((entry) => ({
        ...entry,
        value:
          containerLists.includes(entry.name) && entry.value.kind === 'list'
            ? { ...entry.value, items: entry.value.items.map(inContainer) }
            : walk(entry.value),
      })),
    };
  };
  return walk(object);
}

/** A port of a registry is no tag. */
function partsOf(image: string): { readonly name: string; readonly version: string } {
  const [, name = image, version = ''] = /^([^@]+?)((?::[^:/@]*)?(?:@.*)?)$/s.exec(image) ?? [];
  return { name, version };
}

/** More kustomizations of a repository are not looked at for what they make of images: all are read in the time of one file. */
const maxKustomizations = 40;

/** The answers for the files of a side, by their list, which is one for all of them. */
const answers = new WeakMap<readonly string[], Promise<ReadonlySet<string>>>();

/** The names of images to which some kustomization of the repository gives a version. */
export async function pinnedImages(parsers: Parsers, context: Context): Promise<ReadonlySet<string>> {
  const list = await context.list();
  const answer = answers.get(list) ?? readPinned(list, parsers, context);
  answers.set(list, answer);
  return answer;
}

async function readPinned(
  list: readonly string[],
  parsers: Parsers,
  context: Context,
): Promise<ReadonlySet<string>> {
  const paths = list.filter(isKustomization).slice(0, maxKustomizations);
  const names = new Set<string>();
  for (const path of paths) {
    const text = await context.read(path);
    if (text === undefined || !/^images:/m.test(text)) continue;
    const parsed = await parsers.parse('yaml', text);
    if ('unparsed' in parsed) continue;
    for (const { name, version } of imagesOf(parsed.documents[0]))
      if (version !== undefined && version !== ':latest') names.add(name);
  }
  return names;
}
