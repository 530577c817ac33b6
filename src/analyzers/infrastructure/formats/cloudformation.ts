import { LineTable } from '../../syntax/tree.js';
import type { Format } from '../rule.js';
import type { ResourceRule } from '../resource-rule.js';
import { rulesByType } from '../resource-rule.js';
import type { Estate, ItemResource } from './item.js';
import type { Parsers } from './parsers.js';
import { yamlItem, type Resolve, type YamlReading } from './yaml-item.js';
import { at, entriesOf, itemsOf, textOf, type YamlNode } from './yaml-syntax.js';

/** CloudFormation and SAM templates, in YAML and JSON: whatever such a file holds resources of AWS. */
export function cloudFormation(parsers: Parsers, rules: readonly ResourceRule[]): Format {
  const byType = rulesByType(rules.filter((rule) => rule.resources.some((type) => type.includes('::'))));
  return {
    rules,
    wants: (path) =>
      /(?:^|\/)[^./][^/]*\.(?:ya?ml|json|template)$/.test(path) &&
      !/(?:^|[/-])package-lock\.json$/.test(path),
    async judge(file, _side, context) {
      if (!/\bResources\b/.test(file.text) || !/['"\s]AWS::\w+::/.test(file.text)) return [];
      const parsed = await parsers.parse('yaml', file.text);
      const fault = 'unparsed' in parsed ? parsed.unparsed : parsed.error;
      if (fault) {
        const line = new LineTable(file.text).lineOf(fault.offset);
        context.report({ kind: 'incomplete', path: file.path, line, message: fault.message });
      }
      const root = 'unparsed' in parsed ? undefined : parsed.documents[0];
      if (!root) return [];
      const template = templateOf(root, file.path, !fault);
      return template.resources.flatMap((resource) =>
        (byType.get(resource.type) ?? []).flatMap((rule) =>
          Array.from(rule.check(resource, template), (hit) => ({ rule, hit })),
        ),
      );
    },
  };
}

function templateOf(
  root: YamlNode,
  file: string,
  whole: boolean,
): Estate & { readonly resources: readonly ItemResource[] } {
  const reading: YamlReading = { resolve: resolver(root), mentions: mentionsOf, open: false };
  const resources = entriesOf(at(root, 'Resources')).map(({ name, key, value }): ItemResource => {
    const properties = entriesOf(value).find((entry) => entry.name === 'Properties');
    return {
      type: textOf(at(value, 'Type')) ?? '',
      name,
      address: name,
      settings: properties
        ? yamlItem(properties.value, properties.key, reading)
        : yamlItem({ kind: 'map', entries: [], ...key }, key, reading),
      file,
    };
  });
  return { whole, resources, all: (type) => resources.filter((resource) => resource.type === type) };
}

/** A function of CloudFormation and its argument, in its short (`!Ref`) or long form (`Ref:`, `Fn::Sub:`). */
function callOf(node: YamlNode): { readonly name: string; readonly argument: YamlNode } | undefined {
  if (node.tag !== undefined) return { name: node.tag.slice(1), argument: node };
  const [only, ...others] = entriesOf(node);
  if (!only || others.length > 0 || !/^(?:Ref|Condition|Fn::\w+)$/.test(only.name)) return undefined;
  return { name: only.name.replace('Fn::', ''), argument: only.value };
}

/** A parameter is what it is by default; what else a function gives is not known. */
function resolver(root: YamlNode): Resolve {
  const parameters = new Map(
    entriesOf(at(root, 'Parameters')).map(({ name, value }) => [name, at(value, 'Default')]),
  );
  return (node) => {
    const call = callOf(node);
    if (!call) return node;
    const text = textOf(call.argument);
    if (call.name === 'Ref' && text === 'AWS::NoValue') return undefined;
    const preset = call.name === 'Ref' && text !== undefined ? parameters.get(text) : undefined;
    if (preset?.kind === 'scalar' && preset.value !== '') return preset;
    if (call.name === 'Sub' && text !== undefined && !text.includes('${'))
      return { kind: 'scalar', value: text, start: node.start, end: node.end };
    return 'unknown';
  };
}

/** The logical names that a value refers to. */
function mentionsOf(node: YamlNode): ReadonlySet<string> {
  const names = new Set<string>();
  const open: YamlNode[] = [node];
  for (let next = open.pop(); next; next = open.pop()) {
    const call = callOf(next);
    const first = textOf(call?.argument) ?? textOf(itemsOf(call?.argument)[0]);
    if (call && first !== undefined) {
      if (call.name === 'Ref') names.add(first);
      if (call.name === 'GetAtt') names.add(first.split('.')[0] ?? first);
      if (call.name === 'Sub') for (const [, name] of first.matchAll(/\$\{(\w+)/g)) names.add(name ?? '');
    }
    open.push(...itemsOf(next), ...entriesOf(next).map(({ value }) => value));
  }
  return names;
}
