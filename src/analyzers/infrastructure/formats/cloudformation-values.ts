import type { Resolve } from './yaml-item.js';
import { at, entriesOf, entryOf, itemsOf, textOf, type YamlNode } from './yaml-syntax.js';

/** Functions and conditions within each other are followed this far. */
const maxNesting = 20;

/** Longer texts are not put together. */
const maxText = 10_000;

/** A function of CloudFormation and its argument, in its short (`!Ref`) or long form (`Ref:`, `Fn::Sub:`). */
function callOf(node: YamlNode): { readonly name: string; readonly argument: YamlNode } | undefined {
  if (node.tag !== undefined) return { name: node.tag.slice(1), argument: node };
  const [only, ...others] = entriesOf(node);
  if (!only || others.length > 0 || !/^(?:Ref|Condition|Fn::\w+)$/.test(only.name)) return undefined;
  return { name: only.name.replace('Fn::', ''), argument: only.value };
}

/**
 * What functions give, as far as the template tells: a parameter is what it is by default, a condition what it is with those.
 * With `holes`, texts with `${…}` in them are filled in by another program first.
 */
export function resolver(root: YamlNode, holes: boolean): Resolve {
  const template = new Template(root);
  return (node) => {
    if (holes && textOf(node)?.includes('${') && node.tag === undefined) return 'unknown';
    return template.resolve(node, 0);
  };
}

class Template {
  private readonly conditions = new Map<string, boolean | undefined>();
  private readonly presets: ReadonlyMap<string, YamlNode | undefined>;

  constructor(private readonly root: YamlNode) {
    this.presets = new Map(
      entriesOf(at(root, 'Parameters')).map(({ name, value }) => [name, at(value, 'Default')]),
    );
  }

  resolve(node: YamlNode, nesting: number): ReturnType<Resolve> {
    const call = callOf(node);
    if (!call) return node;
    if (nesting > maxNesting) return 'unknown';
    const parts = itemsOf(call.argument);
    switch (call.name) {
      case 'Ref':
        return this.reference(textOf(call.argument) ?? '');
      case 'If': {
        const holds = this.condition(textOf(parts[0]) ?? '', nesting + 1);
        const branch = holds === undefined ? undefined : parts[holds ? 1 : 2];
        return branch ? this.resolve(branch, nesting + 1) : 'unknown';
      }
      case 'Sub':
        return this.substituted(call.argument, node);
      case 'Join': {
        const texts = itemsOf(parts[1]).map((part) => this.textOf(part, nesting));
        const whole = texts.every((text) => text !== undefined)
          ? texts.join(textOf(parts[0]) ?? '')
          : undefined;
        return parts[1]?.kind === 'list' ? scalar(whole, node) : 'unknown';
      }
      case 'Base64':
        // Rules about scripts read either form.
        if (call.argument !== node) return this.resolve(call.argument, nesting + 1);
        return scalar(textOf(node), node);
      case 'FindInMap': {
        const names = parts.map((part) => this.textOf(part, nesting));
        const found = names.every((name) => name !== undefined)
          ? at(this.root, 'Mappings', ...names)
          : undefined;
        return found?.kind === 'scalar' ? found : 'unknown';
      }
      default:
        return 'unknown';
    }
  }

  private reference(name: string): ReturnType<Resolve> {
    if (name === 'AWS::NoValue') return undefined;
    const preset = this.presets.get(name);
    return preset?.kind === 'scalar' && preset.value !== '' ? preset : 'unknown';
  }

  /** `${Name}` of parameters with a default; any other name is not known. */
  private substituted(argument: YamlNode, node: YamlNode): ReturnType<Resolve> {
    const text = argument.kind === 'list' ? undefined : textOf(argument);
    if (text === undefined || text.length > maxText) return 'unknown';
    const texts = Array.from(
      text.matchAll(/\$\{([^{}]*)\}/g),
      ([, name = '']): readonly [string, string | undefined] => [
        name,
        name.startsWith('!') ? `\${${name.slice(1)}}` : this.presetText(name.trim()),
      ],
    );
    if (texts.some(([, value]) => value === undefined)) return 'unknown';
    const values = new Map(texts);
    const filled = text.replace(/\$\{([^{}]*)\}/g, (_whole, name: string) => values.get(name) ?? '');
    return scalar(filled, node);
  }

  private presetText(name: string): string | undefined {
    const preset = this.presets.get(name);
    return preset?.kind === 'scalar' && preset.value !== '' ? textOf(preset) : undefined;
  }

  private textOf(node: YamlNode, nesting: number): string | undefined {
    const resolved = this.resolve(node, nesting + 1);
    return resolved === 'unknown' || resolved === undefined ? undefined : textOf(resolved);
  }

  /** Whether a condition holds with the defaults of the parameters. */
  private condition(name: string, nesting: number): boolean | undefined {
    if (!this.conditions.has(name)) {
      // One that leads back to itself is not known.
      this.conditions.set(name, undefined);
      const condition = entryOf(at(this.root, 'Conditions'), name)?.value;
      this.conditions.set(name, condition && this.holds(condition, nesting));
    }
    return this.conditions.get(name);
  }

  private holds(node: YamlNode, nesting: number): boolean | undefined {
    const call = callOf(node);
    if (!call || nesting > maxNesting) return undefined;
    const parts = itemsOf(call.argument);
    if (call.name === 'Condition') return this.condition(textOf(call.argument) ?? '', nesting + 1);
    if (call.name === 'Equals') {
      const [left, right] = parts.map((part) => this.textOf(part, nesting));
      return left === undefined || right === undefined ? undefined : left === right;
    }
    const results = parts.map((part) => this.holds(part, nesting + 1));
    if (call.name === 'Not') return results[0] === undefined ? undefined : !results[0];
    if (call.name === 'And')
      return results.includes(false) ? false : results.includes(undefined) ? undefined : true;
    if (call.name === 'Or')
      return results.includes(true) ? true : results.includes(undefined) ? undefined : false;
    return undefined;
  }
}

function scalar(value: string | undefined, { start, end }: YamlNode): ReturnType<Resolve> {
  return value === undefined || value.length > maxText ? 'unknown' : { kind: 'scalar', value, start, end };
}

/** The logical names that a value refers to. */
export function mentionsOf(node: YamlNode): ReadonlySet<string> {
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
