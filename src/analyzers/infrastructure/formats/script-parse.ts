import { DepthError } from '../../syntax/copy.js';
import { loadParser } from '../../syntax/parser.js';
import type { SyntaxNode } from '../../syntax/tree.js';
import { hole } from './item.js';
import type { YamlEntry, YamlNode, YamlSyntax } from './yaml-syntax.js';

/** Deeper values are generated or hostile, or refer to themselves. */
const maxNesting = 60;

/** Values that are written out, names filled in. */
const maxNodes = 20_000;

/**
 * Parses a configuration that is a program, and gives the object that it exports, as far as it stands there: literals, constants
 * of the file, what functions return, what wrappers are given. Runs in the worker; nothing of the file is run.
 */
export async function parseScript(text: string, grammar: 'javascript' | 'typescript'): Promise<YamlSyntax> {
  const parser = await loadParser(grammar);
  try {
    const tree = parser.parse(text);
    const reader = new Reader(text, tree.root);
    const root = reader.exported();
    const [offset] = tree.errors;
    return {
      documents: root ? [root] : [],
      error: offset === undefined ? undefined : { offset, message: 'The syntax is not valid here.' },
    };
  } catch (error) {
    if (!(error instanceof DepthError)) throw error;
    return { documents: [], error: { offset: 0, message: error.message } };
  }
}

/** The tag of a value that only running the file would tell. */
export const unknownTag = '!unknown';

class Reader {
  private readonly bindings = new Map<string, SyntaxNode>();
  private readonly exports: SyntaxNode[] = [];
  private nodes = 0;

  constructor(
    private readonly text: string,
    root: SyntaxNode,
  ) {
    const open = [root];
    for (let node = open.pop(); node; node = open.pop()) {
      this.note(node);
      for (let index = node.children.length - 1; index >= 0; index--)
        open.push(node.children[index] as SyntaxNode);
    }
  }

  exported(): YamlNode | undefined {
    for (const node of this.exports.toReversed()) {
      const map = this.mapOf(node, 0);
      if (map) return map;
    }
    return undefined;
  }

  private note(node: SyntaxNode): void {
    const value = node.get('value');
    if (node.type === 'variable_declarator' && value) {
      const name = node.get('name');
      if (name?.type === 'identifier') this.bindings.set(this.source(name), value);
    } else if (node.type === 'function_declaration') {
      const name = node.get('name');
      if (name) this.bindings.set(this.source(name), node);
    } else if (node.type === 'export_statement' && value) this.exports.push(value);
    else if (node.type === 'assignment_expression') {
      const [left, right] = [node.get('left'), node.get('right')];
      if (left && right && /^(?:module\.)?exports(?:\.default)?$/.test(this.source(left)))
        this.exports.push(right);
    }
  }

  private source(node: SyntaxNode): string {
    return this.text.slice(node.start, node.end);
  }

  /** The first object that a value is made of: itself, what a function returns, or what a wrapper is given. */
  private mapOf(node: SyntaxNode, nesting: number): YamlNode | undefined {
    if (nesting > maxNesting) return undefined;
    const value = this.valueOf(node, nesting);
    if (value.kind === 'map') return value;
    const bound = this.unwrapped(node);
    if (bound.type !== 'call_expression') return undefined;
    const given = bound.get('arguments')?.children ?? [];
    const maps = given.flatMap((argument) => this.mapOf(argument, nesting + 1) ?? []);
    const callee = bound.get('function');
    const inner =
      callee?.type === 'call_expression' && maps.length === 0 ? this.mapOf(callee, nesting + 1) : undefined;
    return maps.find(isConfiguration) ?? maps[0] ?? inner;
  }

  /** Without parentheses, type annotations and names that stand for it. */
  private unwrapped(node: SyntaxNode): SyntaxNode {
    let inner = node;
    for (let count = 0; count < maxNesting; count++) {
      if (
        /^(?:parenthesized_expression|as_expression|satisfies_expression|await_expression|non_null_expression)$/.test(
          inner.type,
        )
      ) {
        const [next] = inner.children;
        if (!next) return inner;
        inner = next;
      } else if (inner.type === 'identifier' || inner.type === 'shorthand_property_identifier') {
        const bound = this.bindings.get(this.source(inner));
        if (!bound || bound === inner) return inner;
        inner = bound;
      } else return inner;
    }
    return inner;
  }

  private valueOf(written: SyntaxNode, nesting: number): YamlNode {
    const node = this.unwrapped(written);
    // What a name stands for is shown where it is written, whether here or there.
    const span = { start: node.start, end: node.end };
    const unknown: YamlNode = {
      kind: 'scalar',
      value: null,
      tag: unknownTag,
      start: written.start,
      end: written.end,
    };
    if (nesting > maxNesting || ++this.nodes > maxNodes) return unknown;
    switch (node.type) {
      case 'object':
        return {
          kind: 'map',
          entries: node.children.flatMap((part) => this.entriesOf(part, nesting)),
          ...span,
        };
      case 'array':
        return { kind: 'list', items: node.children.flatMap((item) => this.itemsOf(item, nesting)), ...span };
      case 'string':
      case 'template_string':
        return { kind: 'scalar', value: this.stringOf(node), ...span };
      case 'number':
        return { kind: 'scalar', value: Number(this.source(node)), ...span };
      case 'true':
      case 'false':
        return { kind: 'scalar', value: node.type === 'true', ...span };
      case 'arrow_function':
      case 'function_expression':
      case 'function_declaration':
      case 'method_definition': {
        const returned = this.returnedBy(node);
        return returned ? this.valueOf(returned, nesting + 1) : unknown;
      }
      default:
        return unknown;
    }
  }

  private entriesOf(part: SyntaxNode, nesting: number): YamlEntry[] {
    if (part.type === 'spread_element') {
      const [spread] = part.children;
      const value = spread ? this.valueOf(spread, nesting + 1) : undefined;
      return value?.kind === 'map' ? [...value.entries] : [];
    }
    const key =
      part.get('key') ??
      part.get('name') ??
      (part.type === 'shorthand_property_identifier' ? part : undefined);
    const value = part.type === 'pair' ? part.get('value') : part;
    if (!key || !value) return [];
    const name = key.type === 'string' ? this.stringOf(key) : this.source(key);
    return [{ name, key: { start: key.start, end: key.end }, value: this.valueOf(value, nesting + 1) }];
  }

  private itemsOf(item: SyntaxNode, nesting: number): YamlNode[] {
    const [spread] = item.type === 'spread_element' ? item.children : [];
    const value = this.valueOf(spread ?? item, nesting + 1);
    if (item.type === 'comment') return [];
    return spread && value.kind === 'list' ? [...value.items] : [value];
  }

  /** The body of a short arrow function, or what the last `return` gives that belongs to the function itself. */
  private returnedBy(node: SyntaxNode): SyntaxNode | undefined {
    const body = node.get('body');
    if (body?.type !== 'statement_block') return body;
    let last: SyntaxNode | undefined;
    const open = [...body.children];
    for (let inner = open.shift(); inner; inner = open.shift()) {
      if (inner.type === 'return_statement') last = inner.children[0] ?? last;
      else if (!/function|method_definition|class/.test(inner.type))
        open.push(
          ...inner.children.filter((child) => /statement|block|clause|declaration$/.test(child.type)),
        );
    }
    return last;
  }

  /** Parts that are worked out are holes. */
  private stringOf(node: SyntaxNode): string {
    const written = this.text.slice(node.start + 1, node.end - 1);
    const holes = node.children.filter(({ type }) => type === 'template_substitution');
    let text = '';
    let at = node.start + 1;
    for (const part of holes) {
      text += `${this.text.slice(at, part.start)}${hole}`;
      at = part.end;
    }
    const plain = holes.length === 0 ? written : `${text}${this.text.slice(at, node.end - 1)}`;
    return plain.replace(/\\(.)/g, (_whole, next: string) => (next === 'n' ? '\n' : next));
  }
}

/** Keys of Next.js, by which a wrapper's options are told from the configuration. */
function isConfiguration(node: YamlNode): boolean {
  return (
    node.kind === 'map' &&
    node.entries.some(({ name }) =>
      /^(?:images|headers|redirects|rewrites|reactStrictMode|output|experimental|poweredByHeader|productionBrowserSourceMaps|transpilePackages|webpack|pageExtensions|basePath|i18n|env)$/.test(
        name,
      ),
    )
  );
}
