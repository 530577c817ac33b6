import { positional } from './address.js';
import { allKinds, allKindsBut, kindsOf, type Kinds } from './kind.js';
import { constantText, knownPrefix, stepsOf, unknown, type Taint, type Value } from './value.js';

/** Schemes whose addresses run nothing. */
const safeScheme = /^(?:https?:|mailto:|tel:)/i;

/** What is proven of a text that starts with a known one. */
export function startKinds(subject: Value, prefix: Value): Kinds {
  // A library is given the folder by its caller, as it should be.
  if (prefix.taints.some((taint) => taint.kind !== 'library')) return 0;
  const known = knownPrefix(prefix);
  const path = subject.taints.length === 0 || mayLeadUp(subject) ? 0 : kindsOf('path');
  if (/^[a-z]+:\/\/[^/]+\//i.test(known)) return positional | kindsOf('dom', 'html');
  if (/^\/[^/\\]/.test(known)) return positional | path;
  if (safeScheme.test(known)) return kindsOf('link');
  return path;
}

/** Data of a request as it came: `/files/../../etc/passwd` starts with `/files/` too, until something resolves it. */
function mayLeadUp(subject: Value): boolean {
  const isMade = subject.origins.some((origin) => /^path\.|realpath/i.test(origin));
  return !isMade && subject.taints.some((taint) => taint.kind === 'request' && !isResolved(taint));
}

function isResolved({ step, what }: Taint): boolean {
  return [what, ...stepsOf(step).map(({ message }) => message)].some((text) =>
    /[rR]esolv|[nN]ormal|[jJ]oin|[rR]eal|\bURL\b/.test(text),
  );
}

/** What a text is safe for that a regular expression matched, or did not. */
export function patternKinds(pattern: Value, matched: boolean): Kinds {
  const source = constantText(pattern.fields?.get('source') ?? unknown);
  if (source === undefined) return 0;
  if (!matched) {
    // A negated class as a whole: nothing but the listed characters is in it.
    if (/^\[\^[^\]]+\]\+?$/.test(source)) return harmless(source.slice(2)) ? allKinds : 0;
    return absent(source) | (/^\\\.$|\\\.\\\.|\.\{2/.test(source) ? kindsOf('path') : 0);
  }
  if (!source.startsWith('^') || !source.endsWith('$')) {
    if (/^\^\\?\/(?:\(\?!|\[\^|\\?\w)/.test(source)) return positional;
    if (/^\^https?:\\?\/\\?\/[\w\\.-]+(?:\\?\/|\$)/.test(source)) return positional;
    if (/^\^\(?(?:\?:)?https?/.test(source)) return kindsOf('link');
    return 0;
  }
  if (/(?<!\\)\.[*+]/.test(source)) return kindsOf('nosql');
  const proven = harmless(source.slice(1, -1))
    ? allKinds
    : allKindsBut('sql', 'command', 'html', 'dom', 'code', 'template');
  return leadsUp(source) ? proven & ~kindsOf('path') : proven;
}

/** A class with dots and slashes lets `../` through. */
function leadsUp(source: string): boolean {
  return (source.match(/\[[^\]]*\]/g) ?? []).some((set) => set.includes('.') && /\/|\\\\/.test(set));
}

/** What each part of a text is safe for that a regular expression cut out of it: words and numbers change no syntax. */
export function foundKinds(pattern: Value): Kinds {
  const source = constantText(pattern.fields?.get('source') ?? unknown) ?? '.';
  return /^(?:\\[dwb/]|\[(?:\\[dw]|[\w:,/-])+\]|[\w ():,/|?+*{}=^$@-])+$/.test(source) ? syntaxKinds : 0;
}

const syntaxKinds = kindsOf('sql', 'command', 'code', 'template', 'html', 'dom', 'page', 'regex');

/** What a text is safe for in which none of a class of characters is. */
function absent(source: string): Kinds {
  const listed = /^\[([^\]^][^\]]*)\][+*]?$/.exec(source)?.[1];
  if (listed === undefined) return 0;
  return (listed.includes('<') ? kindsOf('html', 'dom') : 0) | (/[/.]/.test(listed) ? kindsOf('path') : 0);
}

/** Whether a pattern lets through none of the characters that end a text or start a command. */
function harmless(source: string): boolean {
  return !/\\[SWD]|[<>"'`;&]|\[\^|(?<!\\)\./.test(
    source.replace(/\[[^\]]*\]/g, (set) => set.replace(/\./g, '')),
  );
}
