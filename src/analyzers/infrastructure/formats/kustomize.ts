import type { Context } from '../../../model/analyzer.js';
import { LineTable } from '../../syntax/tree.js';
import type { Parsers } from './parsers.js';
import { at, entriesOf, itemsOf, textOf, type YamlNode } from './yaml-syntax.js';

const names = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Whether a path is the file in which Kustomize is told what to put together. */
export function isKustomization(path: string): boolean {
  return names.includes(path.slice(path.lastIndexOf('/') + 1));
}

/** Files above this number of folders up are not looked for. */
const maxLevels = 3;

/**
 * Whether a file is a patch: a part of an object, which a kustomization in its folder, or in one above it, lays over a whole one.
 * What a patch does not say stands in what it is laid over.
 */
export async function isPatch(path: string, parsers: Parsers, context: Context): Promise<boolean> {
  let folder = path;
  for (let level = 0; level < maxLevels && folder !== ''; level++) {
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')));
    for (const name of names) {
      const text = await context.read(folder === '' ? name : `${folder}/${name}`);
      if (text === undefined) continue;
      const parsed = await parsers.parse('yaml', text);
      const root = 'unparsed' in parsed ? undefined : parsed.documents[0];
      const own = folder === '' ? path : path.slice(folder.length + 1);
      return patchesOf(root).some((patch) => patch.replace(/^\.\//, '') === own);
    }
  }
  return false;
}

function patchesOf(root: YamlNode | undefined): string[] {
  return [
    ...itemsOf(at(root, 'patches')),
    ...itemsOf(at(root, 'patchesStrategicMerge')),
    ...itemsOf(at(root, 'patchesJson6902')),
  ].flatMap((patch) => textOf(patch) ?? textOf(at(patch, 'path')) ?? []);
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
