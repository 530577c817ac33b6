import type { CallSite } from '../flow/call-site.js';
import { isPutTogether } from '../flow/library.js';
import type { Value } from '../flow/value.js';
import type { Framework } from './framework.js';

const parent = /^(?:_+\w*|parent|root|obj|source|rootValue|self)$/;
const input = /^(?:_?args|_?input|\{.*)$/s;

/** GraphQL resolvers and tRPC procedures: functions that get what a client asks with. */
export const graphql: Framework = {
  name: 'GraphQL and tRPC',
  roots: [
    'graphql',
    'apollo-server',
    'apollo-server-express',
    '@apollo/server',
    'graphql-tools',
    'graphql-request',
    '@octokit/graphql',
    '@octokit/core',
    '@octokit/rest',
    'octokit',
    '@actions/github',
    '@graphql-tools/schema',
    '@trpc/server',
    'trpc',
  ],
  sinks: [
    {
      at: [
        '@octokit/graphql.graphql',
        '@octokit/core.Octokit().graphql',
        'graphql-request.GraphQLClient().{request,rawRequest}',
      ],
      kind: 'query-code',
      argument: 0,
      when: isWritten,
    },
    { at: ['graphql.{graphql,graphqlSync}'], kind: 'query-code', argument: 1, when: isWritten },
    {
      at: ['graphql.{graphql,graphqlSync}'],
      kind: 'query-code',
      argument: 0,
      field: 'source',
      when: isWritten,
    },
    { at: ['graphql-request.{request,rawRequest}'], kind: 'query-code', argument: 1, when: isWritten },
  ],
  aliases: {
    '{@octokit/core,@octokit/rest,octokit}.Octokit()': '@octokit/core.Octokit()',
    '@actions/github.getOctokit()': '@octokit/core.Octokit()',
    '@octokit/graphql.graphql.defaults()': '@octokit/graphql.graphql',
    '@trpc/server.initTRPC': 'trpc.Builder()',
    '@trpc/server.initTRPC.create()': 'trpc.Root()',
    '@trpc/server.initTRPC.context().create()': 'trpc.Root()',
    'trpc.Builder().{context,meta}()': 'trpc.Builder()',
    'trpc.Builder().create()': 'trpc.Root()',
    'trpc.Root().procedure': 'trpc.Procedure()',
  },
  fluent: ['trpc.Procedure()'],
  sources: [
    { at: ['graphql.Arguments()'], kind: 'request' },
    { at: ['trpc.Options().{input,rawInput}'], kind: 'request' },
  ],
  callbacks: [{ at: ['trpc.Procedure().{query,mutation,subscription,use}'], parameters: ['trpc.Options()'] }],
  parameters: [
    {
      inside: /^(?:Query|Mutation|Subscription)$/,
      names: [undefined, input],
      hint: /\b(?:Query|Mutation|Subscription)\b['"]?\s*(?::|=|,|\})/,
      parameters: [undefined, 'graphql.Arguments()'],
      doubt: 0,
    },
    {
      inside: /^(?:resolve|resolvers)$/,
      names: [parent, input],
      hint: /\bresolvers?\b/,
      parameters: [undefined, 'graphql.Arguments()'],
      doubt: 1,
    },
    {
      argumentOf: /[pP]rocedure\b[\s\S]*\.(?:query|mutation|subscription)$/,
      hint: /[pP]rocedure\b/,
      parameters: ['trpc.Options()'],
      doubt: 0,
    },
  ],
};

/** A query that is put together here; one that is taken as a whole is what such a server is for. */
function isWritten(_site: CallSite, value: Value): boolean {
  return isPutTogether(value);
}
