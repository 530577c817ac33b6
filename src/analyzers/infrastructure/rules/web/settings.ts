import { at, entryOf, itemsOf, textOf, type YamlNode } from '../../formats/yaml-syntax.js';
import { turnsTlsOff } from '../env/certificates.js';
import { isSecretName } from '../env/values.js';
import { netlifyToml, next, vercelJson, webRule } from './web-rule.js';

const images = 'https://nextjs.org/docs/app/api-reference/components/image';
const config = 'https://nextjs.org/docs/app/api-reference/config/next-config-js';
const setup = {};

const anyImage = webRule({
  id: 'web-image-any-host',
  title: 'Pictures of every host fetched by the server',
  severity: 'medium',
  confidence: 'high',
  cwe: [918, 400],
  description: `The image optimizer fetches whatever address it is given, from every host. Anybody can have your server fetch and resize pictures
for them, at your cost and from your address, and show pictures of theirs under your domain.`,
  remediation:
    'Name the hosts in `remotePatterns`, with a `pathname`; `**.example.com` for all names of one domain.',
  references: [`${images}#remotepatterns`, 'https://vercel.com/docs/image-optimization'],
  bad: [
    next("images: { remotePatterns: [{ protocol: 'https', hostname: '**' }] }, ◄"),
    next('images: {', '  remotePatterns: [', "    { hostname: '*' }, ◄", '  ],', '},'),
  ],
  good: [
    next("images: { remotePatterns: [{ protocol: 'https', hostname: '**.example.com' }] },"),
    next('images: { remotePatterns: [{ hostname: process.env.HOST }], unoptimized: false },'),
    next("images: { unoptimized: true, remotePatterns: [{ hostname: '**' }] },"),
  ],
  *look({ root }) {
    const holder = at(root, 'images');
    if (textOf(at(holder, 'unoptimized')) === 'true') return;
    for (const item of itemsOf(at(holder, 'remotePatterns'))) {
      const host = entryOf(item, 'hostname');
      if (/^(?:\*{1,2}|\*{1,2}\.\*{1,2}|\^?\.[*+]\$?)$/.test(textOf(host?.value) ?? '') && host)
        yield {
          message: 'The server fetches pictures from every host.',
          span: { start: host.key.start, end: host.value.end },
          scope: 'images',
        };
    }
  },
});

const svg = webRule({
  ...setup,
  id: 'web-image-svg',
  title: 'SVG pictures of others served as pages',
  severity: 'low',
  confidence: 'medium',
  cwe: [79],
  description: `SVG files can hold scripts. Served from your domain and opened by themselves they run as a page of yours, unless the answer is
marked as a download and its policy allows no script.`,
  remediation:
    "Set `contentDispositionType: 'attachment'` and `contentSecurityPolicy: \"default-src 'self'; script-src 'none'; sandbox;\"` beside it.",
  references: [`${images}#dangerouslyallowsvg`],
  bad: [
    next('images: {', '  dangerouslyAllowSVG: true, ◄', '},'),
    vercelJson('"images": { "sizes": [64], "dangerouslyAllowSVG": true } ◄'),
  ],
  good: [
    next('images: {', '  dangerouslyAllowSVG: true,', "  contentDispositionType: 'attachment',", '},'),
    next(
      'images: {',
      '  dangerouslyAllowSVG: true,',
      '  contentSecurityPolicy: "script-src \'none\'; sandbox;",',
      '},',
    ),
  ],
  *look({ root }) {
    const holder = at(root, 'images');
    const entry = entryOf(holder, 'dangerouslyAllowSVG');
    const download = textOf(at(holder, 'contentDispositionType')) === 'attachment';
    const policy = at(holder, 'contentSecurityPolicy');
    if (entry && textOf(entry.value) === 'true' && !download && !policy)
      yield {
        message: 'A picture with a script in it runs as a page of this site.',
        span: { start: entry.key.start, end: entry.value.end },
        scope: 'images',
      };
  },
});

const sourceMaps = webRule({
  ...setup,
  id: 'web-source-maps',
  title: 'Source code handed to every browser',
  severity: 'low',
  confidence: 'high',
  cwe: [540],
  description: `Source maps in production give everybody the code as it was written, with its comments and the names of what is inside.`,
  remediation:
    'Remove the setting; send the maps to your error tracker while building, and delete them before they are served.',
  references: [
    `${config}/productionBrowserSourceMaps`,
    'https://vercel.com/docs/projects/overview#logs-and-source-protection',
  ],
  bad: [next('productionBrowserSourceMaps: true, ◄'), vercelJson('"public": true ◄')],
  good: [next("productionBrowserSourceMaps: process.env.MAPS === '1',"), vercelJson('"public": false')],
  *look({ kind, root }) {
    const entry =
      kind === 'next'
        ? entryOf(root, 'productionBrowserSourceMaps')
        : kind === 'vercel'
          ? entryOf(root, 'public')
          : undefined;
    if (entry && textOf(entry.value) === 'true')
      yield {
        message: 'Everybody can read the source of what is deployed.',
        span: { start: entry.key.start, end: entry.value.end },
        ...turnOff(entry.value),
      };
  },
});

const bundledSecret = webRule({
  id: 'web-secret-in-bundle',
  title: 'Secret written into what every browser gets',
  severity: 'high',
  confidence: 'medium',
  cwe: [200, 522],
  description: `\`env\` of \`next.config\` puts the value into the JavaScript of the site wherever the name is used, on the server and in the browser
alike. One use in a component and the secret is public.`,
  remediation: 'Remove it from `env`: code of the server reads `process.env` by itself.',
  references: [`${config}/env`, 'https://nextjs.org/docs/app/guides/environment-variables'],
  bad: [
    next('env: {', '  STRIPE_SECRET_KEY: process.env.STRIPE_SECRET_KEY, ◄', '},'),
    next('env: {', '  dbPassword: process.env.DB_PASSWORD, ◄', '},'),
  ],
  good: [
    next('env: { PUBLIC_KEY: process.env.SITE_KEY, TOKEN_URL: process.env.TOKEN_URL },'),
    vercelJson('"env": { "STRIPE_SECRET_KEY": "@stripe-key" }'),
  ],
  *look({ kind, variables }) {
    if (kind !== 'next') return;
    for (const { name, span } of variables) {
      const constant = name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toUpperCase();
      if (isSecretName(constant) && !/PUBLIC|PUBLISHABLE|SITE_KEY|CLIENT_ID/.test(constant))
        yield {
          message: `\`${name}\` is in the bundle of the browser wherever it is used.`,
          span,
          scope: 'env',
        };
    }
  },
});

const serverActions = webRule({
  id: 'web-server-actions-any-origin',
  title: 'Server actions that every site may call',
  severity: 'medium',
  confidence: 'high',
  cwe: [352],
  description: `Next.js compares the origin of a call with the host, which keeps other sites from acting for the people that are logged in. A list
of allowed origins with everybody in it takes that away.`,
  remediation: 'List the hosts of your own proxies, and nothing else.',
  references: [`${config}/serverActions`],
  bad: [
    next("experimental: { serverActions: { allowedOrigins: ['*'] } }, ◄"),
    next("serverActions: { allowedOrigins: ['app.example', '**'] }, ◄"),
  ],
  good: [
    next("experimental: { serverActions: { allowedOrigins: ['*.proxy.example'] } },"),
    next('experimental: { serverActions: true },'),
  ],
  *look({ root }) {
    const holders: (YamlNode | undefined)[] = [
      at(root, 'serverActions'),
      at(root, 'experimental', 'serverActions'),
    ];
    for (const item of holders.flatMap((holder) => itemsOf(at(holder, 'allowedOrigins'))))
      if (/^\*{1,2}(?:\.\*{1,2})?$/.test(textOf(item) ?? ''))
        yield { message: 'Every site may call the actions of this one.', span: item, scope: 'serverActions' };
  },
});

const tlsOff = webRule({
  id: 'web-tls-off',
  title: 'Certificates not checked while building or running',
  severity: 'medium',
  confidence: 'high',
  cwe: [295],
  description: `The variable turns the check of certificates off, for every connection of the process: whoever stands between decides what it
downloads and reads what it sends.`,
  remediation: 'Remove it, and name the missing certificate: `NODE_EXTRA_CA_CERTS`.',
  references: [
    'https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue',
    'https://nodejs.org/api/cli.html#node_extra_ca_certsfile',
  ],
  bad: [
    netlifyToml('[build.environment]', 'NODE_TLS_REJECT_UNAUTHORIZED = "0" ◄'),
    vercelJson('"build": { "env": { "NPM_CONFIG_STRICT_SSL": "false" } } ◄'),
  ],
  good: [
    netlifyToml('[build.environment]', 'NODE_TLS_REJECT_UNAUTHORIZED = "1"'),
    vercelJson('"env": { "NODE_EXTRA_CA_CERTS": "certs/ca.pem" }'),
  ],
  *look({ variables }) {
    for (const { name, value, span } of variables)
      if (turnsTlsOff(name, value ?? '')) yield { message: 'No certificate is checked.', span, scope: 'env' };
  },
});

function turnOff({ start, end }: YamlNode) {
  return { fix: { description: 'Turn it off', edits: [{ start, end, text: 'false' }] } };
}

export const webSettingRules = [anyImage, svg, sourceMaps, bundledSecret, serverActions, tlsOff];
