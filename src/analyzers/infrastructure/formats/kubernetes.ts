import { LineTable } from '../../syntax/tree.js';
import type { Format } from '../rule.js';
import { rulesByType, type ResourceRule } from '../resource-rule.js';
import { hole, type Estate, type ItemResource } from './item.js';
import { isKustomization, patchedFolder, reportUnread } from './kustomize.js';
import { pinnedImages, withVersions } from './kustomize-images.js';
import { judgePatches, type JudgeObjects } from './kustomize-judge.js';
import type { Span } from './span.js';
import type { Parsers } from './parsers.js';
import { folderOf } from './paths.js';
import { yamlItem, type YamlReading } from './yaml-item.js';
import { at, itemsOf, textOf, type YamlNode } from './yaml-syntax.js';

/**
 * Kubernetes objects in YAML and JSON. Of Helm's templates what stands there is judged and nothing is missed in them:
 * the values may add it. Patches of Kustomize are judged with what they are laid over; where that is not known, as templates.
 */
export function kubernetes(parsers: Parsers, rules: readonly ResourceRule[]): Format {
  const byType = rulesByType(rules);
  const judgeObjects: JudgeObjects = (roots, file, { open = false, whole = true } = {}) => {
    const reading: YamlReading = { resolve: (node) => node, mentions: () => new Set(), open };
    const objects = roots.flatMap((root) => objectsOf(root, file, reading));
    const estate: Estate = { whole, all: (type) => objects.filter((object) => object.type === type) };
    return objects.flatMap((object) =>
      (byType.get(object.type) ?? []).flatMap((rule) =>
        Array.from(rule.check(object, estate), (hit) => ({ rule, hit })),
      ),
    );
  };
  return {
    rules,
    wants: (path) => /\.(?:ya?ml|json)$/.test(path) && !/(?:^|[/-])package-lock\.json$/.test(path),
    async judge(file, _side, context) {
      if (isKustomization(file.path)) {
        const parsed = await parsers.parse('yaml', file.text);
        if ('unparsed' in parsed) return [];
        reportUnread(parsed.documents[0], file.path, file.text, context);
        return (await judgePatches(folderOf(file.path), file, judgeObjects, parsers, context)).judged;
      }
      const isObject =
        /^[ \t]*"?apiVersion"?:/m.test(file.text) && /^[ \t]*(?:- )?"?kind"?:/m.test(file.text);
      if (!isObject && !/^[- \t[{]*"?op"?:/m.test(file.text)) return [];
      const isTemplate = file.text.includes('{{');
      const folder = isTemplate ? undefined : await patchedFolder(file.path, parsers, context);
      if (!isObject && folder === undefined) return [];
      const parsed = await parsers.parse('yaml', isTemplate ? withoutActions(file.text) : file.text);
      const fault = 'unparsed' in parsed ? parsed.unparsed : parsed.error;
      if (fault) {
        const line = new LineTable(file.text).lineOf(fault.offset);
        const message = isTemplate
          ? 'The template can only be read in part before its values are filled in; review what it renders.'
          : fault.message;
        context.report({ kind: 'incomplete', path: file.path, line, message });
      }
      if ('unparsed' in parsed) return [];
      const patches =
        folder === undefined ? undefined : await judgePatches(folder, file, judgeObjects, parsers, context);
      const alone = parsed.documents.filter((document) => !patches?.applied.has(document));
      const pinned = floating.test(file.text) ? await pinnedImages(parsers, context) : undefined;
      const objects = pinned?.size ? alone.map((document) => withVersions(document, pinned)) : alone;
      const judged = judgeObjects(objects, file.path, { open: isTemplate || !!patches, whole: !fault });
      const uncertain = isTemplate ? conditionalParts(file.text) : [];
      return [...(patches?.judged ?? []), ...judged].filter(
        ({ hit }) => !uncertain.some((part) => part.start <= hit.span.start && hit.span.start < part.end),
      );
    },
  };
}

/** An image without a version, or by `latest`. */
const floating =
  /^[ \t]*(?:- )?"?image"?:[ \t]*["']?[^\s:@"']+(?::\d+\/[^\s:@"']+)?(?::latest)?["']?,?[ \t]*$/m;

/** Actions of Helm; one beyond this length is not read as one. */
const action = /\{\{-?\s*(if|with|range|define|block|end)\b[^}]{0,500}\}\}/g;

/** What stands in a template only if its values say so. What holds whole objects is taken as there. */
function conditionalParts(text: string): Span[] {
  const open: { name: string; start: number }[] = [];
  const parts: Span[] = [];
  for (const { 1: name = '', index } of text.matchAll(action)) {
    if (name !== 'end') {
      open.push({ name, start: index });
      continue;
    }
    const opened = open.pop();
    if (opened && /^(?:if|with|range)$/.test(opened.name)) parts.push({ start: opened.start, end: index });
  }
  return parts.filter(({ start, end }) => !/^apiVersion:/m.test(text.slice(start, end)));
}

/** Actions that stand alone become blanks, others a hole of the same length: offsets stay. */
function withoutActions(text: string): string {
  const blank = (run: string): string => run.replace(/[^\n]/g, ' ');
  return text
    .split('\n')
    .map((line) => (/^\s*(?:\{\{(?:[^}]|\}(?!\}))*\}\}\s*)+$/.test(line) ? blank(line) : line))
    .join('\n')
    .replace(/\{\{(?:[^}]|\}(?!\}))*\}\}/g, (run) =>
      run.includes('\n') ? blank(run) : hole.repeat(run.length),
    );
}

function objectsOf(root: YamlNode, file: string, reading: YamlReading): ItemResource[] {
  const kind = textOf(at(root, 'kind'));
  if (kind === undefined || at(root, 'apiVersion') === undefined) return [];
  if (kind === 'List') return itemsOf(at(root, 'items')).flatMap((item) => objectsOf(item, file, reading));
  const name = textOf(at(root, 'metadata', 'name')) ?? kind;
  const shown = name.includes(hole) ? kind : name;
  const namespace = textOf(at(root, 'metadata', 'namespace')) ?? '';
  return [
    {
      type: kind,
      name: shown,
      address: `${kind}/${namespace}/${shown}`,
      settings: yamlItem(root, undefined, reading),
      file,
    },
  ];
}
