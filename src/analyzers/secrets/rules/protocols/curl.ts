import { isForShow } from '../../generic/places.js';
import { judgePassword, judgeSecret, type Likelihood, wordiness } from '../../generic/values.js';
import { isPlausible } from '../../plausible.js';
import { type Candidate, secretRule, type Verdict } from '../../rule.js';
import { madeUp } from '../made-up.js';

const bearer = madeUp('mixed', 40, 'bearer');

/** Options of curl up to one that carries a credential; a backslash goes on to the next line. */
const curl = 'curl(?:\\.exe)?(?:[^\\n\\\\]|\\\\[^\\r]|\\\\\\r\\n|\\n[ \\t]{1,8}(?=-)){0,700}?\\s';

export const curlHeader = secretRule({
  id: 'curl-header',
  title: 'Credential in a header of a curl command',
  severity: 'high',
  confidence: 'medium',
  opens: 'can send the request with what it carries, and any other that it allows',
  references: ['https://datatracker.ietf.org/doc/html/rfc9110#section-11.6.2'],
  entropy: 0,
  yields: true,
  rotate: 'revoke the token, or change the password, that the header carries.',
  keywords: ['curl'],
  after: 7200,
  pattern: new RegExp(
    `(?<![0-9A-Za-z_])${curl}(?:-H|--header)[ =]{0,4}\\\\?["'](?<name>[\\w-]{0,40}(?:[Aa]uth|[Kk]ey|[Tt]oken|[Ss]ecret|KEY|TOKEN)[\\w-]{0,20}):\\s{0,4}(?:(?<scheme>[A-Z][A-Za-z-]{2,14}) (?:token=)?)?\\\\?"?(?<secret>[^\\s"'\`\\\\]{8,6000})`,
    'y',
  ),
  judge: judgeHeader,
  examples: {
    bad: [
      {
        path: 'scripts/load.sh',
        text: `curl -H "Authorization: Bearer ${bearer}" https://api.acme.io/orders ◄\n`,
      },
      {
        path: 'docs/use.md',
        text: `curl -X PUT \\\n  -H 'X-Api-Key: ${bearer}' https://api.acme.io/orders ◄\n`,
      },
    ],
    good: [
      {
        path: 'scripts/load.sh',
        text: 'curl -H "Authorization: Bearer $TOKEN" https://api.acme.io/orders\n',
      },
      {
        path: 'docs/use.md',
        text: "curl -H 'Authorization: Bearer YOUR-ACCESS-TOKEN' https://api.acme.io/orders\n",
      },
    ],
  },
});

function judgeHeader({ path, value, start, end, groups }: Candidate): Verdict | undefined {
  const found = { shown: { start, end }, identity: value };
  if (/^basic$/i.test(groups['scheme'] ?? '')) {
    const pair = Buffer.from(value, 'base64').toString('latin1');
    const colon = pair.indexOf(':');
    if (/^eyJ[\w-]+\.eyJ/.test(value)) return undefined;
    if (colon < 0 || !/^[\x20-\x7e]+$/.test(pair)) return verdict(path, gradeToken(value), found);
    const word = pair.slice(colon + 1);
    return verdict(path, word === '' ? judgeSecret(pair.slice(0, -1)) : gradePassword(word), found);
  }
  return verdict(path, gradeToken(value), found);
}

/** A token that is sent is one whatever its alphabet, where it neither stands for another nor is a word. */
function gradeToken(value: string): Likelihood {
  const likelihood = judgeSecret(value);
  const isHex = /^[0-9a-f]+$/.test(value);
  const isRandom = value.length >= 16 && /[0-9].{0,40}[0-9]/.test(value) && (isHex || wordiness(value) < 0.5);
  return likelihood === 'unlikely' && isRandom && isPlausible(value, 2.7) && !/[$<{(]/.test(value)
    ? 'possible'
    : likelihood;
}

/** What is sent to a server is a password, where it is neither a variable nor what manuals write. */
function gradePassword(word: string): Likelihood {
  const likelihood = judgePassword(word);
  if (likelihood !== 'unlikely') return likelihood;
  const isRandom =
    word.length >= 12 && /^[A-Za-z]+$/.test(word) && wordiness(word) < 0.5 && isPlausible(word, 3);
  return isRandom || judgeSecret(word) !== 'unlikely' ? 'possible' : 'unlikely';
}

function verdict(path: string, likelihood: Likelihood, found: Verdict): Verdict | undefined {
  if (likelihood === 'unlikely') return undefined;
  return isForShow(path) ? { ...found, severity: 'medium', confidence: 'low' } : found;
}
