import { crc32Base62, hasCrc32Base62, bySum } from '../../checksum.js';
import { secretRule } from '../../rule.js';
import { madeUp } from '../made-up.js';

const body = madeUp('mixed', 30, 'npm');
const token = ['npm', body + crc32Base62(body)].join('_');

export const npmToken = secretRule({
  id: 'npm-token',
  title: 'npm access token',
  severity: 'critical',
  confidence: 'high',
  opens: 'can publish or read packages as the owner of the token',
  rotate: 'revoke the token with `npm token revoke`, and check the published versions of your packages.',
  references: ['https://docs.npmjs.com/revoking-access-tokens'],
  keywords: ['npm_', '_authToken'],
  after: 100,
  pattern:
    /(?:(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}(?![A-Za-z0-9_])|_authToken["']?\s{0,4}[=:]\s{0,4}["']?(?<secret>[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})(?![0-9a-f-]))/y,
  judge: (candidate) => {
    const { value } = candidate;
    if (!value.startsWith('npm_')) return { confidence: 'medium', what: 'A legacy npm access token' };
    return bySum(hasCrc32Base62(value), candidate);
  },
  examples: {
    bad: [
      { path: '.npmrc', text: `//registry.acme.example/:_authToken=${token} ◄\n` },
      { path: 'Dockerfile', text: `FROM node:22\nENV NPM_TOKEN=${token} ◄\n` },
    ],
    good: [
      { path: '.npmrc', text: '//registry.acme.example/:_authToken=${NPM_TOKEN}\n' },
      { path: 'scripts/env.sh', text: 'echo "$npm_config_registry"\n' },
    ],
  },
});
