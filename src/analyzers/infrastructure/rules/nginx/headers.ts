import { directivesOf, inherited, isOpen, outward, type Level } from '../../formats/nginx.js';
import type { Directive } from '../../formats/nginx-parse.js';
import { argumentOf, levelRule, locationOf, replaceWord, server } from './level-rule.js';

const headers = 'https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header';
const setup = {};

const protecting =
  /^(?:strict-transport-security|content-security-policy|x-frame-options|x-content-type-options|referrer-policy|permissions-policy|cross-origin-(?:opener|embedder|resource)-policy)$/i;

const dropped = levelRule({
  ...setup,
  id: 'nginx-headers-dropped',
  title: 'Protecting headers that an inner block drops',
  severity: 'low',
  confidence: 'high',
  cwe: [693, 16],
  description: `\`add_header\` in an inner block replaces all headers of the outer ones. The server sets protecting headers, and this place, which
only adds one of its own, answers without them.`,
  remediation: 'Repeat the headers there, best by an `include` of one file in both places.',
  references: [headers, 'https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html'],
  bad: [
    server(
      'add_header X-Frame-Options DENY always;',
      'location /assets/ {',
      '    add_header Cache-Control public; ◄',
      '}',
    ),
    server(
      'add_header Strict-Transport-Security max-age=31536000;',
      'location / {',
      '    if ($request_method = OPTIONS) {',
      '        add_header Allow GET; ◄',
      '        return 204;',
      '    }',
      '    proxy_pass http://app;',
      '}',
    ),
  ],
  good: [
    server(
      'add_header X-Frame-Options DENY;',
      'location /assets/ {',
      '    add_header X-Frame-Options DENY;',
      '    add_header Cache-Control public;',
      '}',
    ),
    server(
      'add_header Strict-Transport-Security max-age=31536000;',
      'location /assets/ {',
      '    include snippets/headers.conf;',
      '    add_header Cache-Control public;',
      '}',
    ),
  ],
  *look(level) {
    const own = directivesOf(level, 'add_header');
    const [first] = own;
    if (!first || !level.outer || isOpen(level) || inheritsByMerging(level)) return;
    const before = protectingIn(inherited(level.outer, 'add_header'));
    const set = new Set(own.flatMap(nameOf).map((name) => name.toLowerCase()));
    const lost = before.filter((name) => !set.has(name.toLowerCase()));
    // A block that sets some of them by itself was written with that in mind.
    if (lost.length === 0 || own.flatMap(nameOf).some((name) => protecting.test(name))) return;
    yield {
      message: `Here ${lost.map((name) => `\`${name}\``).join(', ')} ${lost.length === 1 ? 'is' : 'are'} not sent.`,
      span: first,
      anchor: 'add_header',
    };
  },
});

const namesKnown = new WeakMap<readonly Directive[], readonly string[]>();

/** The protecting headers among some, each once; many blocks ask about the same. */
function protectingIn(directives: readonly Directive[]): readonly string[] {
  const known = namesKnown.get(directives);
  const names = known ?? [...new Set(directives.flatMap(nameOf).filter((name) => protecting.test(name)))];
  namesKnown.set(directives, names);
  return names;
}

/** Newer versions can add to what is outside. */
function inheritsByMerging(level: Level): boolean {
  return inherited(level, 'add_header_inherit').some((it) => argumentOf(it) === 'merge');
}

function nameOf({ words }: Directive): string[] {
  return words[0] ? [words[0].text] : [];
}

const reflectedOrigin = levelRule({
  ...setup,
  id: 'nginx-cors-any-origin',
  title: 'Answers with credentials readable by every site',
  severity: 'high',
  confidence: 'high',
  cwe: [942, 346],
  description: `The answer allows whatever origin asks, and credentials with it: every site that a user opens reads what the user may read here,
with the user's cookies. \`*\` with credentials is refused by browsers, and shows that somebody meant this; it is low.`,
  remediation: 'Name the sites in a `map` of `$http_origin`, with an empty default.',
  references: [
    'https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS',
    'https://owasp.org/www-community/attacks/CORS_OriginHeaderScrutiny',
  ],
  bad: [
    server(
      'location / {',
      '    add_header Access-Control-Allow-Origin $http_origin; ◄',
      '    add_header Access-Control-Allow-Credentials true;',
      '}',
    ),
    server(
      'add_header Access-Control-Allow-Origin * always; ◄',
      'add_header Access-Control-Allow-Credentials true always;',
    ),
    server(
      'if ($http_origin ~* (example\\.com)) {',
      '    add_header Access-Control-Allow-Origin $http_origin; ◄',
      '    add_header Access-Control-Allow-Credentials true;',
      '}',
    ),
  ],
  good: [
    server('add_header Access-Control-Allow-Origin *;'),
    server(
      'if ($http_origin ~ ^https://(app|admin)\\.example\\.com$) {',
      '    add_header Access-Control-Allow-Origin $http_origin;',
      '    add_header Access-Control-Allow-Credentials true;',
      '}',
    ),
  ],
  *look(level) {
    const own = directivesOf(level, 'add_header', 'more_set_headers');
    const credentials = own.some((it) => /^Access-Control-Allow-Credentials:? "?true/i.test(argumentOf(it)));
    if (!credentials) return;
    for (const directive of own) {
      const [, value] =
        /^Access-Control-Allow-Origin:? +"?(\*|\$\{?http_origin\}?)/i.exec(argumentOf(directive)) ?? [];
      if (value === undefined || isChecked(level)) continue;
      yield {
        message:
          value === '*'
            ? 'Every site is allowed, and credentials are asked for.'
            : 'Every site reads the answers that the cookies of its visitors open.',
        severity: value === '*' ? 'low' : 'high',
        span: directive,
      };
    }
  },
});

/** Whether a condition around it compares the origin as a whole. */
function isChecked(level: Level): boolean {
  for (const { opener } of outward(level)) {
    if (opener?.name !== 'if') continue;
    const condition = argumentOf(opener);
    if (!condition.includes('$http_origin')) {
      if (/\$\w+/.test(condition) && !/\$request_method/.test(condition)) return true;
      continue;
    }
    const pattern = /\$http_origin\s+!?~\*?\s*(.*)\)$/s.exec(condition)?.[1];
    return pattern === undefined || (/^["'(]*\^/.test(pattern) && /\$["')]*$/.test(pattern));
  }
  return false;
}

const serverTokens = levelRule({
  ...setup,
  id: 'nginx-version-shown',
  title: 'Version of the server in each answer',
  severity: 'low',
  confidence: 'high',
  cwe: [200],
  description: `\`server_tokens on\` tells the exact version in a header and on error pages, so that scanners know which flaws to try. It is
reported where a file turns it on by itself, not where it is only left at its default.`,
  remediation: 'Set `server_tokens off` in the block `http`, for all servers at once.',
  references: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#server_tokens'],
  bad: ['http {\n    server_tokens on; ◄\n}', server('server_tokens build; ◄')],
  good: ['http {\n    server_tokens off;\n}', server('listen 80;')],
  *look(level) {
    for (const directive of directivesOf(level, 'server_tokens'))
      if (/^(?:on|build)$/.test(argumentOf(directive)))
        yield {
          message: 'Each answer tells the version.',
          span: directive,
          ...replaceWord(directive.words[0], 'off', 'Leave the version out'),
        };
  },
});

const frameOptions = levelRule({
  ...setup,
  id: 'nginx-header-ineffective',
  title: 'Protecting header with a value that browsers ignore',
  severity: 'low',
  confidence: 'high',
  cwe: [693, 1021],
  description: `Browsers pass over values that they do not know: \`ALLOW-FROM\` and \`ALLOWALL\` of \`X-Frame-Options\`, and
\`Strict-Transport-Security\` with an age of zero, which takes the protection away again. The header is there, and protects nothing.`,
  remediation:
    'Write `frame-ancestors` in a `Content-Security-Policy` for sites that may frame this one, and an age of a year.',
  references: [
    'https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/X-Frame-Options',
    'https://www.rfc-editor.org/rfc/rfc6797',
  ],
  bad: [
    server('add_header X-Frame-Options "ALLOW-FROM https://partner.example"; ◄'),
    server('add_header Strict-Transport-Security "max-age=0"; ◄'),
  ],
  good: [
    server(
      'add_header X-Frame-Options SAMEORIGIN;',
      'add_header Strict-Transport-Security max-age=31536000;',
    ),
    server(
      'add_header X-Frame-Options "ALLOW-FROM https://partner.example";',
      'add_header Content-Security-Policy "frame-ancestors https://partner.example";',
    ),
  ],
  *look(level) {
    const own = directivesOf(level, 'add_header');
    const framed = own.some((it) => /frame-ancestors/.test(argumentOf(it)));
    for (const directive of own) {
      const text = argumentOf(directive);
      if (
        /^strict-transport-security "?max-age=0\b/i.test(text) ||
        (!framed && /^x-frame-options "?(?:allow-from|allowall|allow)\b/i.test(text))
      )
        yield { message: 'Browsers ignore this value.', span: directive };
    }
  },
});

const refererCheck = levelRule({
  id: 'nginx-referer-check',
  title: 'Place guarded by the page that it was reached from',
  severity: 'medium',
  confidence: 'medium',
  cwe: [293],
  description: `The \`Referer\` is written by whoever sends the request. A condition on it stops a browser, and nobody who sets the header.
Pictures that are kept from other sites in this way are not reported.`,
  remediation:
    'Ask who it is: `auth_basic`, `auth_request`, a client certificate; or let only some addresses in.',
  references: [
    'https://cwe.mitre.org/data/definitions/293.html',
    'https://nginx.org/en/docs/http/ngx_http_referer_module.html',
  ],
  bad: [
    server(
      'location /admin {',
      '    if ($http_referer !~ "^https://intranet\\.example") { return 403; } ◄',
      '    proxy_pass http://admin;',
      '}',
    ),
    server(
      'location /internal/ {',
      '    valid_referers server_names;',
      '    if ($invalid_referer) { return 403; } ◄',
      '    proxy_pass http://app;',
      '}',
    ),
  ],
  good: [
    server(
      'location /images/ {',
      '    valid_referers server_names;',
      '    if ($invalid_referer) { return 403; }',
      '}',
    ),
    server('location /admin { auth_basic "x"; proxy_pass http://admin; }'),
  ],
  *look(level) {
    const path = level.outer ? locationOf(level.outer)?.path : undefined;
    if (
      level.opener?.name !== 'if' ||
      path === undefined ||
      !/admin|internal|private|manage|console|actuator|metrics/i.test(path)
    )
      return;
    const refuses = directivesOf(level, 'return', 'deny').some(
      (it) => it.name === 'deny' || /^40[134]$|^444$/.test(argumentOf(it)),
    );
    const guarded = level.outer
      ? directivesOf(level.outer, 'auth_basic', 'auth_request', 'allow', 'deny', 'internal').length > 0
      : false;
    if (/\$(?:http_referer|invalid_referer)\b/.test(argumentOf(level.opener)) && refuses && !guarded)
      yield { message: `Whoever sends the header gets to \`${path}\`.`, span: level.opener };
  },
});

export const headerRules = [dropped, reflectedOrigin, serverTokens, frameOptions, refererCheck];
