import { hole } from '../../formats/item.js';
import { netlifyToml, next, vercelJson, webRule } from './web-rule.js';

const vercelRewrites = 'https://vercel.com/docs/project-configuration#rewrites';
const nextRewrites = 'https://nextjs.org/docs/app/api-reference/config/next-config-js/rewrites';

const openDestination = webRule({
  id: 'web-open-destination',
  title: 'Destination that the address decides',
  severity: 'medium',
  confidence: 'high',
  cwe: [601, 918],
  description: `The host of the destination comes from the address that was asked for. A redirect sends people from your domain to any site, which
makes a link of yours good for phishing; a rewrite fetches from any host and answers with it in your name, cookies of your domain
included.`,
  remediation: 'Write the host out, and take only the path from the address: `https://api.example/:path*`.',
  references: [
    nextRewrites,
    vercelRewrites,
    'https://cheatsheetseries.owasp.org/cheatsheets/Unvalidated_Redirects_and_Forwards_Cheat_Sheet.html',
  ],
  bad: [
    vercelJson('"redirects": [{ "source": "/go/:url*", "destination": ":url*" }] ◄'),
    next(
      'async rewrites() {',
      "  return [{ source: '/proxy/:host/:path*', destination: 'https://:host/:path*' }]; ◄",
      '},',
    ),
    netlifyToml('[[redirects]]', 'from = "/proxy/*"', 'to = "https://:splat" ◄', 'status = 200'),
  ],
  good: [
    vercelJson(
      '"redirects": [{ "source": "/docs/:path*", "destination": "https://docs.example.com:8443/:path*" }]',
    ),
    next(
      'async rewrites() {',
      "  return { fallback: [{ source: '/:path*', destination: `https://${process.env.HOST}/:path*` }] };",
      '},',
    ),
    netlifyToml('[[redirects]]', 'from = "/:lang/*"', 'to = "https://:lang.example.com/:splat"'),
  ],
  *look({ routes }) {
    for (const { kind, source, destination, span } of routes) {
      const host = /^(?:https?:)?\/\/([^/?#]*)/i.exec(destination)?.[1];
      const whole = host === undefined && /^(?::[a-z_]\w*[*+?]?|\$\d)(?:$|[/:])/i.test(destination);
      // A host that ends in a fixed domain stays within it.
      const free = host !== undefined && /(?:^|[.@])(?::[a-z_]\w*[*+?]?|\$\d)(?::\d+)?$/i.test(host);
      if (whole || free)
        yield {
          message:
            kind === 'rewrite'
              ? 'The address decides which host this fetches from.'
              : 'The address decides where this leads.',
          severity: kind === 'rewrite' ? 'high' : 'medium',
          span,
          scope: source,
        };
    }
  },
});

const plainBackend = webRule({
  id: 'web-plain-backend',
  title: 'Rewrite to a backend without TLS',
  severity: 'low',
  confidence: 'high',
  cwe: [319],
  description: `What comes in over TLS goes on to the backend in the clear, with its cookies and its data, across networks that are not yours.
Names and addresses of a local network are not reported for Next.js, which may stand in it.`,
  remediation: 'Give the backend a certificate, and write `https://`.',
  references: [nextRewrites, vercelRewrites, 'https://docs.netlify.com/routing/redirects/rewrites-proxies/'],
  bad: [
    vercelJson('"rewrites": [{ "source": "/api/:path*", "destination": "http://192.0.2.7:8080/:path*" }] ◄'),
    netlifyToml(
      '[[redirects]]',
      'from = "/api/*"',
      'to = "http://api.shop.example/:splat" ◄',
      'status = 200',
    ),
  ],
  good: [
    next("rewrites: async () => [{ source: '/api/:path*', destination: 'http://backend:8080/:path*' }],"),
    next("rewrites: async () => [{ source: '/api/:path*', destination: 'http://127.0.0.1:8080/:path*' }],"),
    netlifyToml('[[redirects]]', 'from = "/old"', 'to = "http://www.example.com/new"', 'status = 301'),
  ],
  *look({ kind, routes }) {
    for (const route of routes) {
      const host = /^http:\/\/([^/:?#]+)/i.exec(route.destination)?.[1]?.toLowerCase();
      if (route.kind !== 'rewrite' || host === undefined || host.includes(hole) || host.startsWith('$'))
        continue;
      const local = /^(?:localhost|127\.|0\.0\.0\.0|\[::1\]|host\.docker\.internal)/.test(host);
      const near =
        kind === 'next' &&
        (!host.includes('.') ||
          /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.|\.(?:local|internal|svc|cluster\.local|lan)$/.test(
            host,
          ));
      if (!local && !near)
        yield {
          message: `What is sent to \`${host}\` is not encrypted.`,
          span: route.span,
          scope: route.source,
        };
    }
  },
});

export const webRouteRules = [openDestination, plainBackend];
