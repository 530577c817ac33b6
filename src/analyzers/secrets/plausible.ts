/**
 * Whether a value could be a real credential: not a placeholder, a documented example, a template variable, a sequence
 * or a repetition, and as irregular as its rule asks for.
 */
export function isPlausible(value: string, leastEntropy: number): boolean {
  return !isPlaceholder(value) && !isRegular(value) && entropyOf(value) >= leastEntropy;
}

/** Values that manuals print, by a part that is theirs alone. */
const documented = [
  '16C7e42F292c6912E7710c838347Ae178B4a',
  'wJalrXUtnFEMI/K7MDENG',
  'TIOHHEVefAwRonSMALCFf',
  // https://docs.stripe.com/keys
  'HqLyjWDarjtT1',
  'kikJOvBiI2HlWg',
  'PYbcVNZZ796tH8',
  // The RFCs 6749, 6750 and 7662
  '2YotnFZFEjr1zCsicMWpAA',
  'tGzv3JOkF0XG5Qx2TlKWIA',
  'czZCaGRSa3F0MzpnWDFmQmF0M2JW',
  'mF_9.B5f-4.1JqM',
  // https://learn.microsoft.com/azure/storage/common/storage-connect-azurite
  'Eby8vdM02xNOcqFlqUwJ',
];

/** As people write words: random text has them in small and capital letters mixed. */
const placeholderWords = new RegExp(
  [
    ...'example sample dummy placeholder redacted changeme change_me replace insert invalid notreal not_real fake mock your'.split(
      ' ',
    ),
    ...'xxxx deadbeef qwerty loremipsum'.split(' '),
  ]
    .flatMap((word) => [word, word.charAt(0).toUpperCase() + word.slice(1), word.toUpperCase()])
    .concat('change[-_]?Me', 'not[-_]?Real', 'lorem[-_]?Ipsum', '\\*\\*\\*', '\\.\\.\\.', '…')
    .join('|'),
);

/** Interpolations of shells, template languages, format strings and of configuration. */
const template =
  /\$[A-Za-z_{(]|\{\{|\}\}|<%|%>|^<[^>]*>$|%[({][A-Za-z]|%s|#\{|^#+[A-Z_]+#+$|^\{[^}]*\}$|^\[[^\]]*\]$|@@/;

export function isPlaceholder(value: string): boolean {
  return (
    placeholderWords.test(value) || template.test(value) || documented.some((part) => value.includes(part))
  );
}

/** Whether most neighbours repeat or count up or down, or the whole repeats a short part. */
export function isRegular(value: string): boolean {
  let regular = 0;
  for (let at = 1; at < value.length; at++)
    if (Math.abs(value.charCodeAt(at) - value.charCodeAt(at - 1)) <= 1) regular++;
  if (regular * 2 >= value.length - 1 || countsInTurns(value)) return true;
  if (longestRun(value) >= 8 || /(.{2,3})\1{4}/.test(value.slice(0, 400))) return true;
  for (let period = 1; period <= Math.min(16, value.length / 3); period++)
    if (repeats(value, period)) return true;
  return false;
}

/** Whether nine of ten characters are those a period before. */
function repeats(value: string, period: number): boolean {
  const pairs = value.length - period;
  let same = pairs;
  for (let at = period; at < value.length; at++)
    if (value.charCodeAt(at) !== value.charCodeAt(at - period) && --same < pairs * 0.9) return false;
  return true;
}

/** Whether two rows take turns that each count: `A1B2C3D4`. */
function countsInTurns(value: string): boolean {
  let counted = 0;
  for (let at = 2; at < value.length; at++)
    if (Math.abs(value.charCodeAt(at) - value.charCodeAt(at - 2)) === 1) counted++;
  return value.length >= 8 && counted >= (value.length - 2) * 0.75;
}

/** The longest stretch that repeats one character or counts up or down by one. */
function longestRun(value: string): number {
  let longest = 1;
  let run = 1;
  let step = 2;
  let before = value.charCodeAt(0);
  for (let at = 1; at < value.length; at++) {
    const code = value.charCodeAt(at);
    const delta = code - before;
    run = delta > 1 || delta < -1 ? 1 : delta === step ? run + 1 : 2;
    step = delta;
    before = code;
    if (run > longest) longest = run;
  }
  return longest;
}

/** Shannon entropy of the characters, in bits a character. */
export function entropyOf(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}
