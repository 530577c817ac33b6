import type { SyntaxNode } from '../../syntax/tree.js';
import type { CallSite } from '../flow/call-site.js';
import { isForDevelopment } from '../reading/environment.js';
import { argumentsOf, definitionOf, isTestFile, literalText, nodesOf } from '../reading/nodes.js';
import type { CodeRule, Verdict } from './code-rule.js';

const modules = '{@grpc/grpc-js,grpc}';

export const grpcWithoutTls: CodeRule = {
  id: 'grpc-without-tls',
  title: 'Remote procedure calls without TLS',
  severity: 'medium',
  confidence: 'medium',
  cwe: [319, 311],
  owasp: ['A02:2021', 'A04:2025'],
  asvs: ['12.3.1'],
  languages: ['typescript', 'javascript'],
  description:
    'A client or server of gRPC is made with credentials that stand for none. What goes over the connection, tokens in the metadata among it, can be read and changed by anybody on the way, and the client does not know which server answers.',
  remediation:
    'Use `credentials.createSsl(roots)` for clients and `ServerCredentials.createSsl(roots, keys)` for servers; leave `createInsecure()` to addresses of the same machine.',
  references: ['https://grpc.io/docs/guides/auth/', 'https://cwe.mitre.org/data/definitions/319.html'],
  calls: [
    {
      at: [`${modules}.{credentials,ChannelCredentials}.createInsecure`],
      check: (site) => check(site, 'client'),
    },
    {
      at: [`${modules}.ServerCredentials.createInsecure`],
      check: (site) => check(site, 'server'),
    },
  ],
  examples: {
    bad: [
      {
        path: 'src/orders.ts',
        text: `import { credentials } from '@grpc/grpc-js';
import { OrdersClient } from './generated/orders.js';

export const orders = new OrdersClient('orders.shop.example:443', credentials.createInsecure()); ◄
`,
      },
      {
        path: 'src/server.js',
        text: `const grpc = require('@grpc/grpc-js');

const server = new grpc.Server();
server.bindAsync('0.0.0.0:50051', grpc.ServerCredentials.createInsecure(), () => {}); ◄
`,
      },
    ],
    good: [
      {
        path: 'src/orders.ts',
        text: `import { credentials } from '@grpc/grpc-js';
import { OrdersClient } from './generated/orders.js';

export const orders = new OrdersClient('orders.shop.example:443', credentials.createSsl());
export const sidecar = new OrdersClient('localhost:50051', credentials.createInsecure());
`,
      },
      {
        path: 'src/server.js',
        text: `const grpc = require('@grpc/grpc-js');

const server = new grpc.Server();
server.bindAsync('127.0.0.1:50051', grpc.ServerCredentials.createInsecure(), () => {});
server.bindAsync('unix:/run/orders.sock', grpc.ServerCredentials.createInsecure(), () => {});
`,
      },
    ],
  },
};

/** This machine, by a name of it, its addresses, or a socket in its file system. */
const loopback = /^(?:(?:dns|ipv4|ipv6|passthrough):\/*)?(?:localhost|127\.|\[?::1)|^unix(?:-abstract)?:/i;
const everywhere = /^(?:(?:ipv4|ipv6):)?(?:0\.0\.0\.0|\[?::\]?)(?::\d+)?$/i;
const named = /^(?:dns:\/*)?(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?$/i;

/** What is told depends on the address; one that is not in sight may well be of this machine. */
function check(site: CallSite, side: 'client' | 'server'): Verdict | undefined {
  if (isTestFile(site.unit) || isForDevelopment(site.unit, site.node)) return undefined;
  const address = addressFor(site);
  if (address !== undefined && loopback.test(address)) return undefined;
  const isOpen = address !== undefined && (side === 'server' ? everywhere : named).test(address);
  return {
    message:
      side === 'server'
        ? 'The server takes calls from other machines without TLS.'
        : 'The client calls another machine without TLS.',
    ...(!isOpen && { confidence: 'low' }),
  };
}

/** The address in the call that takes the credentials, or the variable that holds them. */
function addressFor({ unit, node }: CallSite): string | undefined {
  const holder = node.parent?.type === 'variable_declarator' ? node.parent.get('name') : undefined;
  const binding = holder?.type === 'identifier' ? unit.scopes.resolve(holder) : undefined;
  const places = binding
    ? nodesOf(unit, 'identifier').filter((each) => each !== holder && unit.scopes.resolve(each) === binding)
    : [node];
  for (const place of places) {
    const call: SyntaxNode | undefined = place.parent?.type === 'arguments' ? place.parent.parent : undefined;
    const [first] = call ? argumentsOf(call) : [];
    if (first && first !== place) return literalText(unit, definitionOf(unit, first));
  }
  return undefined;
}
