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
    '@graphql-tools/schema',
    '@trpc/server',
    'trpc',
  ],
  aliases: {
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
      hint: /\b(?:Query|Mutation|Subscription)\b/,
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
