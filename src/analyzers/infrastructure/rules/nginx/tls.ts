import { directivesOf, inherited } from '../../formats/nginx.js';
import { argumentOf, levelRule, replaceWord, server } from './level-rule.js';

const ssl = 'https://nginx.org/en/docs/http/ngx_http_ssl_module.html';
const mozilla = 'https://wiki.mozilla.org/Security/Server_Side_TLS';
const weak = { cwe: [327, 326] };

const oldVersions = levelRule({
  ...weak,
  id: 'nginx-old-tls',
  title: 'Old version of TLS',
  severity: 'medium',
  confidence: 'high',
  description: `TLS before 1.2 and SSL are broken (POODLE, BEAST) and retired by RFC 8996. Whoever sits between can force a connection down to
the oldest version that both sides speak.`,
  remediation: 'Write `ssl_protocols TLSv1.2 TLSv1.3;`, or leave the directive out: that is its default.',
  references: [`${ssl}#ssl_protocols`, 'https://www.rfc-editor.org/rfc/rfc8996', mozilla],
  bad: [
    server('ssl_protocols TLSv1 TLSv1.1 TLSv1.2; ◄'),
    server('location / { proxy_ssl_protocols SSLv3 TLSv1.2; } ◄'),
  ],
  good: [server('ssl_protocols TLSv1.2 TLSv1.3;'), server('ssl_protocols TLSv1.3;')],
  *look(level) {
    for (const directive of directivesOf(
      level,
      'ssl_protocols',
      'proxy_ssl_protocols',
      'grpc_ssl_protocols',
    )) {
      const isOld = (text: string): boolean => /^(?:SSLv2|SSLv3|TLSv1|TLSv1\.1)$/i.test(text);
      const [first, last] = [directive.words[0], directive.words.at(-1)];
      const old = directive.words.filter(({ text }) => isOld(text));
      if (!first || !last || old.length === 0) continue;
      const kept = directive.words.filter(({ text }) => !isOld(text)).map(({ text }) => text);
      yield {
        message: `\`${old.map(({ text }) => text).join(' ')}\` can be broken by whoever sits between.`,
        span: directive,
        ...replaceWord(
          { start: first.start, end: last.end },
          (kept.length > 0 ? kept : ['TLSv1.2', 'TLSv1.3']).join(' '),
          'Leave the old versions out',
        ),
      };
    }
  },
});

const weakCiphers = levelRule({
  ...weak,
  id: 'nginx-weak-cipher',
  title: 'Weak cipher',
  severity: 'medium',
  confidence: 'high',
  description: `The list allows ciphers that can be broken (RC4, DES, 3DES, export grade), that check nothing (NULL) or that do not say who
the other side is (anonymous).`,
  remediation:
    'Take the list of Mozilla for the clients that you support, or leave the directive out: the default is `HIGH:!aNULL:!MD5`.',
  references: [`${ssl}#ssl_ciphers`, mozilla],
  bad: [
    server('ssl_ciphers ECDHE-RSA-AES128-GCM-SHA256:RC4-SHA; ◄'),
    server('ssl_ciphers "ALL:!ADH:+LOW"; ◄'),
    server('ssl_ciphers HIGH:NULL-SHA; ◄'),
  ],
  good: [
    server('ssl_ciphers HIGH:!aNULL:!MD5;'),
    server(
      'ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:!RC4:!3DES;',
      'ssl_ciphers ALL:!aNULL:!eNULL:!EXPORT:!DES:!3DES:!RC4:!LOW:!MD5;',
    ),
  ],
  *look(level) {
    for (const directive of directivesOf(level, 'ssl_ciphers', 'proxy_ssl_ciphers')) {
      const found = weakest(argumentOf(directive));
      if (found !== undefined) yield { message: `\`${found}\` can be broken.`, span: directive };
    }
  },
});

const broken =
  /(?:^|-)(?:RC4|RC2|DES|3DES|NULL|ADH|AECDH|EXP|EXPORT\d*|LOW|aNULL|eNULL|IDEA|SEED|anon)(?:-|$)|DES-CBC3/i;

/** The first entry of a list of OpenSSL that lets a broken cipher in. */
function weakest(list: string): string | undefined {
  const entries = list
    .slice(0, 5000)
    .split(/[:,\s]+/)
    .filter((entry) => entry !== '');
  const banned = entries
    .filter((entry) => entry.startsWith('!'))
    .map((entry) => entry.slice(1).toUpperCase());
  const isBanned = (entry: string): boolean =>
    banned.some(
      (ban) => entry.toUpperCase().split(/[-+]/).includes(ban) || (ban === '3DES' && /DES-CBC3/i.test(entry)),
    );
  for (const entry of entries) {
    if (/^[!-]/.test(entry)) continue;
    if (/^\+?ALL$|^COMPLEMENTOFDEFAULT$/i.test(entry)) {
      if (!['RC4', '3DES', 'LOW', 'EXPORT'].some((family) => banned.includes(family))) return entry;
      continue;
    }
    if (!entry.startsWith('+') && broken.test(entry) && !isBanned(entry)) return entry;
    if (/^\+(?:LOW|EXP\w*)$/i.test(entry) && !isBanned(entry.slice(1))) return entry;
  }
  return undefined;
}

const unverifiedBackend = levelRule({
  id: 'nginx-backend-unverified',
  title: 'Backend whose certificate is not checked',
  severity: 'low',
  confidence: 'high',
  cwe: [295],
  description: `The connection to the backend is encrypted, and \`proxy_ssl_verify off\` says that whoever answers is believed. Off is what nginx
does by default; only where a file says so by itself it is reported.`,
  remediation:
    'Set `proxy_ssl_verify on` with `proxy_ssl_trusted_certificate` and `proxy_ssl_server_name on`.',
  references: ['https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_ssl_verify'],
  bad: [
    server('location / {', '    proxy_pass https://backend.example;', '    proxy_ssl_verify off; ◄', '}'),
    server('location / {', '    grpc_pass grpcs://backend.example;', '    grpc_ssl_verify off; ◄', '}'),
  ],
  good: [
    server('location / {', '    proxy_pass https://backend.example;', '    proxy_ssl_verify on;', '}'),
    server('location / { proxy_pass https://backend.example; }'),
  ],
  *look(level) {
    for (const directive of directivesOf(level, 'proxy_ssl_verify', 'grpc_ssl_verify', 'uwsgi_ssl_verify'))
      if (argumentOf(directive) === 'off')
        yield { message: 'Whoever answers in place of the backend is believed.', span: directive };
  },
});

const clientUnchecked = levelRule({
  id: 'nginx-client-certificate-unchecked',
  title: 'Certificate of the client asked for, and not looked at',
  severity: 'medium',
  confidence: 'medium',
  cwe: [287, 295],
  description: `With \`optional\` and \`optional_no_ca\` nginx lets everybody in and only notes whether the certificate was right, in
\`$ssl_client_verify\`. Nothing in this file reads it.`,
  remediation:
    'Set `ssl_verify_client on`; or refuse where `$ssl_client_verify` is not `SUCCESS`, or hand it to the backend.',
  references: [`${ssl}#ssl_verify_client`],
  bad: [
    server('ssl_client_certificate /etc/ssl/ca.pem;', 'ssl_verify_client optional; ◄'),
    server('ssl_verify_client optional_no_ca; ◄'),
  ],
  good: [
    server('ssl_verify_client on;'),
    server('ssl_verify_client optional;', 'if ($ssl_client_verify != SUCCESS) { return 403; }'),
  ],
  *look(level, { text }) {
    for (const directive of directivesOf(level, 'ssl_verify_client'))
      if (
        /^optional/.test(argumentOf(directive)) &&
        !/\$ssl_client_|\$\{ssl_client_/.test(text) &&
        inherited(level, 'include').length === 0
      )
        yield { message: 'Clients with a wrong certificate, or none, get in.', span: directive };
  },
});

export const tlsRules = [oldVersions, weakCiphers, unverifiedBackend, clientUnchecked];
