import { fromJsonText, hole, unknownItem, type Estate, type Item, type ItemResource } from './item.js';
import type { Section } from './terraform-module.js';
import { type Resource, type TerraformModule } from './terraform-module.js';
import { mentionsOf, Value } from './terraform-value.js';

/** The resources of a module, seen in the way that is the same for all formats. */
export function estateOf(module: TerraformModule): Estate {
  return { whole: module.whole, all: (type) => module.all(type).map(itemResource) };
}

/** A resource of Terraform, seen in the way that is the same for all formats. */
export function itemResource(resource: Resource): ItemResource {
  return {
    type: resource.kind === 'data' ? `data.${resource.type}` : resource.type,
    name: resource.name,
    address: resource.address,
    settings: sectionItem(resource),
    file: resource.file,
  };
}

/** A block, seen in the way that is the same for all formats. */
export function sectionItem(section: Section): Item {
  return {
    span: section.header,
    known: true,
    scalar: undefined,
    items: undefined,
    isLiteral: false,
    get(name) {
      const value = section.get(name);
      if (value) return valueItem(value);
      const inner = section.sections(name);
      const [first] = inner;
      if (!first) return undefined;
      return inner.length === 1 ? sectionItem(first) : listItem(inner.map(sectionItem), first.header);
    },
    mentions: () =>
      new Set(
        section.block.body.attributes.flatMap(({ value }) => [
          ...mentionsOf(new Value(value, section.scope)),
        ]),
      ),
  };
}

function listItem(items: readonly Item[], span: Item['span']): Item {
  return {
    span,
    known: true,
    scalar: undefined,
    items,
    isLiteral: false,
    get: () => undefined,
    mentions: () => new Set(items.flatMap((item) => [...item.mentions()])),
  };
}

function valueItem(value: Value): Item {
  const { resolution } = value;
  const { span } = value;
  const json =
    value.text !== undefined
      ? fromJsonText(value.text, span)
      : value.expression.kind === 'template'
        ? fromJsonText(withHoles(value), span)
        : undefined;
  return {
    span,
    known: value.isKnown || json !== undefined,
    scalar: value.scalar,
    get items() {
      return value.items?.map(valueItem) ?? json?.items;
    },
    isLiteral: value.expression.kind === 'literal' && value.span === value.expression,
    get(name) {
      if (json) return json.get(name);
      const entry = value.entries?.get(name);
      if (entry?.isNull) return undefined;
      if (entry) return valueItem(entry);
      return resolution.kind === 'unknown' || (resolution.kind === 'object' && !resolution.whole)
        ? unknownItem(span)
        : undefined;
    },
    names() {
      if (json) return json.names?.();
      return resolution.kind === 'object' && resolution.whole ? [...resolution.entries.keys()] : undefined;
    },
    mentions: () => mentionsOf(value),
  };
}

function withHoles({ expression, scope }: Value): string {
  if (expression.kind !== 'template') return '';
  return expression.parts.map((part) => new Value(part, scope).text ?? hole).join('');
}
