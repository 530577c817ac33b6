import { crc32Base62, hasCrc32Base36, hasCrc32Base62, sha256Base32, bySum } from '../../checksum.js';
import { secretRule } from '../../rule.js';
import { madeUp } from '../made-up.js';

const body = madeUp('mixed', 30, 'github');
const token = ['ghp', body + crc32Base62(body)].join('_');
const fineBody = `${['github', 'pat', `11A${madeUp('mixed', 19, 'pat')}`].join('_')}_${madeUp('mixed', 43, 'fine')}`;
const fineToken = fineBody + sha256Base32(fineBody, 8) + madeUp('mixed', 8, 'tail');

export const githubToken = secretRule({
  id: 'github-token',
  title: 'GitHub access token',
  severity: 'critical',
  confidence: 'high',
  opens: 'can read and change on GitHub what the token can',
  rotate: 'revoke the token in GitHub under Settings, Developer settings, and look through the security log.',
  references: [
    'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/token-expiration-and-revocation',
  ],
  keywords: ['ghp_', 'gho_', 'ghu_', 'ghr_'],
  after: 90,
  pattern: /(?<![A-Za-z0-9])gh(?:[pou]_[A-Za-z0-9]{36}|r_[A-Za-z0-9]{36,76})(?![A-Za-z0-9_])/y,
  judge: (candidate) => bySum(hasCrc32Base62(candidate.value), candidate),
  examples: {
    bad: [
      { path: '.github/workflows/release.yml', text: `env:\n  GH_TOKEN: ${token} ◄\n` },
      { path: 'scripts/clone.sh', text: `git clone https://${token}@github.com/acme/shop.git ◄\n` },
    ],
    good: [
      { path: '.github/workflows/release.yml', text: 'env:\n  GH_TOKEN: ${{ secrets.GH_TOKEN }}\n' },
      { path: 'README.md', text: `Export \`GH_TOKEN=ghp_${'x'.repeat(36)}\` first.\n` },
    ],
  },
});

export const githubFineGrainedToken = secretRule({
  id: 'github-fine-grained-token',
  title: 'GitHub fine-grained access token',
  severity: 'high',
  confidence: 'high',
  opens: 'can read and change on GitHub what the token was granted',
  rotate: 'revoke the token in GitHub under Settings, Developer settings, and look through the security log.',
  references: [
    'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/token-expiration-and-revocation',
  ],
  keywords: ['github_pat_'],
  after: 110,
  pattern: /(?<![A-Za-z0-9])github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}(?![A-Za-z0-9_])/y,
  judge: (candidate) => {
    const { value } = candidate;
    return bySum(sha256Base32(value.slice(0, -16), 8) === value.slice(-16, -8), candidate);
  },
  examples: {
    bad: [
      { path: 'src/sync.ts', text: `const octokit = new Octokit({ auth: '${fineToken}' }); ◄\n` },
      { path: '.env', text: `GITHUB_TOKEN=${fineToken} ◄\n` },
    ],
    good: [
      { path: 'src/sync.ts', text: 'const octokit = new Octokit({ auth: process.env.GITHUB_TOKEN });\n' },
      { path: '.env.example', text: 'GITHUB_TOKEN=github_pat_...\n' },
    ],
  },
});

const serverBody = madeUp('mixed', 30, 'installation');
const serverToken = ['ghs', serverBody + crc32Base62(serverBody)].join('_');
const jwt = [
  Buffer.from('{"alg":"RS256","typ":"JWT"}').toString('base64url'),
  Buffer.from('{"iss":"github","sub":"8231","iat":1777300000}').toString('base64url'),
  madeUp('mixed', 342, 'signature'),
].join('.');

export const githubInstallationToken = secretRule({
  id: 'github-installation-token',
  title: 'GitHub App installation token',
  severity: 'medium',
  confidence: 'high',
  opens:
    'can act for the App on the repositories of the installation until the token expires, an hour after it was made',
  rotate: 'revoke the token with `DELETE /installation/token`, and find out how it came into a file.',
  references: [
    'https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-an-installation-access-token-for-a-github-app',
    'https://docs.github.com/en/rest/apps/installations#revoke-an-installation-access-token',
  ],
  keywords: ['ghs_'],
  after: 4000,
  // Since April 2026 either 36 characters with a checksum, or the App's number and a signed JSON Web Token.
  pattern:
    /(?<![A-Za-z0-9])ghs_(?:(?:[0-9]{1,12}_)?(?<header>eyJ[A-Za-z0-9_-]+)\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{20,}|[A-Za-z0-9]{36}(?![A-Za-z0-9_]))/y,
  judge: (candidate) => {
    const { header } = candidate.groups;
    if (header === undefined) return bySum(hasCrc32Base62(candidate.value), candidate);
    return namesAlgorithm(header) ? {} : undefined;
  },
  examples: {
    bad: [
      { path: 'logs/deploy.txt', text: `x-access-token:${serverToken} ◄\n` },
      { path: 'test/recorded.json', text: `{\n  "token": "${['ghs', '8231', jwt].join('_')}" ◄\n}\n` },
    ],
    good: [
      { path: 'src/token.ts', text: "if (token.startsWith('ghs_')) return 'installation';\n" },
      { path: 'docs/api.md', text: `\`{"token": "ghs_16C7e42F292c6912E7710c838347Ae178B4a"}\`\n` },
    ],
  },
});

const gitlabBody = madeUp('mixed', 20, 'gitlab');

export const gitlabToken = secretRule({
  id: 'gitlab-token',
  title: 'GitLab access token',
  severity: 'critical',
  confidence: 'high',
  opens: 'can read and change on GitLab what the token can',
  rotate: 'revoke the token in GitLab under Access tokens, and look through the audit events.',
  references: ['https://docs.gitlab.com/security/tokens/'],
  keywords: [
    'glpat-',
    'gldt-',
    'glrt-',
    'glptt-',
    'glcbt-',
    'gloas-',
    'glsoat-',
    'glagent-',
    'glimt-',
    'glft-',
  ],
  after: 340,
  pattern:
    /(?<![A-Za-z0-9])gl(?:(?:pat|dt|rt|soat|ft)-(?:t[0-9]_)?(?:[A-Za-z0-9_-]{20,22}|[A-Za-z0-9_-]{27,300}\.[0-9a-z]{2}(?:\.[0-9a-z]{9}|[0-9a-z]{7}))|cbt-(?:[0-9A-Za-z]{1,5}_)?[A-Za-z0-9_-]{20}|ptt-[0-9a-f]{40}|oas-[0-9a-f]{64}|agent-[A-Za-z0-9_-]{50}|imt-[A-Za-z0-9_-]{25})(?![A-Za-z0-9_-])/y,
  // Routable tokens tell the parts of GitLab that they belong to, and end in a checksum of all before it.
  judge: (candidate) => bySum(!routable.test(candidate.value) || hasCrc32Base36(candidate.value), candidate),
  examples: {
    bad: [
      { path: '.gitlab-ci.yml', text: `variables:\n  API_TOKEN: ${['glpat', gitlabBody].join('-')} ◄\n` },
      {
        path: 'scripts/push.sh',
        text: `git push https://oauth2:${['glpat', gitlabBody].join('-')}@gitlab.example/acme/shop.git ◄\n`,
      },
    ],
    good: [
      { path: '.gitlab-ci.yml', text: 'variables:\n  API_TOKEN: $CI_JOB_TOKEN\n' },
      { path: 'README.md', text: `Use a token such as \`glpat-${'x'.repeat(20)}\`.\n` },
    ],
  },
});

const routable = /\.[0-9a-z]{2}\.?[0-9a-z]{7,9}$/;

/** Whether the header of a JSON Web Token is what it says it is. */
function namesAlgorithm(header: string): boolean {
  return /"alg"\s{0,4}:/.test(Buffer.from(header.slice(0, 400), 'base64url').toString('latin1'));
}
