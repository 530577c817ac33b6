import { madeUp } from '../rules/made-up.js';
import { type Candidate, secretRule, type Verdict } from '../rule.js';
import { isForShow } from './places.js';

export const puttyKey = secretRule({
  id: 'putty-private-key',
  title: 'Private key of PuTTY',
  severity: 'high',
  confidence: 'high',
  cwe: [321, 798],
  opens: 'can log in wherever the key is trusted',
  rotate: 'make a new key pair, replace the public key wherever it is trusted, and remove the old one there.',
  references: ['https://tartarus.org/~simon/putty-snapshots/htmldoc/AppendixC.html'],
  keywords: ['PuTTY-User-Key-File-'],
  after: 12_000,
  entropy: 0,
  pattern:
    /(?<head>PuTTY-User-Key-File-[0-9]): [^\n]{1,60}\r?\nEncryption: (?<cipher>[a-z0-9-]{1,30})\r?\n[^]{0,8000}?Private-Lines: [0-9]{1,4}\r?\n(?<secret>[A-Za-z0-9+/=\r\n]{30,3900})/y,
  judge: judgeKey,
  examples: {
    bad: [
      { path: 'deploy/shop.ppk', text: `${sample('none')}\n` },
      { path: 'keys/office.txt', text: `${sample('aes256-cbc')}\n` },
    ],
    good: [
      { path: 'docs/keys.md', text: 'The file begins with `PuTTY-User-Key-File-3: ssh-ed25519`.\n' },
      { path: 'src/load.py', text: "if text.startswith('PuTTY-User-Key-File-2'):\n    load(text)\n" },
    ],
  },
});

function judgeKey({ path, text, value, start, groups }: Candidate): Verdict | undefined {
  const isEncrypted = groups['cipher'] !== 'none';
  const head = text.lastIndexOf(groups['head'] ?? '', start);
  const forShow = isForShow(path);
  return {
    what: `${isEncrypted ? 'A passphrase-protected' : 'A'} private key of PuTTY`,
    severity: forShow ? 'low' : isEncrypted ? 'medium' : 'high',
    ...(forShow && { confidence: 'low', because: 'its place looks like that of a test or a sample' }),
    shown: { start: head, end: head + (groups['head'] ?? '').length },
    identity: value.replace(/\s/g, ''),
  };
}

/** A made-up key, flagged on its first line. */
function sample(cipher: string): string {
  const lines = [0, 1].map((line) => madeUp('mixed', 64, `putty ${cipher} ${line}`));
  return [
    'PuTTY-User-Key-File-3: ssh-ed25519 ◄',
    `Encryption: ${cipher}`,
    'Comment: shop',
    'Public-Lines: 2',
    ...lines,
    `Private-Lines: 1`,
    madeUp('mixed', 48, `putty ${cipher} private`),
    `Private-MAC: ${madeUp('hex', 64, `putty ${cipher} sum`)}`,
  ].join('\n');
}
