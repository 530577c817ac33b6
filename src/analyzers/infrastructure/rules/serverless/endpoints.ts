import type { Endpoint, Service } from '../../formats/serverless.js';
import { at, entryOf, itemsOf, textOf, type YamlNode } from '../../formats/yaml-syntax.js';
import type { Hit } from '../../rule.js';
import { oneFunction, provider, serviceRule } from './service-rule.js';

const events = 'https://www.serverless.com/framework/docs/providers/aws/events';

const openEndpoint = serviceRule({
  id: 'serverless-endpoint-open',
  title: 'Endpoint that changes something and has no authorizer',
  severity: 'medium',
  confidence: 'medium',
  cwe: [306],
  description: `Everybody on the internet may call the function: the gateway asks nobody who it is, and only the code could. Reading, logging in,
signing up and webhooks are not reported, nor are private interfaces and those that want a key.`,
  remediation: 'Give the event an `authorizer` (`aws_iam`, a user pool, a JWT authorizer).',
  references: [
    `${events}/http-api`,
    `${events}/apigateway`,
    'https://owasp.org/API-Security/editions/2023/en/0xa2-broken-authentication/',
  ],
  bad: [
    oneFunction('events:', '  - http: ◄', '      path: orders/{id}', '      method: delete'),
    oneFunction('events:', "  - httpApi: 'PUT /orders/{id}' ◄"),
  ],
  good: [
    oneFunction(
      'events:',
      '  - http: { path: orders, method: post, authorizer: aws_iam }',
      "  - httpApi: 'GET /orders'",
      "  - httpApi: 'POST /webhooks/shop'",
    ),
    `${provider('endpointType: PRIVATE')}\nfunctions:\n  save:\n    handler: a.b\n    events:\n      - http: { path: orders, method: post }\n      - http: { path: items, method: put, private: true }`,
  ],
  *look(service) {
    if (service.cloud === 'azure') yield* anonymous(service);
    if (service.cloud !== 'aws' || isPrivate(service)) return;
    for (const { name, endpoints } of service.functions)
      for (const endpoint of endpoints)
        if (
          /^(?:post|put|patch|delete|\*)$/.test(endpoint.method) &&
          !asksWho(endpoint) &&
          !isForEverybody(`${name} ${endpoint.path}`)
        )
          yield {
            message: `Everybody may call \`${endpoint.method.toUpperCase()} ${endpoint.path}\`.`,
            // What takes all methods is most often a whole application with checks of its own.
            ...(endpoint.method === '*' && { severity: 'low' as const, confidence: 'low' as const }),
            span: endpoint.key,
            scope: `functions.${name}`,
            anchor: `${endpoint.kind} ${endpoint.method} ${endpoint.path}`,
          };
  },
});

/** Azure asks for a key of the function unless it is told not to. */
function* anonymous({ functions }: Service): Iterable<Hit> {
  for (const { name, node, endpoints } of functions)
    for (const event of itemsOf(at(node, 'events'))) {
      const level = entryOf(event, 'authLevel');
      const writes = endpoints.some(({ method }) => method !== 'get');
      if (level && textOf(level.value) === 'anonymous' && writes && !isForEverybody(name))
        yield {
          message: 'Everybody may call this function.',
          span: { start: level.key.start, end: level.value.end },
          scope: `functions.${name}`,
        };
    }
}

function isPrivate({ provider: holder }: Service): boolean {
  const type = textOf(at(holder, 'endpointType'))?.toUpperCase();
  return (
    type === 'PRIVATE' ||
    at(holder, 'apiGateway', 'resourcePolicy') !== undefined ||
    at(holder, 'resourcePolicy') !== undefined
  );
}

function asksWho({ node }: Endpoint): boolean {
  return entryOf(node, 'authorizer') !== undefined || textOf(at(node, 'private')) === 'true';
}

function isForEverybody(name: string): boolean {
  return /log-?in|sign-?(?:in|up)|register|auth(?:enticate|orize|\b|\/)|oauth|token|session|password|forgot|reset|verif|confirm|callback|web-?hook|hooks?\b|health|ping|status|search|query|graphql|contact|subscribe|newsletter|feedback|public|echo|hello|refresh/i.test(
    name,
  );
}

const openUrl = serviceRule({
  id: 'serverless-function-url-open',
  title: 'Address of a function without an authorizer',
  severity: 'medium',
  confidence: 'high',
  cwe: [306],
  description: `The function gets an address on the internet, and without \`authorizer: aws_iam\` everybody may call it, past the gateway with its limits
and firewall.`,
  remediation: 'Set `url: { authorizer: aws_iam }`, or put it behind a gateway.',
  references: [
    'https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
    'https://www.serverless.com/framework/docs/providers/aws/guide/functions#aws-lambda-functions-urls',
  ],
  bad: [oneFunction('url: true ◄'), oneFunction('url: ◄', '  cors: true')],
  good: [
    oneFunction('url:', '  authorizer: aws_iam'),
    oneFunction('url: ${self:custom.url}', 'memorySize: 256'),
  ],
  *look({ functions }) {
    for (const { name, node } of functions) {
      const entry = entryOf(node, 'url');
      const open =
        textOf(entry?.value) === 'true' || (entry?.value.kind === 'map' && !at(entry.value, 'authorizer'));
      if (entry && open && !isForEverybody(name))
        yield {
          message: 'Everybody may call the function at its address.',
          span: entry.key,
          scope: `functions.${name}`,
          anchor: 'url',
        };
    }
  },
});

const anyOrigin = serviceRule({
  id: 'serverless-cors-any-origin',
  title: 'Answers for every site, with credentials',
  severity: 'medium',
  confidence: 'high',
  cwe: [942],
  description: `Every site may read the answers, and credentials are allowed: what it gives belongs to somebody. The gateway then sends back whatever
origin asks, or browsers refuse it and somebody makes it do so.`,
  remediation: 'Name the sites: `allowedOrigins: [https://app.example]`.',
  references: [
    `${events}/http-api#cors-setup`,
    'https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS',
  ],
  bad: [
    oneFunction(
      'events:',
      '  - http:',
      '      path: me',
      '      method: get',
      '      cors:',
      "        origin: '*' ◄",
      '        allowCredentials: true',
    ),
    provider('httpApi:', '  cors:', '    allowCredentials: true', '    allowedOrigins:', "      - '*' ◄"),
  ],
  good: [
    oneFunction('events:', '  - http: { path: list, method: get, cors: true }'),
    provider(
      'httpApi:',
      '  cors:',
      '    allowedOrigins: [https://app.example]',
      '    allowCredentials: true',
    ),
  ],
  *look({ provider: holder, functions }) {
    const found: { cors: YamlNode | undefined; scope: string }[] = [
      { cors: at(holder, 'httpApi', 'cors'), scope: 'provider' },
    ];
    for (const { name, node, endpoints } of functions)
      for (const cors of [at(node, 'url', 'cors'), ...endpoints.map((endpoint) => at(endpoint.node, 'cors'))])
        found.push({ cors, scope: `functions.${name}` });
    for (const { cors, scope } of found) {
      if (textOf(at(cors, 'allowCredentials')) !== 'true') continue;
      const lists = ['origin', 'origins', 'allowedOrigins'].flatMap((name) => at(cors, name) ?? []);
      const any = lists.flatMap((node) => [node, ...itemsOf(node)]).find((node) => textOf(node) === '*');
      if (any)
        yield { message: 'Every site is allowed, with credentials.', span: any, scope, anchor: 'cors' };
    }
  },
});

export const endpointRules = [openEndpoint, openUrl, anyOrigin];
