import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import formatsPlugin from 'ajv-formats';

/** What GitHub's OpenAPI description says of one operation, as `scripts/openapi-slice.mjs` cuts it. */
interface Description {
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: object;
  }[];
  readonly body?: object;
  readonly isBodyRequired?: boolean;
  readonly status: number;
  readonly response: object;
  readonly example: unknown;
}

export interface MatchedCall {
  /** As `GET /repos/{owner}/{repo}/pulls`. */
  readonly operation: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const fixture = new URL('../../fixtures/github-openapi.json', import.meta.url);
const { operations } = JSON.parse(readFileSync(fixture, 'utf8')) as {
  operations: Record<string, Description>;
};
const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: false });
formatsPlugin.default(ajv);
const compiled = new Map<object, ValidateFunction>();

/** Matches a call with GitHub's description of it; throws a sentence for each thing that GitHub does not know. */
export function matchCall(method: string, url: URL, body: unknown): MatchedCall {
  for (const [operation, description] of Object.entries(operations)) {
    const [wantedMethod, template = ''] = operation.split(' ');
    const path = wantedMethod === method ? matchPath(template, url.pathname) : undefined;
    if (!path) continue;
    const query = Object.fromEntries(url.searchParams);
    checkParameters(description, path, query);
    if (body === undefined && description.isBodyRequired) throw new Error(`body: ${operation} needs one.`);
    if (body !== undefined && !description.body) throw new Error(`body: ${operation} takes none.`);
    if (body !== undefined && description.body) check(description.body, body, 'body');
    return { operation, path, query, body };
  }
  throw new Error(`GitHub describes no ${method} ${url.pathname} among the operations of the slice.`);
}

/** The status of an operation's success; throws where the answer is not of the described shape. */
export function checkAnswer(operation: string, answer: unknown): number {
  const description = operations[operation];
  if (!description) throw new Error(`No ${operation} in the slice.`);
  check(description.response, answer, `answer of ${operation}`);
  return description.status;
}

/** GitHub's own example of an operation's answer: the fields that a test does not care for. */
export function exampleOf(operation: string): Record<string, unknown> {
  const example: unknown = structuredClone(operations[operation]?.example);
  return (Array.isArray(example) ? example[0] : example) as Record<string, unknown>;
}

function matchPath(template: string, pathname: string): Record<string, string> | undefined {
  const names = template.split('/');
  const parts = pathname.split('/');
  if (names.length !== parts.length) return undefined;
  const found: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const part = decodeURIComponent(parts[index] ?? '');
    if (name.startsWith('{')) found[name.slice(1, -1)] = part;
    else if (name !== part) return undefined;
  }
  return found;
}

function checkParameters(
  description: Description,
  path: Record<string, string>,
  query: Record<string, string>,
): void {
  for (const [place, given] of [
    ['path', path],
    ['query', query],
  ] as const) {
    const known = description.parameters.filter((parameter) => parameter.in === place);
    for (const [name, value] of Object.entries(given)) {
      const parameter = known.find((candidate) => candidate.name === name);
      if (!parameter) throw new Error(`${place}: GitHub knows no parameter ${name}.`);
      const isNumber = 'type' in parameter.schema && parameter.schema.type === 'integer';
      check(parameter.schema, isNumber ? Number(value) : value, `${place} ${name}`);
    }
    for (const { name, required } of known)
      if (required && !(name in given)) throw new Error(`${place}: ${name} is missing.`);
  }
}

function check(schema: object, value: unknown, about: string): void {
  const validate = compiled.get(schema) ?? ajv.compile(schema);
  compiled.set(schema, validate);
  if (!validate(value)) throw new Error(`${about}: ${ajv.errorsText(validate.errors, { dataVar: '' })}`);
}
