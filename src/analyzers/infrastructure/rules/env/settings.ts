import type { EnvRule } from '../../formats/env.js';
import { turnsTlsOff } from './certificates.js';
import { forBrowsers, isLocalHost, isPlaceholder } from './values.js';
import { isForDevelopment, isForProduction, replaceValue, variableRule } from './variable-rule.js';

const setup = {};
const isTrue = (value: string): boolean => /^(?:true|1|on|yes)$/i.test(value);
const isFalse = (value: string): boolean => /^(?:false|0|off|no)$/i.test(value);

const sample = ['h7Kq', 'Z2vN', 'x9Wd', 'T4bR'].join('');

const browserSecret = variableRule({
  id: 'env-secret-for-browsers',
  title: 'Secret under a name that browsers get',
  severity: 'high',
  confidence: 'medium',
  cwe: [200, 522],
  description: `The prefix of the name (\`NEXT_PUBLIC_\`, \`VITE_\`, \`REACT_APP_\` and the like) makes the bundler write the value into the JavaScript that
everybody loads. The rest of the name says that it is a secret. Keys that are made for browsers (publishable, anonymous, site keys) are
not reported.`,
  remediation: 'Replace the secret, take the prefix away, and use it on the server alone.',
  references: [
    'https://nextjs.org/docs/app/guides/environment-variables#bundling-environment-variables-for-the-browser',
    'https://vite.dev/guide/env-and-mode#env-variables',
  ],
  bad: [
    ['.env.local', `NEXT_PUBLIC_SUPABASE_SERVICE_ROLE_KEY=${sample} ◄`],
    ['web/.env', `VITE_STRIPE_SECRET_KEY=${sample} ◄`],
  ],
  good: [
    [
      '.env',
      `NEXT_PUBLIC_SUPABASE_ANON_KEY=${sample}\nVITE_STRIPE_PUBLISHABLE_KEY=${sample}\nREACT_APP_FIREBASE_API_KEY=${sample}`,
    ],
    ['.env', `STRIPE_SECRET_KEY=\nVITE_CLIENT_SECRET=\nNEXT_PUBLIC_SECRET_SANTA_URL=https://santa.example`],
  ],
  look({ name, value }) {
    const rest = name.replace(forBrowsers, '');
    if (rest === name || value.length < 8 || isPlaceholder(value) || /^https?:/.test(value)) return undefined;
    const secret =
      /(?:^|_)(?:SECRET(?:_KEY)?|PASSWORD|PASSWD|PRIVATE_KEY|SERVICE_ROLE(?:_KEY)?|ADMIN_(?:API_)?KEY|CLIENT_SECRET|SERVICE_ACCOUNT|SIGNING_KEY|ENCRYPTION_KEY)$/i.test(
        rest,
      );
    return secret ? { message: `\`${name}\` is in the JavaScript that everybody loads.` } : undefined;
  },
});

const debugOn = variableRule({
  ...setup,
  id: 'env-debug-on',
  title: 'Debugging turned on in production',
  severity: 'medium',
  confidence: 'high',
  cwe: [489, 215],
  description: `In debug mode the framework shows stack traces, settings and the environment to whoever causes an error, and some let them run code
on the error page.`,
  remediation: 'Turn it off in what others reach, and send errors to a log.',
  references: [
    'https://docs.djangoproject.com/en/stable/ref/settings/#debug',
    'https://laravel.com/docs/configuration#debug-mode',
    'https://flask.palletsprojects.com/en/stable/debugging/',
  ],
  bad: [
    ['.env', 'APP_ENV=production\nAPP_DEBUG=true ◄'],
    ['deploy/prod.env', 'DJANGO_DEBUG=True ◄'],
  ],
  good: [
    ['.env', 'APP_ENV=local\nAPP_DEBUG=true'],
    ['.env.production', 'APP_DEBUG=false\nDEBUG=app:*'],
  ],
  look(variable, file) {
    if (
      !/^(?:(?:APP|DJANGO|FLASK|LARAVEL|WP|SYMFONY|NODE|SERVER|API)_)?DEBUG(?:_MODE)?$/i.test(variable.name)
    )
      return undefined;
    if (!isTrue(variable.value) || !isForProduction(file)) return undefined;
    const off = variable.value === '1' ? '0' : variable.value.startsWith('T') ? 'False' : 'false';
    return {
      message: 'Errors show what is inside to whoever causes them.',
      ...replaceValue(variable, off, 'Turn it off'),
    };
  },
});

const tlsOff = variableRule({
  id: 'env-tls-off',
  title: 'Certificates not checked',
  severity: 'medium',
  confidence: 'high',
  cwe: [295],
  description: `The variable turns the check of certificates off for every connection of the process. Whoever stands between reads and changes what it
sends and gets. Files for development and tests are not reported.`,
  remediation:
    'Remove it, and name the certificate that is missing: `NODE_EXTRA_CA_CERTS`, `REQUESTS_CA_BUNDLE`.',
  references: [
    'https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue',
    'https://nodejs.org/api/cli.html#node_extra_ca_certsfile',
  ],
  bad: [
    ['.env', 'NODE_TLS_REJECT_UNAUTHORIZED=0 ◄'],
    ['build.env', 'GIT_SSL_NO_VERIFY=true ◄\nPYTHONHTTPSVERIFY=0 ◄'],
  ],
  good: [
    ['.env', 'NODE_TLS_REJECT_UNAUTHORIZED=1\nNODE_EXTRA_CA_CERTS=ca.pem'],
    ['.env.development', 'NODE_TLS_REJECT_UNAUTHORIZED=0'],
  ],
  look(variable, file) {
    const { name, value } = variable;
    if (!turnsTlsOff(name, value) || isForDevelopment(file)) return undefined;
    const on = ({ '0': '1', '1': '0', true: 'false', false: 'true' } as Readonly<Record<string, string>>)[
      value.toLowerCase()
    ];
    return {
      message: 'No certificate is checked.',
      ...(on !== undefined && replaceValue(variable, on, 'Check certificates')),
    };
  },
});

const plainDatabase = variableRule({
  id: 'env-database-plain',
  title: 'Connection to a database elsewhere without TLS',
  severity: 'medium',
  confidence: 'high',
  cwe: [319],
  description: `The address turns encryption off for a server that is not on this machine: the password and the data cross the network in the clear.`,
  remediation: 'Write `sslmode=verify-full`, with the certificate of the server’s authority.',
  references: [
    'https://www.postgresql.org/docs/current/libpq-ssl.html',
    'https://dev.mysql.com/doc/refman/8.4/en/connection-options.html',
  ],
  bad: [
    ['.env.production', 'DATABASE_URL=postgres://app@db.shop.example/app?sslmode=disable ◄'],
    ['.env', 'DB_URL=mysql://app@db.shop.example/app?ssl-mode=DISABLED ◄'],
  ],
  good: [
    ['.env', 'DATABASE_URL=postgres://app@localhost/app?sslmode=disable'],
    [
      '.env.production',
      'DATABASE_URL=postgres://app@db.shop.example/app?sslmode=verify-full\nB=postgres://app@postgres/app?sslmode=disable',
    ],
  ],
  look({ value }) {
    const [, host] =
      /^[a-z][a-z\d+.-]{1,30}:\/\/(?:[^@\s]{0,500}@)?([^/:?,@\s]{1,253})[^\s]{0,500}[?&](?:sslmode=disable|ssl-mode=DISABLED|ssl=false|useSSL=false|encrypt=false)(?:&|$)/i.exec(
        value,
      ) ?? [];
    const far =
      host !== undefined &&
      host.includes('.') &&
      !isLocalHost(host) &&
      !/\.(?:local|localhost|test)$|^127\./.test(host);
    return far ? { message: 'The password and the data cross the network in the clear.' } : undefined;
  },
});

const anyOrigin = variableRule({
  ...setup,
  id: 'env-cors-any-origin',
  title: 'Every site allowed in production',
  severity: 'low',
  confidence: 'medium',
  cwe: [942],
  description: `The setting lets every site read the answers. With credentials allowed it is rated higher: then every site that a user visits acts for
them.`,
  remediation: 'List the sites that may: `CORS_ORIGIN=https://shop.example`.',
  references: [
    'https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS',
    'https://cheatsheetseries.owasp.org/cheatsheets/HTML5_Security_Cheat_Sheet.html#cross-origin-resource-sharing',
  ],
  bad: [
    ['.env.production', 'CORS_ORIGIN=* ◄'],
    ['api.prod.env', 'ALLOWED_ORIGINS="*" ◄\nCORS_CREDENTIALS=true'],
  ],
  good: [
    ['.env', 'CORS_ORIGIN=*'],
    ['.env.production', 'CORS_ORIGIN=https://app.example,https://*.app.example'],
  ],
  look({ name, value }, file) {
    if (
      !/^(?:\w+_)?(?:CORS_(?:ALLOW(?:ED)?_)?ORIGINS?|ALLOW(?:ED)?_ORIGINS?)$/i.test(name) ||
      value !== '*' ||
      !isForProduction(file)
    )
      return undefined;
    const credentials = file.variables.some(
      (other) => /CORS_(?:ALLOW_)?CREDENTIALS$/i.test(other.name) && isTrue(other.value),
    );
    return {
      message: 'Every site may read the answers.',
      ...(credentials && { severity: 'medium' as const }),
    };
  },
});

const insecureCookie = variableRule({
  ...setup,
  id: 'env-cookie-insecure',
  title: 'Cookies sent without TLS in production',
  severity: 'medium',
  confidence: 'high',
  cwe: [614],
  description: `Without \`Secure\` the browser sends the cookie of the session over plain HTTP as well, where whoever stands between takes it.`,
  remediation: 'Turn it on in every environment that others reach, and serve that one over TLS.',
  references: [
    'https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Set-Cookie#secure',
    'https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html',
  ],
  bad: [
    ['.env.production', 'COOKIE_SECURE=false ◄'],
    ['.env', 'APP_ENV=production\nSESSION_SECURE_COOKIE=false ◄'],
  ],
  good: [
    ['.env.production', 'COOKIE_SECURE=true'],
    ['.env.test', 'COOKIE_SECURE=false\nNODE_ENV=production'],
  ],
  look(variable, file) {
    if (
      !/^(?:\w+_)?(?:COOKIES?_SECURE|SECURE_COOKIES?)$/i.test(variable.name) ||
      !isFalse(variable.value) ||
      !isForProduction(file)
    )
      return undefined;
    return {
      message: 'The cookie of the session is sent over plain HTTP as well.',
      ...replaceValue(variable, variable.value === '0' ? '1' : 'true', 'Send it over TLS alone'),
    };
  },
});

const weakSecret = variableRule({
  id: 'env-weak-secret',
  title: 'Secret of production that is guessed at once',
  severity: 'high',
  confidence: 'high',
  cwe: [1391, 521],
  description: `What signs sessions and tokens is a word that stands on every list. Whoever tries it makes tokens for any user, an administrator among
them.`,
  remediation: 'Make one at random (`openssl rand -base64 32`) and keep it outside the repository.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/JSON_Web_Token_for_Java_Cheat_Sheet.html#weak-token-secret',
    'https://cwe.mitre.org/data/definitions/1391.html',
  ],
  bad: [
    ['.env.production', 'JWT_SECRET=secret ◄'],
    ['.env', 'NODE_ENV=production\nSESSION_SECRET="keyboard cat" ◄'],
  ],
  good: [
    ['.env.test', 'JWT_SECRET=secret'],
    ['.env.production', 'JWT_SECRET=<fill in>\nSESSION_SECRET=\nAPP_KEY=${APP_KEY}'],
  ],
  look({ name, value }, file) {
    const signs =
      /^(?:\w+_)?(?:JWT|SESSION|COOKIE|AUTH|NEXTAUTH|APP|TOKEN|SIGNING|ENCRYPTION|CSRF|ACCESS_TOKEN|REFRESH_TOKEN)_(?:SECRET|KEY|SECRET_KEY)$|^SECRET(?:_KEY)?(?:_BASE)?$/i.test(
        name,
      );
    if (!signs || !isForProduction(file)) return undefined;
    const guessed =
      /^(?:(?:my|super|top|very)?[-_ ]?(?:secret|password|jwt|token|key)(?:[-_ ]?(?:secret|key|token|password|123|1234))?|s3cr3t|changeme|change[-_ ]me|keyboard cat|test|admin|qwerty|12345\d*|abc123|default)$/i.test(
        value,
      );
    return guessed ? { message: `\`${name}\` is a word that everybody tries.` } : undefined;
  },
});

export const envSettingRules: readonly EnvRule[] = [
  browserSecret,
  debugOn,
  tlsOff,
  plainDatabase,
  anyOrigin,
  insecureCookie,
  weakSecret,
];
