import { type Candidate, secretRule, type Verdict } from '../rule.js';
import { isForShow } from '../generic/places.js';
import { madeUp } from './made-up.js';

const dashes = '-'.repeat(5);

export const privateKey = secretRule({
  id: 'private-key',
  title: 'Private key',
  severity: 'high',
  confidence: 'high',
  cwe: [321, 798],
  opens: 'can act as the owner of the key: log in, sign, or read what was encrypted for it',
  rotate:
    'make a new key pair, replace the public key or certificate wherever it is trusted, and revoke the old one.',
  references: ['https://cheatsheetseries.owasp.org/cheatsheets/Key_Management_Cheat_Sheet.html'],
  keywords: ['PRIVATE KEY'],
  opener: '-----BEGIN ',
  before: 50,
  entropy: 0,
  // A 16,384-bit RSA key takes 12,700 characters.
  after: 20_000,
  pattern:
    /(?<head>-----BEGIN (?<kind>(?:[A-Z0-9]{1,12} ){0,3})PRIVATE KEY(?: BLOCK)?-----)(?<body>(?:\s+|\\[nrt]?|(?:Proc-Type|DEK-Info|Version|Comment|Hash|Charset): [^\n\r\\]{0,120}|[A-Za-z0-9+/="',|]+)*)(?<tail>-----END)?/y,
  judge: judgeKey,
  examples: {
    bad: [
      { path: 'deploy/id_rsa', text: `${pem('RSA ')}\n` },
      { path: 'src/sign.ts', text: `const key = \`${pem('EC ')}\`;\n` },
    ],
    good: [
      {
        path: 'src/check.ts',
        text: `if (!pem.startsWith('${dashes}BEGIN PRIVATE KEY${dashes}')) throw new Error('A PEM key is needed.');\n`,
      },
      {
        path: 'README.md',
        text: `${dashes}BEGIN RSA PRIVATE KEY${dashes}\nMIIE...\n${dashes}END RSA PRIVATE KEY${dashes}\n`,
      },
    ],
  },
});

/** Keys that tests and manuals carry are worth less than those of a deployment, and often nothing. */
const testPath =
  /(?:^|[/._-])(?:tests?|specs?|__tests__|fixtures?|testdata|mocks?|examples?|samples?|docs?)(?:[/._-]|$)/i;

/** The variable that holds the key. */
const forTestsByName =
  /(?:^|[^A-Za-z])(?:test|fake|dummy|mock|example|sample)s?[_-]?\w{0,60}["']?\s?(?::\s?&?[\w' ]{1,20})?\s?[:=]{1,2}\s?[^\s\w]{0,6}$/i;

function judgeKey({ text, value, start, end, groups, path }: Candidate): Verdict | undefined {
  const { head = '', kind = '', body = '', tail } = groups;
  const data = decode(body);
  const name = kind.trim();
  if (!isKeyData(data, name) || (!tail && isLeftOut(text.slice(end, end + 40)))) return undefined;
  const encrypted = name === 'ENCRYPTED' || /ENCRYPTED/.test(body.slice(0, 200)) || hasCipher(data);
  const forTests =
    testPath.test(path) || isForShow(path) || forTestsByName.test(text.slice(Math.max(0, start - 80), start));
  return {
    what: `A${encrypted ? ' passphrase-protected' : ''} private key${name && name !== 'ENCRYPTED' ? ` of kind ${name}` : ''}`,
    severity: forTests ? 'low' : encrypted ? 'medium' : 'high',
    confidence: forTests ? 'low' : tail ? 'high' : 'medium',
    ...(forTests && { because: 'its place or name looks like that of a test or a sample' }),
    shown: { start, end: start + head.length },
    identity: value === '' ? head : data.toString('base64'),
  };
}

/** Whether what follows the first lines of a key stands for the rest of it. */
function isLeftOut(after: string): boolean {
  return /^["'\s]{0,20}(?:\.{3}|…|\*{3}|[[<({])/.test(after);
}

/** The bytes of a key, however its lines were quoted, escaped or joined. */
function decode(body: string): Buffer {
  const data = body
    .replace(/\\[nrt]/g, '\n')
    .replace(/^.{0,20}: .*$/gm, '')
    .replace(/[^A-Za-z0-9+/=]/g, '');
  return Buffer.from(data, 'base64');
}

const opensshMagic = 'openssh-key-v1\0';

/** Whether bytes start as a key of this kind does, and there are enough of them. */
function isKeyData(data: Buffer, kind: string): boolean {
  if (data.length < 40) return false;
  if (kind.startsWith('OPENSSH'))
    return data.subarray(0, opensshMagic.length).toString('latin1') === opensshMagic;
  // OpenPGP packets have the high bit set (RFC 9580, 4.2). What OpenSSL encrypts in the old way has no structure.
  if (kind.startsWith('PGP')) return ((data[0] ?? 0) & 0x80) !== 0;
  const isSequence = data[0] === 0x30 && [0x81, 0x82, 0x83].includes(data[1] ?? 0);
  return isSequence || (data[0] === 0x30 && (data[1] ?? 0) < 0x80) || new Set(data).size > 30;
}

/** Whether an OpenSSH key names a cipher; its name follows the magic with a length of four bytes. */
function hasCipher(data: Buffer): boolean {
  if (data.length < 32 || data.subarray(0, opensshMagic.length).toString('latin1') !== opensshMagic)
    return false;
  return data.subarray(19, 23).toString('latin1') !== 'none';
}

/** A made-up key: the frame and the first bytes of one, then noise. The first line is flagged. */
function pem(kind: string): string {
  const noise = Buffer.from(madeUp('mixed', 300, kind));
  const length = Buffer.from([0x30, 0x82, noise.length >> 8, noise.length & 255]);
  const lines =
    Buffer.concat([length, noise])
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [
    `${dashes}BEGIN ${kind}PRIVATE KEY${dashes} ◄`,
    ...lines,
    `${dashes}END ${kind}PRIVATE KEY${dashes}`,
  ].join('\n');
}
