import type { Context } from '../../../model/analyzer.js';
import { LineTable } from '../../syntax/tree.js';
import type { Parsers } from './parsers.js';
import { folderOf } from './paths.js';
import { at, entriesOf, itemsOf, textOf, type YamlNode } from './yaml-syntax.js';

export const kustomizationNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Whether a path is the file in which Kustomize is told what to put together. */
export function isKustomization(path: string): boolean {
  return kustomizationNames.includes(path.slice(path.lastIndexOf('/') + 1));
}

/** Files above this number of folders up are not looked for. */
const maxLevels = 3;

/**
 * The folder of the kustomization, in the folder of a file or in one above it, for which the file is a patch: a part of an
 * object that is laid over a whole one. What a patch does not say stands in what it is laid over.
 */
export async function patchedFolder(
  path: string,
  parsers: Parsers,
  context: Context,
): Promise<string | undefined> {
  let folder = path;
  for (let level = 0; level < maxLevels && folder !== ''; level++) {
    folder = folderOf(folder);
    for (const name of kustomizationNames) {
      const text = await context.read(folder === '' ? name : `${folder}/${name}`);
      if (text === undefined) continue;
      const parsed = await parsers.parse('yaml', text);
      const root = 'unparsed' in parsed ? undefined : parsed.documents[0];
      const own = folder === '' ? path : path.slice(folder.length + 1);
      const isPatch = patchesOf(root).some(({ file }) => file?.replace(/^\.\//, '') === own);
      return isPatch ? folder : undefined;
    }
  }
  return undefined;
}

/** A patch as a kustomization names it: in a file, or written out. */
export interface Patch {
  readonly inline: YamlNode | undefined;
  readonly file: string | undefined;
  readonly target: YamlNode | undefined;
}

/** The patches of a kustomization, in the order in which they are applied. */
export function patchesOf(root: YamlNode | undefined): Patch[] {
  const written = (node: YamlNode | undefined): Patch => {
    const text = textOf(node);
    const isPath = text !== undefined && !text.includes('\n');
    return { file: isPath ? text : undefined, inline: isPath ? undefined : node, target: undefined };
  };
  return ['patchesStrategicMerge', 'patches', 'patchesJson6902']
    .flatMap((name) => itemsOf(at(root, name)))
    .map((item) =>
      item.kind === 'scalar'
        ? written(item)
        : { file: textOf(at(item, 'path')), inline: at(item, 'patch'), target: at(item, 'target') },
    );
}

/** Says what a kustomization takes from places that are not read. */
export function reportUnread(root: YamlNode | undefined, path: string, text: string, context: Context): void {
  const lines = new LineTable(text);
  const say = (node: YamlNode, message: string): void => {
    context.report({ kind: 'notice', path, line: lines.lineOf(node.start), message });
  };
  for (const node of ['resources', 'bases', 'components'].flatMap((name) => itemsOf(at(root, name))))
    if (/^(?:https?:|git@|ssh:|[\w.-]+\.[a-z]{2,}\/)|\?ref=/.test(textOf(node) ?? ''))
      say(node, 'What this brings in from elsewhere is not read, and was not reviewed.');
  for (const { name, value } of entriesOf(root))
    if (
      /^(?:helmCharts|helmChartInflationGenerator|generators|transformers)$/.test(name) &&
      itemsOf(value).length > 0
    )
      say(value, `What \`${name}\` makes is not read, and was not reviewed.`);
}
