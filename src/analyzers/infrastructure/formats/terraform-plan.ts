import { LineTable } from '../../syntax/tree.js';
import { rulesByType, type ResourceRule } from '../resource-rule.js';
import type { Format } from '../rule.js';
import { unknownItem, type Estate, type Item, type ItemResource } from './item.js';
import type { Parsers } from './parsers.js';
import { yamlItem, type YamlReading } from './yaml-item.js';
import { at, entriesOf, entryOf, itemsOf, textOf, type YamlNode } from './yaml-syntax.js';

/**
 * Plans of Terraform as JSON (`terraform show -json`): what resources will be once it is applied. What is only known afterwards
 * is not known, but by what it refers to.
 */
export function terraformPlan(parsers: Parsers, rules: readonly ResourceRule[]): Format {
  const byType = rulesByType(rules.filter((rule) => rule.resources.some((type) => type.includes('_'))));
  return {
    rules,
    wants: (path) => /\.json$/.test(path) && !/(?:^|[/-])package-lock\.json$/.test(path),
    async judge(file, _side, context) {
      if (!/"resource_changes"\s*:/.test(file.text) || !/"terraform_version"\s*:/.test(file.text)) return [];
      const parsed = await parsers.parse('yaml', file.text);
      const fault = 'unparsed' in parsed ? parsed.unparsed : parsed.error;
      if (fault) {
        const line = new LineTable(file.text).lineOf(fault.offset);
        context.report({ kind: 'incomplete', path: file.path, line, message: fault.message });
      }
      const root = 'unparsed' in parsed ? undefined : parsed.documents[0];
      if (!root) return [];
      const resources = resourcesOf(root, file.path);
      const estate: Estate = {
        whole: !fault,
        all: (type) => resources.filter((resource) => resource.type === type),
      };
      return resources.flatMap((resource) =>
        (byType.get(resource.type) ?? []).flatMap((rule) =>
          Array.from(rule.check(resource, estate), (hit) => ({ rule, hit })),
        ),
      );
    },
  };
}

function resourcesOf(root: YamlNode, file: string): ItemResource[] {
  const references = referencesIn(at(root, 'configuration', 'root_module'), '');
  return itemsOf(at(root, 'resource_changes')).flatMap((change): ItemResource[] => {
    const after = entryOf(at(change, 'change'), 'after');
    const [type, name, address] = ['type', 'name', 'address'].map((part) => textOf(at(change, part)) ?? '');
    if (after?.value.kind !== 'map' || !type || !name || !address) return [];
    const isData = textOf(at(change, 'mode')) === 'data';
    const module = textOf(at(change, 'module_address')) ?? '';
    const named = address.replace(/\[[^\]]*\]/g, '');
    const settings = plannedItem(
      after.value,
      after.key,
      at(change, 'change', 'after_unknown'),
      references.get(named),
      module,
    );
    return [{ type: isData ? `data.${type}` : type, name, address: unindexed(address), settings, file }];
  });
}

/** Instances of a resource are one to those that refer to it. */
function unindexed(address: string): string {
  return address.replace(/\[[^\]]*\]$/, '');
}

const reading: YamlReading = {
  // An empty list is how a plan writes a block that is not there.
  resolve: (node) => (node.kind === 'list' && node.items.length === 0 ? undefined : node),
  mentions: () => new Set(),
  open: false,
};

/** A planned value; what `unknown` marks, the provider tells only afterwards. */
function plannedItem(
  node: YamlNode,
  key: Item['span'],
  unknown: YamlNode | undefined,
  references: YamlNode | undefined,
  module: string,
): Item {
  const mentions = (): ReadonlySet<string> => mentionsOf(references, module);
  if (textOf(unknown) === 'true') return { ...unknownItem(key), mentions };
  const item = yamlItem(node, key, reading);
  if (node.kind === 'list')
    return {
      ...item,
      mentions,
      items: node.items.map((part, index) =>
        plannedItem(
          part,
          part.kind === 'map' ? key : part,
          itemsOf(unknown)[index],
          itemsOf(references)[index] ?? references,
          module,
        ),
      ),
    };
  if (node.kind !== 'map') return { ...item, isLiteral: false, mentions };
  return {
    ...item,
    mentions,
    get(name) {
      const entry = entryOf(node, name);
      const mark = at(unknown, name);
      const inner = at(references, name);
      if (textOf(mark) === 'true')
        return { ...unknownItem(entry?.key ?? key), mentions: () => mentionsOf(inner, module) };
      const absent =
        !entry ||
        (entry.value.kind === 'scalar' && entry.value.value === null) ||
        reading.resolve(entry.value) === undefined;
      return absent ? undefined : plannedItem(entry.value, entry.key, mark, inner, module);
    },
  };
}

/** The addresses in the `references` of an expression, or of the expressions in it. */
function mentionsOf(expression: YamlNode | undefined, module: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = expression ? [expression] : [];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const reference of itemsOf(at(next, 'references'))) {
      const [, address] = /^((?:data\.)?[a-z]\w*\.[\w-]+)/.exec(textOf(reference) ?? '') ?? [];
      if (address !== undefined && !/^(?:var|local|each|module|path)\./.test(address))
        found.add(module === '' ? address : `${module}.${address}`);
    }
    open.push(...itemsOf(next), ...entriesOf(next).map(({ value }) => value));
  }
  return found;
}

/** The expressions of each resource, by its address without indexes, in the root and in the modules that it calls. */
function referencesIn(module: YamlNode | undefined, prefix: string, nesting = 0): Map<string, YamlNode> {
  const found = new Map<string, YamlNode>();
  for (const resource of itemsOf(at(module, 'resources'))) {
    const expressions = at(resource, 'expressions');
    if (expressions) found.set(`${prefix}${textOf(at(resource, 'address')) ?? ''}`, expressions);
  }
  if (nesting < 20)
    for (const { name, value } of entriesOf(at(module, 'module_calls')))
      for (const [address, node] of referencesIn(
        at(value, 'module'),
        `${prefix}module.${name}.`,
        nesting + 1,
      ))
        found.set(address, node);
  return found;
}
