import { isPlausible } from '../../plausible.js';
import { type Candidate, secretRule, type Span, type Verdict } from '../../rule.js';
import { madeUp } from '../made-up.js';

const keyId = `AKIA${madeUp('upper', 16, 'aws key')}`;
const secretKey = madeUp('mixed', 40, 'aws secret key');

const awsRotation =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html#Using_RotateAccessKey';

/** How far an access key id and its secret stand apart at most. */
const pairReach = 300;

export const awsAccessKey = secretRule({
  id: 'aws-access-key',
  title: 'AWS access key',
  severity: 'critical',
  confidence: 'high',
  opens: 'can act in the AWS account with all permissions of the key',
  rotate: 'create a second access key in IAM, move its users over, then deactivate and delete this one.',
  references: [awsRotation],
  keywords: ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
  before: pairReach,
  entropy: 2.7,
  after: pairReach + 20,
  pattern: /(?<![A-Za-z0-9_+/])A(?:[KSB]IA|CCA)[A-Z2-7]{16}(?![A-Za-z0-9_+/=])/y,
  judge: judgeKeyId,
  examples: {
    bad: [
      {
        path: 'deploy/credentials',
        text: `[default]\naws_access_key_id = ${keyId} ◄\naws_secret_access_key = ${secretKey}\n`,
      },
      {
        path: 'src/upload.ts',
        text: `const client = new S3Client({\n  credentials: { accessKeyId: '${keyId}', secretAccessKey: '${secretKey}' }, ◄\n});\n`,
      },
    ],
    good: [
      {
        path: 'docs/setup.md',
        text: `Set \`AWS_ACCESS_KEY_ID\` to your key, which looks like AKIAIOSFODNN7EXAMPLE.\n`,
      },
      { path: 'src/upload.ts', text: 'const client = new S3Client({ credentials: fromEnv() });\n' },
    ],
  },
});

export const awsSecretKey = secretRule({
  id: 'aws-secret-access-key',
  title: 'AWS secret access key',
  severity: 'high',
  confidence: 'medium',
  opens:
    'who learns the access key id, which is not secret, can act in the AWS account with all permissions of the key',
  rotate: 'create a second access key in IAM, move its users over, then deactivate and delete this one.',
  references: [awsRotation],
  keywords: ['secret_access_key', 'secretaccesskey', 'aws_secret_key', 'awssecretkey'],
  ignoreCase: true,
  after: 120,
  pattern:
    /(?:secret_?access_?key|aws_?secret_?key)["'`\]]{0,2}\s{0,8}(?:=>|:=|[:=,])\s{0,8}["'`]?(?<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/iy,
  judge: ({ value }) => (isSecretKey(value) ? {} : undefined),
  examples: {
    bad: [
      { path: '.env', text: `AWS_SECRET_ACCESS_KEY=${secretKey} ◄\n` },
      { path: 'config/storage.json', text: `{\n  "secretAccessKey": "${secretKey}" ◄\n}\n` },
    ],
    good: [
      { path: '.env.example', text: 'AWS_SECRET_ACCESS_KEY=\n' },
      { path: 'config/storage.yml', text: 'secret_access_key: ${AWS_SECRET_ACCESS_KEY}\n' },
    ],
  },
});

const googleKey = `AIza${madeUp('mixed', 35, 'google')}`;

/** Web clients of Firebase carry their key in the open: it names the project and opens nothing by itself. */
const publicByDesign = /firebase|authDomain|google-services|GoogleService-Info/i;

/** A part of each key that the samples and tests of Firebase carry: https://github.com/firebase/firebase-android-sdk */
const published = new Set(
  (
    'nLA7Nfe kEhVjf3 MAScliy 3asb-2p SXIbFml dOS2zB6 SWm6HmT NUvH9H9 5_iVawF 4UrcGxg Sb51JiI F2RrAIm cE-OOIb ' +
    '8qGxt4e 8vmApnr'
  ).split(' '),
);

export const googleApiKey = secretRule({
  id: 'google-api-key',
  title: 'Google API key',
  severity: 'medium',
  confidence: 'medium',
  opens: 'can call the Google APIs that the key is allowed to, at the cost of its project',
  rotate:
    'create a new key in the Google Cloud console with API and application restrictions, then delete this one.',
  references: ['https://cloud.google.com/docs/authentication/api-keys'],
  keywords: ['AIza'],
  before: 400,
  after: 400,
  pattern: /(?<![A-Za-z0-9_+/-])AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_+/=-])/y,
  judge: ({ path, text, value, start, end }) =>
    published.has(value.slice(7, 14)) ||
    publicByDesign.test(path) ||
    publicByDesign.test(text.slice(Math.max(0, start - 400), end + 400))
      ? undefined
      : {},
  examples: {
    bad: [
      { path: 'src/geocode.ts', text: `const key = '${googleKey}'; ◄\n` },
      { path: 'server/.env', text: `GEOCODING_KEY=${googleKey} ◄\n` },
    ],
    good: [
      {
        path: 'src/firebase.ts',
        text: `initializeApp({ apiKey: '${googleKey}', authDomain: 'shop.example' });\n`,
      },
      { path: 'src/geocode.ts', text: `const key = process.env.GEOCODING_KEY; // AIza...\n` },
    ],
  },
});

function judgeKeyId({ text, value, start, end }: Candidate): Verdict | undefined {
  const pair = findSecretNear(text, start, end);
  if (pair) {
    return {
      because: 'its secret access key stands near it',
      claims: [pair],
      identity: `${value}:${text.slice(pair.start, pair.end)}`,
    };
  }
  // A signed address shows the id to everyone who may use it.
  if (/(?:Credential|AWSAccessKeyId)(?:=|%3D)$/i.test(text.slice(Math.max(0, start - 20), start)))
    return undefined;
  return {
    severity: 'low',
    confidence: 'medium',
    because: 'it is the half that names the key, without its secret near it',
  };
}

function findSecretNear(text: string, start: number, end: number): Span | undefined {
  const from = Math.max(0, start - pairReach);
  const around = text.slice(from, end + pairReach);
  for (const match of around.matchAll(
    /(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])|=[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g,
  )) {
    const value = match[0].replace(/^=/, '');
    if (!isSecretKey(value) || !isPlausible(value, 4.2)) continue;
    const at = from + match.index + match[0].length - value.length;
    return { start: at, end: at + value.length };
  }
  return undefined;
}

/** Tells a random value from a hash in hexadecimal and from a path. */
function isSecretKey(value: string): boolean {
  return /[A-Z]/.test(value) && /[a-z]/.test(value) && /[0-9]/.test(value) && !/\/[a-z]+\//.test(value);
}
