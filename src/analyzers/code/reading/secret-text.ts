import { wordsOf } from './names.js';

/** Text that stands where a secret is to be filled in. */
const placeholder =
  /^(?:<.*>|\$\{.*\}|\{\{.*\}\}|%.*%|\[.*\]|your[-_ ].*|.*[-_]here|x{3,}|\*+|\.{3,}|-+|_+)$/i;

/** Whether a text at the place of a credential is one; a gap to be filled in and nothing at all are none. */
export function isCredential(text: string): boolean {
  const isPublished = published.test(text) && !text.includes('PRIVATE KEY');
  return text.trim().length > 0 && !placeholder.test(text.trim()) && !isPublished;
}

/** Keys to check signatures with, and certificates, are made to be given to anybody. */
const published = /-----BEGIN (?:[A-Z]+ )?(?:PUBLIC KEY|CERTIFICATE)-----/;

/** Keys that are made to be sent to browsers. */
const isPublic = /^(?:phc_|pk_|pk\.|pub_|public)/;

const notRandom =
  /your|change|example|placeholder|dummy|sample|insert|replace|secret|password|passwd|token|todo|fixme|xxx|1234|abcd|undefined|null|required|invalid|must|please|lorem|test|mock|fake/i;

/**
 * Whether a text looks like a credential by itself, where only a name speaks for it: no words, no path, no address, and
 * letters mixed with digits.
 */
export function looksLikeSecret(text: string, name: string): boolean {
  if (text.length < 8 || text.length > 200 || /\s|^[./#@$]|:\/\/|^[a-z]+[-_.][a-z]+/i.test(text))
    return false;
  if (!/\d/.test(text) || !/[a-z]/i.test(text) || notRandom.test(text) || isPublic.test(text)) return false;
  if (/^[a-z]+(?:[-_.:/][a-z]+)*[-_.:/]?\d{0,2}$/.test(text) || /^[A-Z][A-Z\d_]*$/.test(text)) return false;
  return new Set(text).size >= 6 && text.toLowerCase() !== name.toLowerCase();
}

/** Whether a text looks like a password that somebody chose: longer than a word of a form, and more than letters. */
export function looksLikePassword(text: string, name: string): boolean {
  if (
    text.length < (/^\d+$/.test(text) ? 4 : 6) ||
    text.length > 80 ||
    /\s|^[./#$]|:\/\/|^<|[{}]|^arn:/.test(text)
  )
    return false;
  if (/^\d+$/.test(text)) return true;
  if (!/[\d!@#%^&*]/.test(text) || !/[a-z]/i.test(text)) return false;
  if (/^(?:[a-z]+[-_.])+[a-z]+\d?$/i.test(text) || spellsName(text, name)) return false;
  return wordsOf(text).join('') !== wordsOf(name).join('');
}

const numerals = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** Whether a text begins with a number that its name spells out: `onePassword: '1Password'`. */
function spellsName(text: string, name: string): boolean {
  const spelled = text.replace(/^\d(?!\d)/, (digit) => numerals[Number(digit)] ?? digit);
  return spelled !== text && wordsOf(name).join('').endsWith(wordsOf(spelled).join(''));
}

/** The user information of an address such as `postgres://user:password@host/db`; undefined without a password. */
export function passwordInAddress(text: string): string | undefined {
  const found = /^[a-z][\w+.-]*:\/\/[^\s:@/]*:([^\s@/]+)@[^\s/]/i.exec(text)?.[1];
  return found !== undefined && isCredential(found) && !found.includes('\0') ? found : undefined;
}
