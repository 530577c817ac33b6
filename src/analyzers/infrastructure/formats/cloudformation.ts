import { LineTable } from '../../syntax/tree.js';
import type { Format, Judged } from '../rule.js';
import type { ResourceRule } from '../resource-rule.js';
import { rulesByType } from '../resource-rule.js';
import type { Estate, ItemResource } from './item.js';
import type { Parsers } from './parsers.js';
import { mentionsOf, resolver } from './cloudformation-values.js';
import { yamlItem, type YamlReading } from './yaml-item.js';
import { at, entriesOf, entryOf, itemsOf, textOf, type YamlNode } from './yaml-syntax.js';

/** CloudFormation and SAM templates, in YAML and JSON, alone or in a service of the Serverless Framework. */
export function cloudFormation(parsers: Parsers, rules: readonly ResourceRule[]): Format {
  const byType = rulesByType(rules.filter((rule) => rule.resources.some((type) => type.includes('::'))));
  return {
    rules,
    wants: (path) =>
      /(?:^|\/)[^./][^/]*\.(?:ya?ml|json|template)$/.test(path) &&
      !/(?:^|[/-])package-lock\.json$/.test(path),
    async judge(file, _side, context) {
      if (!/\bResources\b/.test(file.text) || !/['"\s](?:AWS|Alexa)::\w+::/.test(file.text)) return [];
      const parsed = await parsers.parse('yaml', file.text);
      const fault = 'unparsed' in parsed ? parsed.unparsed : parsed.error;
      if (fault) {
        const line = new LineTable(file.text).lineOf(fault.offset);
        context.report({ kind: 'incomplete', path: file.path, line, message: fault.message });
      }
      // One template is one document; a file with several has several, as examples in documentation do.
      return ('unparsed' in parsed ? [] : parsed.documents).flatMap((root) => {
        const template = templateOf(root, file.path, !fault);
        const judge = (resources: readonly ItemResource[]): Judged[] =>
          resources.flatMap((resource) =>
            (byType.get(resource.type) ?? []).flatMap((rule) =>
              Array.from(rule.check(resource, template), (hit) => ({ rule, hit })),
            ),
          );
        const judged = judge(template.resources);
        // What a resource makes of a parameter says more than its name does.
        const told = new Set(judged.map(({ hit }) => hit.span.start));
        return [
          ...judged,
          ...judge(parametersOf(root, file.path)).filter(({ hit }) => !told.has(hit.span.start)),
        ];
      });
    },
  };
}

function templateOf(
  root: YamlNode,
  file: string,
  whole: boolean,
): Estate & { readonly resources: readonly ItemResource[] } {
  const embedded = entryOf(root, 'Resources') ? [] : embeddedIn(root);
  const reading: YamlReading = {
    resolve: resolver(root, embedded.length > 0),
    mentions: mentionsOf,
    open: false,
  };
  const resources = [root, ...embedded]
    .flatMap((template) => entriesOf(at(template, 'Resources')))
    .map(({ name, key, value }): ItemResource => {
      const properties = entriesOf(value).find((entry) => entry.name === 'Properties');
      const metadata = entriesOf(value).find((entry) => entry.name === 'Metadata');
      return {
        type: textOf(at(value, 'Type')) ?? '',
        name,
        address: name,
        settings: properties
          ? yamlItem(properties.value, properties.key, reading)
          : yamlItem({ kind: 'map', entries: [], ...key }, key, reading),
        ...(metadata && { metadata: yamlItem(metadata.value, metadata.key, reading) }),
        file,
      };
    });
  return { whole, resources, all: (type) => resources.filter((resource) => resource.type === type) };
}

/** Parameters of a template, as resources of a type that CloudFormation has not. */
function parametersOf(root: YamlNode, file: string): ItemResource[] {
  const reading: YamlReading = { resolve: (node) => node, mentions: () => new Set(), open: false };
  return entriesOf(at(root, 'Parameters')).map(({ name, key, value }) => ({
    type: 'AWS::CloudFormation::Parameter',
    name,
    address: `Parameters.${name}`,
    settings: yamlItem(value, key, reading),
    file,
  }));
}

/** A service of the Serverless Framework holds templates of its own: one, or a list of them. */
function embeddedIn(root: YamlNode): readonly YamlNode[] {
  const held = at(root, 'resources');
  return held?.kind === 'list' ? itemsOf(held) : held ? [held] : [];
}
