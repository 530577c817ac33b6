/** What is read of the JSON Schema that zod makes of the configuration. */
export interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly const?: unknown;
  readonly additionalProperties?: SchemaNode | boolean;
}

/** The reference of the configuration in Markdown. `intro` is the page's hand-written start. */
export function renderConfigPage(schema: SchemaNode, intro: string): string {
  const rows = Object.entries(schema.properties ?? {}).flatMap(([key, node]) => rowsOf(key, node, false));
  const table = ['| Key | Value | Default | |', '|---|---|---|---|', ...rows].join('\n');
  return `${intro.trim()}\n\n## Keys\n\n${table}\n`;
}

function rowsOf(path: string, node: SchemaNode, required: boolean): string[] {
  const inner = Object.entries(node.properties ?? {}).flatMap(([key, child]) =>
    rowsOf(`${path}.${key}`, child, false),
  );
  const needed = node.items?.required ?? [];
  const items = Object.entries(node.items?.properties ?? {}).flatMap(([key, child]) =>
    rowsOf(`${path}[].${key}`, child, needed.includes(key)),
  );
  const standard = inner.length > 0 ? '' : required ? 'required' : code(node.default);
  const row = `| \`${path}\` | ${kindOf(node)} | ${standard} | ${node.description ?? ''} |`;
  return [row, ...inner, ...items];
}

function kindOf(node: SchemaNode): string {
  if (node.anyOf) return node.anyOf.map(kindOf).join(', ');
  if (node.const !== undefined) return code(node.const).replaceAll('"', '');
  if (node.enum) return node.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (node.items?.anyOf) return 'list of texts or entries';
  if (node.items) return node.items.properties ? 'list of entries' : 'list of texts';
  if (node.properties) return 'mapping';
  if (typeof node.additionalProperties === 'object')
    return `mapping of ids to ${kindOf(node.additionalProperties)}`;
  if (node.format === 'date') return 'day';
  return kinds[node.type ?? ''] ?? '';
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'number',
  boolean: '`true`, `false`',
};

function code(value: unknown): string {
  return value === undefined ? '' : `\`${JSON.stringify(value)}\``;
}
