import { z } from 'zod';
import { suggest } from './nearest.js';
import { valueAt } from './settings.js';

/** What is wrong with a configuration, and where. */
export interface Trouble {
  readonly message: string;
  /** Keys and indexes from the root. */
  readonly path: readonly PropertyKey[];
  /** Whether the key is wrong, and not its value. */
  readonly isKey: boolean;
}

/** Says in plain words what an issue of a schema means. `root` is the whole file as it was read, and `subject` its name. */
export function explainIssue(
  issue: z.core.$ZodIssue,
  root: unknown,
  schema: z.ZodType,
  subject: string,
): Trouble[] {
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, issue.path);
    const place = issue.path.length === 0 ? '' : ` in \`${name(issue.path)}\``;
    return issue.keys.map((key) => {
      const end = suggest(key, known) || `; known are ${known.map((it) => `\`${it}\``).join(', ')}.`;
      return { message: `Unknown key \`${key}\`${place}${end}`, path: [...issue.path, key], isKey: true };
    });
  }
  const about = issue.path.length === 0 ? subject : `\`${name(issue.path)}\``;
  const value = valueAt(root, issue.path);
  return [{ message: `${about} ${explainValue(issue, value)}`, path: issue.path, isKey: false }];
}

function explainValue(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      if (value === undefined) return 'is missing.';
      return `must be ${kinds[issue.expected] ?? issue.expected}, not ${kindOf(value)}.`;
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      const listed = allowed.map((it) => `\`${it}\``).join(', ');
      if (typeof value !== 'string') return `must be one of ${listed}, not ${kindOf(value)}.`;
      return `must be one of ${listed}${suggest(value, allowed) || '.'}`;
    }
    case 'invalid_format':
      return issue.format === 'date' ? 'must be a day as YYYY-MM-DD.' : issue.message;
    case 'too_small':
      return issue.origin === 'number' ? `must be at least ${String(issue.minimum)}.` : 'must not be empty.';
    case 'too_big':
      if (issue.origin === 'number') return `must be at most ${String(issue.maximum)}.`;
      return `is too long; at most ${String(issue.maximum)} are allowed.`;
    default:
      return `is not valid: ${issue.message}`;
  }
}

const kinds: Readonly<Record<string, string>> = {
  object: 'a mapping of keys',
  record: 'a mapping of keys',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'string' ? 'a text' : `\`${JSON.stringify(value)}\``;
}

/** `ignore[2].paths` */
function name(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`,
    )
    .join('');
}

interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
}

function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let node = z.toJSONSchema(schema, { io: 'input' }) as SchemaNode | undefined;
  for (const part of path) node = typeof part === 'number' ? node?.items : node?.properties?.[String(part)];
  return Object.keys(node?.properties ?? {});
}
