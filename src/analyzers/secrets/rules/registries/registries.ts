import { namedToken } from '../../named-token.js';
import { isRegular } from '../../plausible.js';
import { prefixedToken } from '../../prefixed-token.js';
import { type Candidate, type SecretRule, secretRule, type Verdict } from '../../rule.js';
import { base64, hex, lower, mixed, token, upperHex, uuid } from '../../shape.js';
import { madeUp } from '../made-up.js';

const publishes = (where: string): string => `can publish packages on ${where} as the owner of the token`;

/** What PyPI's tokens hold first, in base 64: a version, and the host that they are for. */
const pypiHost = (...labels: string[]): string => {
  const host = labels.join('.');
  return Buffer.concat([Buffer.from([2, 1, host.length]), Buffer.from(host)])
    .toString('base64url')
    .slice(0, Math.floor(((host.length + 3) * 4) / 3));
};

const contribsys = `${madeUp('hex', 8, 'bundle user')}:${madeUp('hex', 8, 'bundle password')}`;
const nugetPassword = `${madeUp('mixed', 14, 'nuget')}+${madeUp('digits', 2, 'nuget')}`;

/** Passwords that the manual of NuGet prints. */
const documentedPasswords = ['33f!!lloppa', 'hal+9ooo_da!sY'];

/** Package registries, beside npm. */
export const registries: readonly SecretRule[] = [
  prefixedToken({
    id: 'pypi-token',
    title: 'PyPI API token',
    severity: 'critical',
    opens: publishes('PyPI'),
    rotate: 'delete the token in PyPI under Account settings, and check the published versions.',
    reference: 'https://packaging.python.org/en/latest/specifications/pypirc/',
    prefixes: [`pypi-${pypiHost('pypi', 'org')}`, `pypi-${pypiHost('test', 'pypi', 'org')}`],
    body: token(50, 1000),
  }),
  prefixedToken({
    id: 'rubygems-token',
    title: 'RubyGems API key',
    severity: 'critical',
    opens: publishes('RubyGems'),
    rotate: 'delete the key on RubyGems under Settings, API keys, and check the published versions.',
    reference: 'https://guides.rubygems.org/api-key-scopes/',
    prefixes: ['rubygems_'],
    body: hex(48),
  }),
  prefixedToken({
    id: 'nuget-api-key',
    title: 'NuGet API key',
    severity: 'critical',
    opens: publishes('NuGet or the PowerShell Gallery'),
    rotate: 'regenerate or delete the key on the API keys page, and check the published versions.',
    reference: 'https://learn.microsoft.com/en-us/nuget/nuget-org/publish-a-package#create-an-api-key',
    prefixes: ['oy2'],
    body: lower(43),
  }),
  secretRule({
    id: 'nuget-config-password',
    title: 'Password of a package source in a NuGet configuration',
    severity: 'high',
    confidence: 'medium',
    cwe: [798, 256],
    opens: 'can read packages from the private source, and publish where the account may',
    rotate:
      'change the password or revoke the token of the account, and look through the published versions.',
    references: [
      'https://learn.microsoft.com/en-us/nuget/reference/nuget-config-file#packagesourcecredentials',
    ],
    keywords: ['password"'],
    ignoreCase: true,
    before: 0,
    after: 240,
    entropy: 2,
    pattern: /password"\s{1,8}value\s?=\s?"(?<secret>[^"\s]{8,200})"/iy,
    judge: ({ path, value }) =>
      /nuget\.config$/i.test(path) && !/%.+%/.test(value) && !documentedPasswords.includes(value)
        ? {}
        : undefined,
    examples: {
      bad: [
        { path: 'NuGet.config', text: `<add key="ClearTextPassword" value="${nugetPassword}" /> ◄\n` },
        { path: 'src/nuget.config', text: `<add key="Password"  value="${nugetPassword}"/> ◄\n` },
      ],
      good: [
        { path: 'NuGet.config', text: '<add key="ClearTextPassword" value="%FEED_TOKEN%" />\n' },
        { path: 'web.config', text: `<add key="ClearTextPassword" value="${'a'.repeat(12)}" />\n` },
      ],
    },
  }),
  prefixedToken({
    id: 'crates-io-token',
    title: 'API token of crates.io',
    severity: 'critical',
    opens: publishes('crates.io'),
    rotate: 'revoke the token on crates.io under Account settings, and check the published versions.',
    reference: 'https://doc.rust-lang.org/cargo/reference/publishing.html',
    prefixes: ['cio'],
    body: mixed(32),
    variable: 'CARGO_REGISTRY_TOKEN',
  }),
  prefixedToken({
    id: 'clojars-token',
    title: 'Clojars deploy token',
    severity: 'critical',
    opens: publishes('Clojars'),
    rotate: 'disable the token on Clojars under Deploy tokens, and check the published versions.',
    reference: 'https://github.com/clojars/clojars-web/wiki/Deploy-Tokens',
    prefixes: ['CLOJARS_'],
    body: lower(60),
  }),
  namedToken({
    id: 'hex-api-key',
    title: 'Hex API key',
    severity: 'critical',
    opens: publishes('Hex'),
    rotate: 'revoke the key with `mix hex.user key revoke`, and check the published versions.',
    reference: 'https://hex.pm/docs/publish',
    names: ['hexpm', 'hex api'],
    word: 'api key',
    value: hex(32),
  }),
  namedToken({
    id: 'packagist-token',
    title: 'Packagist API token',
    severity: 'high',
    opens: 'can update the packages of its owner on Packagist',
    rotate: 'rotate the token on Packagist under Profile.',
    reference: 'https://github.com/composer/packagist',
    names: ['packagist'],
    word: 'api token',
    value: token(20),
  }),
  prefixedToken({
    id: 'artifactory-api-key',
    title: 'Artifactory API key',
    severity: 'critical',
    opens: 'can read and publish packages in Artifactory as the owner of the key',
    rotate: 'revoke the key in the JFrog platform under Edit profile.',
    reference: 'https://jfrog.com/help/r/jfrog-platform-administration-documentation/api-key',
    prefixes: ['AKCp'],
    body: mixed(69),
    entropy: 4,
  }),
  prefixedToken({
    id: 'artifactory-reference-token',
    title: 'Artifactory reference token',
    severity: 'critical',
    opens: 'can read and publish packages in Artifactory as far as the token is allowed to',
    rotate: 'revoke the token in the JFrog platform under Access tokens.',
    reference: 'https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens',
    prefixes: [Buffer.from('ref').toString('base64') + 'd'],
    body: mixed(59),
    entropy: 4,
  }),
  namedToken({
    id: 'jfrog-token',
    title: 'JFrog identity token or API key',
    severity: 'critical',
    opens: 'can read and publish packages in Artifactory as the owner of the token',
    rotate: 'revoke the token in the JFrog platform under Edit profile or Access tokens.',
    reference: 'https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens',
    names: ['jfrog', 'artifactory', 'bintray', 'xray'],
    word: 'token',
    alone: true,
    value: `${mixed(73)}|${mixed(64)}`,
    // A hash of a file has the same length.
    judge: ({ value }) => (/^[0-9a-f]{64}$/.test(value) ? undefined : {}),
  }),
  prefixedToken({
    id: 'docker-token',
    title: 'Docker Hub access token',
    severity: 'critical',
    opens: 'can pull private images and push over those that others run',
    rotate: 'delete the token in Docker Home under Account settings, Personal access tokens.',
    reference: 'https://docs.docker.com/security/access-tokens/',
    prefixes: ['dckr_pat_', 'dckr_oat_'],
    body: token(27, 40),
  }),
  namedToken({
    id: 'cloudsmith-api-key',
    title: 'Cloudsmith API key',
    severity: 'critical',
    opens: 'can read and publish packages on Cloudsmith as the owner of the key',
    rotate: 'refresh the key in Cloudsmith under API settings.',
    reference: 'https://help.cloudsmith.io/docs/api-key',
    names: ['cloudsmith'],
    word: 'api key',
    value: hex(40),
  }),
  namedToken({
    id: 'cocoapods-trunk-token',
    title: 'CocoaPods trunk token',
    severity: 'critical',
    opens: publishes('CocoaPods'),
    rotate: 'end the session with `pod trunk me clean-sessions --all`, and check the published versions.',
    reference: 'https://guides.cocoapods.org/making/getting-setup-with-trunk.html',
    names: ['cocoapods', 'cocoapods trunk'],
    word: 'trunk token',
    value: hex(32),
  }),
  namedToken({
    id: 'chocolatey-api-key',
    title: 'Chocolatey API key',
    severity: 'critical',
    opens: publishes('Chocolatey'),
    rotate: 'reset the key in the account of the Chocolatey community repository.',
    reference: 'https://docs.chocolatey.org/en-us/create/commands/api-key/',
    names: ['chocolatey', 'choco'],
    word: 'api key',
    value: uuid,
  }),
  namedToken({
    id: 'myget-api-key',
    title: 'MyGet API key',
    severity: 'critical',
    opens: publishes('MyGet'),
    rotate: 'regenerate the key in MyGet under Profile, Security.',
    reference: 'https://docs.myget.org/docs/reference/security',
    names: ['myget'],
    word: 'api key',
    value: uuid,
  }),
  namedToken({
    id: 'sonatype-token',
    title: 'Maven Central user token',
    severity: 'critical',
    opens: 'who learns the name of the token can publish artifacts on Maven Central',
    rotate: 'revoke the user token in the Central portal, and check the published versions.',
    reference: 'https://central.sonatype.org/publish/generate-portal-token/',
    names: ['ossrh', 'sonatype', 'maven central'],
    word: 'password',
    value: base64(44),
  }),
  namedToken({
    id: 'fontawesome-npm-token',
    title: 'Font Awesome package token',
    severity: 'low',
    opens: 'can install the paid icons of the account',
    rotate: 'delete the token in Font Awesome under Account, Tokens.',
    reference: 'https://docs.fontawesome.com/web/setup/packages',
    names: ['fontawesome', 'font awesome'],
    word: 'npm auth token',
    value: `${upperHex(8)}-${upperHex(4)}-${upperHex(4)}-${upperHex(4)}-${upperHex(12)}`,
  }),
  secretRule({
    id: 'sidekiq-credentials',
    title: 'Credentials for the paid Sidekiq gems',
    severity: 'low',
    confidence: 'high',
    opens: 'can install Sidekiq Pro or Enterprise at the cost of the license',
    rotate: 'ask Contributed Systems for new credentials.',
    references: ['https://github.com/sidekiq/sidekiq/wiki/Commercial-FAQ'],
    keywords: ['contribsys'],
    ignoreCase: true,
    before: 60,
    after: 60,
    // Eight hexadecimal digits are letters of a word now and then; the place tells enough.
    entropy: 0,
    pattern:
      /(?:(?<=(?:gems|enterprise)(?:\.|__|_))contribsys(?:__|_|\.)com["'`\]]{0,2}\s{0,4}[:=]{0,3}\s{0,4}["'`]?(?<secret>[0-9a-f]{8}:[0-9a-f]{8})(?![0-9a-z])|(?<=(?<address>[0-9a-f]{8}:[0-9a-f]{8})@(?:gems|enterprise)\.)contribsys\.com)/iy,
    judge: judgeContribsys,
    examples: {
      bad: [
        { path: '.env', text: `BUNDLE_ENTERPRISE__CONTRIBSYS__COM=${contribsys} ◄\n` },
        { path: '.bundle/config', text: `BUNDLE_GEMS__CONTRIBSYS__COM: "${contribsys}" ◄\n` },
      ],
      good: [
        { path: '.env.example', text: 'BUNDLE_ENTERPRISE__CONTRIBSYS__COM=cafebabe\n' },
        {
          path: 'Gemfile',
          text: "source 'https://enterprise.contribsys.com/' do\n  gem 'sidekiq-ent'\nend\n",
        },
      ],
    },
  }),
];

/** The pair stands behind the name of the host, or before it in an address. */
function judgeContribsys({ text, value, start, groups }: Candidate): Verdict | undefined {
  const pair = groups['address'] ?? value;
  const from = groups['address'] === undefined ? start : text.lastIndexOf(pair, start);
  const shown = { start: from, end: from + pair.length };
  return isRegular(pair) ? undefined : { identity: pair, shown, claims: [shown] };
}
