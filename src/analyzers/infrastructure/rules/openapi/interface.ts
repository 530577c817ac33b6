import type { Example } from '../../../../model/rule.js';
import type { OpenApi, OpenApiRule, Operation } from '../../formats/openapi.js';
import { at, entriesOf, entryOf, textOf } from '../../formats/yaml-syntax.js';
import type { Hit, WrittenRule } from '../../rule.js';

type Metadata = Omit<WrittenRule, 'languages' | 'asvs' | 'examples'>;

interface InterfaceRule extends Metadata {
  /** What follows the head of a document of OpenAPI 3. */
  readonly bad: readonly string[];
  readonly good: readonly string[];
  look(document: OpenApi): Iterable<Omit<Hit, 'scope'> & { readonly scope?: string }>;
}

function interfaceRule({ bad, good, look, ...metadata }: InterfaceRule): OpenApiRule {
  const example = (text: string): Example => ({
    path: 'openapi.yaml',
    text: `openapi: 3.0.3\ninfo: { title: Shop, version: '1' }\n${text}\n`,
  });
  return {
    ...metadata,
    asvs: [],
    languages: ['openapi'],
    examples: { bad: bad.map(example), good: good.map(example) },
    *check(document) {
      for (const hit of look(document)) yield { scope: '', ...hit };
    },
  };
}

const security = 'https://spec.openapis.org/oas/v3.1.0.html#security-requirement-object';
const flows = 'https://www.rfc-editor.org/rfc/rfc9700';
const done = "responses: { '200': { description: ok } }";

const openOperation = interfaceRule({
  id: 'openapi-operation-open',
  title: 'Operation that changes something and asks nobody who it is',
  severity: 'low',
  confidence: 'medium',
  cwe: [306],
  description: `The interface describes how callers prove who they are, and this operation, which creates, changes or deletes, asks for none of it.
Gateways, generated servers and mocks that follow the description let everybody in. Where the whole description says nothing about
it, that is told once. Logging in, signing up, webhooks and the like are not reported.`,
  remediation: 'Name a scheme: `security: [{ bearer: [] }]`, best at the top for all operations.',
  references: [security, 'https://owasp.org/API-Security/editions/2023/en/0xa2-broken-authentication/'],
  bad: [
    `security: [{ bearer: [] }]\ncomponents: { securitySchemes: { bearer: { type: http, scheme: bearer } } }\npaths:\n  /orders:\n    post:\n      security: [] ◄\n      ${done}`,
    `paths:\n  /users/{id}:\n    get: { ${done} }\n    delete: ◄\n      ${done}`,
    `components: { securitySchemes: { key: { type: apiKey, in: header, name: X-Key } } }\npaths:\n  /a:\n    get: { security: [{ key: [] }], ${done} }\n    put: ◄\n      ${done}`,
  ],
  good: [
    `security: [{ bearer: [] }]\ncomponents: { securitySchemes: { bearer: { type: http, scheme: bearer } } }\npaths:\n  /orders:\n    post: { ${done} }\n  /auth/login:\n    post: { security: [], ${done} }`,
    `paths:\n  /weather:\n    get: { ${done} }\n  /search:\n    post: { ${done} }`,
    `security: []\ncomponents: { securitySchemes: { key: { type: apiKey, in: header, name: X-Key } } }\npaths:\n  /a:\n    put: { $ref: paths/a.json }`,
  ],
  *look({ operations, guarded, schemes }) {
    const open = operations.filter(
      (operation) => writes.has(operation.method) && isOpen(operation, guarded) && !isForEverybody(operation),
    );
    const [first] = open;
    if (!first) return;
    const silent = schemes.length === 0 && operations.every((operation) => operation.security === 'unsaid');
    const found = silent
      ? [open.find(({ method }) => method === 'delete') ?? first]
      : open.slice(0, maxFindings);
    for (const { method, path, key, securityEntry } of found)
      yield {
        message: silent
          ? `Nothing in the description asks callers who they are, \`${method.toUpperCase()} ${path}\` included.`
          : `\`${method.toUpperCase()} ${path}\` asks nobody who it is.`,
        // What says so by itself is meant; what says nothing may be known elsewhere.
        ...(securityEntry && { severity: 'medium' as const }),
        span: securityEntry ? { start: securityEntry.key.start, end: securityEntry.value.end } : key,
        scope: `${method} ${path}`,
        anchor: 'security',
      };
  },
});

const writes = new Set(['post', 'put', 'patch', 'delete']);

/** One description of a large interface says the same many times. */
const maxFindings = 20;

function isOpen({ security: own }: Operation, guarded: boolean): boolean {
  return own === 'open' || (own === 'unsaid' && !guarded);
}

/** Operations that people use before, or without, being known; and such as read by `POST`. */
function isForEverybody({ path, node }: Operation): boolean {
  const named = `${path} ${textOf(at(node, 'operationId')) ?? ''} ${textOf(at(node, 'summary')) ?? ''}`;
  return /log-?in|log-?out|sign-?(?:in|up|out)|register|registration|auth(?:enticate|orize|\b)|oauth|token|session|password|forgot|reset|verif|confirm|activate|invite|callback|web-?hook|hooks?\b|health|ping|status|search|query|graphql|calculate|validate|convert|contact|subscribe|newsletter|feedback|telemetry|metrics|public|echo|captcha|otp|refresh|csp-report/i.test(
    named,
  );
}

const plainServer = interfaceRule({
  id: 'openapi-plain-server',
  title: 'Interface reached without TLS',
  severity: 'medium',
  confidence: 'high',
  cwe: [319],
  description: `Clients that are made from the description talk to the server in the clear: whoever stands between reads tokens and data, and changes
answers. Addresses of this machine and of local networks are not reported.`,
  remediation: 'Write `https://`, and take the plain address out.',
  references: [
    'https://spec.openapis.org/oas/v3.1.0.html#server-object',
    'https://owasp.org/API-Security/editions/2023/en/0xa8-security-misconfiguration/',
  ],
  bad: [
    `servers:\n  - url: http://api.shop.example/v1 ◄\npaths: {}`,
    `servers:\n  - url: https://api.shop.example\n  - { url: 'http://old.shop.example' } ◄\npaths: {}`,
  ],
  good: [
    `servers:\n  - url: https://api.shop.example/v1\n  - url: http://localhost:3000\npaths: {}`,
    "servers:\n  - url: '{scheme}://{host}/v1'\n  - url: http://api:8080\n  - url: /v1\npaths: {}",
  ],
  *look({ servers }) {
    const urls = new Set(servers.map(({ url }) => url.toLowerCase()));
    for (const { url, span } of servers) {
      const host = /^http:\/\/([^/:?#]+)/i.exec(url)?.[1] ?? '';
      if (
        !host.includes('.') ||
        /^(?:127\.|0\.0\.0\.0|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.)|\.(?:local|localhost|internal|lan|test|svc)$/i.test(
          host,
        )
      )
        continue;
      if (/\{/.test(host) || urls.has(url.toLowerCase().replace('http:', 'https:'))) continue;
      yield { message: `Clients talk to \`${host}\` in the clear.`, span, anchor: host };
    }
  },
});

const weakScheme = interfaceRule({
  id: 'openapi-weak-scheme',
  title: 'Weak way to prove who calls',
  severity: 'low',
  confidence: 'high',
  cwe: [522, 598],
  description: `A key in the address ends up in logs, histories and the \`Referer\`. Basic authentication sends the password with every call. The
implicit and the password flow of OAuth hand tokens or passwords to places that leak them; RFC 9700 forbids the one and advises against the other.`,
  remediation: 'Use a bearer token or a key in a header, and the authorization code flow with PKCE.',
  references: ['https://spec.openapis.org/oas/v3.1.0.html#security-scheme-object', flows],
  bad: [
    'components:\n  securitySchemes:\n    key: { type: apiKey, in: query, name: api_key } ◄\npaths: {}',
    'components:\n  securitySchemes:\n    login: ◄\n      type: http\n      scheme: basic\npaths: {}',
    "components:\n  securitySchemes:\n    login:\n      type: oauth2\n      flows:\n        implicit: { authorizationUrl: 'https://a.example', scopes: {} } ◄\npaths: {}",
  ],
  good: [
    'components:\n  securitySchemes:\n    key: { type: apiKey, in: header, name: X-Key }\n    bearer: { type: http, scheme: bearer }\npaths: {}',
    "components:\n  securitySchemes:\n    login: { type: oauth2, flows: { authorizationCode: { authorizationUrl: 'https://a.example', tokenUrl: 'https://b.example', scopes: {} } } }\npaths: {}",
  ],
  *look({ schemes }) {
    for (const { name, key, value } of schemes) {
      const type = textOf(at(value, 'type'));
      const scope = `securitySchemes.${name}`;
      if (type === 'apiKey' && textOf(at(value, 'in')) === 'query')
        yield {
          message: 'The key is in every address that is logged.',
          span: entryOf(value, 'in')?.value ?? key,
          scope,
        };
      if (type === 'basic' || (type === 'http' && textOf(at(value, 'scheme'))?.toLowerCase() === 'basic'))
        yield { message: 'The password goes with every call.', span: key, scope };
      const swaggerFlow = entryOf(value, 'flow');
      const found = [
        ...entriesOf(at(value, 'flows')),
        ...(swaggerFlow ? [{ ...swaggerFlow, name: textOf(swaggerFlow.value) ?? '' }] : []),
      ];
      for (const flow of found)
        if (/^(?:implicit|password)$/.test(flow.name))
          yield {
            message: `The ${flow.name} flow hands out what others can pick up.`,
            span: flow.key,
            scope,
          };
    }
  },
});

export const openApiRules: readonly OpenApiRule[] = [openOperation, plainServer, weakScheme];
