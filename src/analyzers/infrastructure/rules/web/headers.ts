import { netlifyToml, next, vercelJson, webRule } from './web-rule.js';

const setup = {};
const nextHeaders = 'https://nextjs.org/docs/app/api-reference/config/next-config-js/headers';

const anyOrigin = webRule({
  ...setup,
  id: 'web-cors-any-origin',
  title: 'Answers for every site, with credentials or keys',
  severity: 'medium',
  confidence: 'high',
  cwe: [942],
  description: `Every site may read the answers, and the headers beside it show that they belong to somebody: credentials are allowed, or the
\`Authorization\` header is. Browsers refuse \`*\` with cookies, and the usual next step, to send back whatever origin asks, makes every
site that a user visits act for them. A public file, or an interface without accounts, may say \`*\` and is not reported.`,
  remediation:
    'Name the sites that may: set the header in code, from a list; leave credentials out where everybody may read.',
  references: [
    'https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS',
    nextHeaders,
    'https://vercel.com/docs/project-configuration#headers',
  ],
  bad: [
    next(
      'async headers() {',
      '  return [{',
      "    source: '/api/:path*',",
      '    headers: [',
      "      { key: 'Access-Control-Allow-Credentials', value: 'true' },",
      "      { key: 'Access-Control-Allow-Origin', value: '*' }, ◄",
      '    ],',
      '  }];',
      '},',
    ),
    netlifyToml(
      '[[headers]]',
      'for = "/api/*"',
      '[headers.values]',
      'Access-Control-Allow-Origin = "*" ◄',
      'Access-Control-Allow-Headers = "Authorization, Content-Type"',
    ),
  ],
  good: [
    vercelJson(
      '"headers": [{ "source": "/fonts/(.*)", "headers": [{ "key": "Access-Control-Allow-Origin", "value": "*" }] }]',
    ),
    netlifyToml(
      '[[headers]]',
      'for = "/api/*"',
      '[headers.values]',
      'Access-Control-Allow-Origin = "https://app.example"',
      'Access-Control-Allow-Credentials = "true"',
    ),
  ],
  *look({ headers }) {
    for (const { source, headers: set } of headers) {
      const valueOf = (name: string): string =>
        set.find((header) => header.name.toLowerCase() === name)?.value ?? '';
      const credentials = valueOf('access-control-allow-credentials') === 'true';
      const authorized = /\bauthorization\b|\bcookie\b|x-api-key/i.test(
        valueOf('access-control-allow-headers'),
      );
      const origin = set.find(
        ({ name, value }) => name.toLowerCase() === 'access-control-allow-origin' && value === '*',
      );
      if (origin && (credentials || authorized))
        yield {
          message: credentials
            ? 'Every site is allowed, with credentials.'
            : 'Every site is allowed to send what says who the user is.',
          severity: credentials ? 'medium' : 'low',
          span: origin.span,
          scope: source,
        };
    }
  },
});

const ineffective = webRule({
  ...setup,
  id: 'web-header-ineffective',
  title: 'Protecting header that protects nothing',
  severity: 'low',
  confidence: 'high',
  cwe: [693],
  description: `Browsers pass over values that they do not know (\`ALLOW-FROM\`, \`ALLOWALL\`), an age of zero takes the protection of
\`Strict-Transport-Security\` away, and a policy that allows scripts from \`*\` allows those of an attacker.`,
  remediation:
    'Use `frame-ancestors` for sites that may frame this one, an age of a year, and sources by name or nonce.',
  references: [
    'https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/X-Frame-Options',
    'https://www.rfc-editor.org/rfc/rfc6797',
    'https://cheatsheetseries.owasp.org/cheatsheets/Content_Security_Policy_Cheat_Sheet.html',
  ],
  bad: [
    vercelJson(
      '"headers": [{ "source": "/(.*)", "headers": [',
      '  { "key": "X-Frame-Options", "value": "ALLOWALL" }, ◄',
      '  { "key": "Strict-Transport-Security", "value": "max-age=0" } ◄',
      ']}]',
    ),
    next(
      'headers: async () => [{',
      "  source: '/:path*',",
      '  headers: [',
      "    { key: 'Content-Security-Policy', value: \"default-src 'self'; script-src * 'unsafe-inline'\" }, ◄",
      '  ],',
      '}],',
    ),
  ],
  good: [
    vercelJson(
      '"headers": [{ "source": "/(.*)", "headers": [',
      '  { "key": "X-Frame-Options", "value": "SAMEORIGIN" },',
      '  { "key": "Strict-Transport-Security", "value": "max-age=63072000" }',
      ']}]',
    ),
    netlifyToml(
      '[[headers]]',
      'for = "/*"',
      '[headers.values]',
      'Content-Security-Policy = "default-src *; script-src \'self\'"',
    ),
  ],
  *look({ headers }) {
    for (const { source, headers: set } of headers) {
      const framed = set.some(({ value }) => /frame-ancestors/.test(value ?? ''));
      for (const { name, value = '', span } of set) {
        const nothing =
          (/^x-frame-options$/i.test(name) && !framed && /^\s*allow/i.test(value)) ||
          (/^strict-transport-security$/i.test(name) && /max-age=0\b/i.test(value)) ||
          (/^content-security-policy$/i.test(name) && scriptsFromAnywhere(value));
        if (nothing) yield { message: `\`${name}\` protects nothing with this value.`, span, scope: source };
      }
    }
  },
});

function scriptsFromAnywhere(policy: string): boolean {
  const directives = policy.split(';').map((part) => part.trim().split(/\s+/));
  const scripts = ['script-src-elem', 'script-src', 'default-src']
    .map((name) => directives.find(([head]) => head?.toLowerCase() === name))
    .find((found) => found);
  return (
    scripts?.some((source) => /^(?:\*|https?:|https?:\/\/\*)$/i.test(source)) === true &&
    !scripts.includes("'strict-dynamic'")
  );
}

export const webHeaderRules = [anyOrigin, ineffective];
