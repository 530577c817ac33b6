import { type Candidate, secretRule, type Verdict } from '../rule.js';
import { isForShow } from './places.js';
import { judgePassword, judgeSecret } from './values.js';

const login = Buffer.from(`shop:${['mC6', 'birch', '!Glen', '19'].join('')}`).toString('base64');

/** What container tools and npm write when somebody logs in: user and password, in base 64. */
export const registryLogin = secretRule({
  id: 'registry-login',
  title: 'Stored login of a registry',
  severity: 'high',
  confidence: 'high',
  cwe: [798, 522],
  opens: 'can pull from the registry, and often push what others then run',
  rotate: 'change the password or revoke the token at the registry, and look through what was pushed since.',
  references: ['https://docs.docker.com/reference/cli/docker/login/'],
  keywords: ['"auth"', '_auth=', '_auth =', '_password='],
  yields: true,
  after: 2100,
  entropy: 0,
  pattern:
    /(?:\\?"auth\\?"\s{0,8}:\s{0,8}\\?"|(?<=^|[\s:])(?<field>_auth|_password)\s{0,2}=\s{0,2}"?)(?<secret>[A-Za-z0-9+/]{8,2000}={0,2})(?![A-Za-z0-9+/=])/my,
  judge: judgeLogin,
  examples: {
    bad: [
      {
        path: '.docker/config.json',
        text: `{ "auths": { "registry.acme.io": { "auth": "${login}" } } } ◄\n`,
      },
      { path: '.npmrc', text: `//npm.acme.io/:_auth=${login} ◄\n` },
    ],
    good: [
      {
        path: '.docker/config.json',
        text: '{ "auths": { "registry.acme.io": {} }, "credsStore": "pass" }\n',
      },
      { path: '.npmrc', text: '//npm.acme.io/:_auth=${NPM_AUTH}\nalways-auth=true\n' },
      { path: 'src/steps.json', text: '{ "auth": "required", "scheme": "auth" }\n' },
    ],
  },
});

function judgeLogin({ path, value, start, end, groups }: Candidate): Verdict | undefined {
  const text = Buffer.from(value, 'base64').toString('latin1');
  if (!/^[\x20-\x7e]{3,1500}$/.test(text)) return undefined;
  const colon = text.indexOf(':');
  const password = groups['field'] === '_password' ? text : colon > 0 ? text.slice(colon + 1) : '';
  const grade = password.length > 40 ? judgeSecret(password) : judgePassword(password);
  if (password === '' || grade === 'unlikely') return undefined;
  const forShow = isForShow(path);
  return {
    confidence: forShow || grade !== 'likely' ? 'low' : 'high',
    ...(forShow && { severity: 'medium', because: 'its place looks like that of a test or a sample' }),
    identity: password,
    shown: { start, end },
  };
}
