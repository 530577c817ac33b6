import type { SyntaxNode } from '../../syntax/tree.js';
import type { CallSite } from '../flow/call-site.js';
import type { Unit } from '../flow/unit.js';
import { constantText } from '../flow/value.js';
import { isTestFile, textOf } from '../reading/nodes.js';
import { objectLiteral, optionNode } from '../reading/options.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const debugInProduction: CodeRule = {
  id: 'debug-in-production',
  title: 'Help for development left on',
  severity: 'low',
  confidence: 'medium',
  cwe: [489, 215],
  owasp: ['A05:2021', 'A02:2025'],
  asvs: ['13.4.2'],
  languages: ['typescript', 'javascript'],
  description:
    'What helps during development is on for everybody: pages with the call stack and the source of an error, an explorer of the interface, the debugger of the process. It shows visitors how the server is built, or lets them into it.',
  remediation:
    'Make it depend on the environment: `if (process.env.NODE_ENV === "development") app.use(errorHandler())`.',
  references: [
    'https://expressjs.com/en/resources/middleware/errorhandler.html',
    'https://cwe.mitre.org/data/definitions/489.html',
  ],
  calls: [
    { at: ['errorhandler', 'express.errorHandler'], check: checkHandler },
    {
      at: ['express-graphql', 'express-graphql.graphqlHTTP', 'koa-graphql.graphqlHTTP'],
      check: (site) => checkOption(site, ['graphiql']),
    },
    {
      at: ['@apollo/server.ApolloServer', 'apollo-server.ApolloServer', 'apollo-server-express.ApolloServer'],
      check: (site) =>
        checkOption(site, ['introspection', 'playground', 'debug', 'includeStacktraceInErrorResponses']),
    },
    { at: ['express.Router().set'], check: checkSetting },
    { at: ['inspector.open'], check: checkInspector },
  ],
  examples: {
    bad: [
      {
        path: 'src/app.ts',
        text: `import errorHandler from 'errorhandler';
import express from 'express';

const app = express();
app.use(errorHandler()); ◄
app.set('env', 'development'); ◄
`,
      },
      {
        path: 'src/graph.js',
        text: `const { ApolloServer } = require('@apollo/server');

module.exports = (schema) => new ApolloServer({ schema, includeStacktraceInErrorResponses: true }); ◄
require('inspector').open(9229, '0.0.0.0'); ◄
`,
      },
    ],
    good: [
      {
        path: 'src/app.ts',
        text: `import errorHandler from 'errorhandler';
import express from 'express';

const app = express();
if (process.env.NODE_ENV === 'development') app.use(errorHandler());
`,
      },
      {
        path: 'src/graph.js',
        text: `const { ApolloServer } = require('@apollo/server');

module.exports = (schema) =>
  new ApolloServer({ schema, introspection: process.env.NODE_ENV !== 'production' });
`,
      },
    ],
  },
};

const environment = /NODE_ENV|development|production|\benv\b|\bdev\b|isDev|isProd|debug/i;

/** Stands in a branch that depends on where the server runs. */
function depends(unit: Unit, node: SyntaxNode): boolean {
  for (let at: SyntaxNode | undefined = node; at; at = at.parent) {
    const isBranch = /^(?:if_statement|ternary_expression|switch_statement)$/.test(at.type);
    const condition = isBranch ? (at.get('condition') ?? at.get('value')) : undefined;
    if (condition && environment.test(textOf(unit, condition))) return true;
    if (at.type === 'binary_expression' && environment.test(textOf(unit, at.get('left') ?? at))) return true;
  }
  return isTestFile(unit);
}

function checkHandler(site: CallSite): Verdict | undefined {
  if (depends(site.unit, site.node)) return undefined;
  return { message: 'Visitors are shown the call stack of errors, in production too.' };
}

function checkOption(site: CallSite, names: readonly string[]): Verdict | undefined {
  const name = names.find((candidate) => site.arguments[0]?.fields?.get(candidate)?.literal === true);
  if (name === undefined || depends(site.unit, site.node)) return undefined;
  const node = optionNode(site.unit, objectLiteral(site.unit, site.argumentNodes[0]), name);
  return {
    message: `\`${name}\` is on in production too.`,
    ...(node?.type === 'true' && {
      fix: {
        description: 'Make it depend on the environment',
        edits: [{ node, text: "process.env.NODE_ENV === 'development'" }],
      },
    }),
  };
}

function checkSetting(site: CallSite): Verdict | undefined {
  const name = constantText(site.arguments[0]);
  const value = site.arguments[1];
  const isOn =
    (name === 'env' && constantText(value) === 'development') ||
    (name === 'showStackError' && value?.literal === true);
  return isOn && !depends(site.unit, site.node)
    ? { message: 'The server runs as in development, wherever it runs.' }
    : undefined;
}

function checkInspector(site: CallSite): Verdict | undefined {
  const host = constantText(site.arguments[1]);
  if (host === undefined || /^(?:127\.|localhost|::1)/.test(host) || depends(site.unit, site.node))
    return undefined;
  return { message: 'The debugger of the process is open to others on the network.', severity: 'high' };
}
