import { schema as published } from '@octokit/graphql-schema';
import {
  buildSchema,
  type DocumentNode,
  executeSync,
  type GraphQLError,
  type GraphQLFieldResolver,
  parse,
  validate,
} from 'graphql';
import { Refusal } from './state.js';

/** An object of the graph: plain values, or functions of the field's arguments. `__typename` tells an interface's kind. */
export type Node = Readonly<Record<string, unknown>>;

/** GitHub's own schema. */
const schema = buildSchema(published.idl, { assumeValid: true });

export interface GraphAnswer {
  readonly data: unknown;
  readonly errors?: readonly object[];
}

/**
 * Answers a query or mutation as GitHub does: what is refused is null, with an error that names its place. Throws where
 * the request does not fit GitHub's schema, or the stand-in's answer does not.
 */
export function execute(text: string, variables: Readonly<Record<string, unknown>>, root: Node): GraphAnswer {
  const document = readDocument(text);
  const result = executeSync({
    schema,
    document,
    rootValue: root,
    variableValues: variables,
    fieldResolver: resolveField,
  });
  const isOurs = (error: GraphQLError): boolean => !(error.originalError instanceof Refusal);
  const violation = result.errors?.find(isOurs);
  if (violation) throw new Error(violation.message);
  return {
    data: result.data,
    ...(result.errors && {
      errors: result.errors.map(({ message, path, originalError }) => ({
        type: (originalError instanceof Refusal && errorTypes[originalError.status]) || 'UNPROCESSABLE',
        path,
        message,
      })),
    }),
  };
}

const documents = new Map<string, DocumentNode>();

/** A text that was found to fit the schema once fits it again. */
function readDocument(text: string): DocumentNode {
  const known = documents.get(text);
  if (known) return known;
  const document = parse(text);
  const [mistake] = validate(schema, document);
  if (mistake) throw new Error(mistake.message);
  documents.set(text, document);
  return document;
}

const errorTypes: Readonly<Record<number, string>> = { 403: 'FORBIDDEN', 404: 'NOT_FOUND' };

const resolveField: GraphQLFieldResolver<Node, unknown, Readonly<Record<string, unknown>>> = (
  source,
  args,
  _context,
  info,
) => {
  const value: unknown = source[info.fieldName];
  if (value === undefined) throw new Error(`The stand-in has no ${info.parentType.name}.${info.fieldName}`);
  for (const count of [args.first, args.last])
    if (typeof count === 'number' && (count < 1 || count > 100))
      throw new Error(`${info.fieldName}: a connection gives 1 to 100 at once`);
  return typeof value === 'function' ? (value as (args: object) => unknown)(args) : value;
};
