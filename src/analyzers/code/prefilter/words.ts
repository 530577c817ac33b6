import {
  ampersand,
  backtick,
  bar,
  blank,
  brace,
  bracket,
  classOf,
  close,
  colon,
  comma,
  dollar,
  dot,
  equals,
  less,
  letter,
  newline,
  open,
  question,
  quote,
  semicolon,
  skipBlanks,
  slash,
  unbrace,
  unbracket,
} from './characters.js';
import {
  endOfComment,
  endOfPattern,
  endOfTemplatePart,
  endOfText,
  isOperator,
  mayBeginPattern,
} from './literals.js';

/** How a word stands in a text; a fact about it asks for one of these. */
export const mentioned = 1;
/** Not as a type: what is called, read or handed on stands so. */
export const valued = 2;
/** After a dot. */
export const dotted = 4;
/** Called, or handed on to be called: what counts for a library that is itself a function. */
export const called = 8;

/** The words of a text that were asked for, by their numbers. */
export interface Words {
  /** How a word stands there, all its places together; 0 where it does not. */
  standing(word: number): number;
  /** The words that were found. */
  readonly found: readonly number[];
  /** The text from where the scan began, without comments. */
  readonly code: string;
}

/** Told of a word at each of its places where it may name a global or a library. */
export type OnPlace = (word: number, start: number, end: number) => void;

/** Told of each text literal that may name a module. */
export type OnLiteral = (literal: string, start: number) => void;

/** Looks through a text once, for all words at the same time. */
export interface WordScanner {
  /** The number of a word that is asked for. */
  idOf(word: string): number;
  /** With `isMarkup`, no part of the text is taken for a comment or a text literal. */
  scan(text: string, from: number, isMarkup: boolean, onPlace: OnPlace, onLiteral: OnLiteral): Words;
}

/** Stands for a word as what comes before a place. */
const wordBefore = 1;

export function createWordScanner(words: Iterable<string>): WordScanner {
  const list = [...new Set(words)];
  const ids = new Map(list.map((word, id) => [word, id]));
  const size = 2 ** Math.ceil(Math.log2(4 * list.length + 16));
  const slots = new Int32Array(size).fill(-1);
  const hashes = new Int32Array(list.length);
  list.forEach((word, id) => {
    let hash = 0;
    for (let at = 0; at < word.length; at++) hash = (Math.imul(hash, 31) + word.charCodeAt(at)) | 0;
    hashes[id] = hash;
    let slot = hash & (size - 1);
    while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & (size - 1);
    slots[slot] = id;
  });
  const lookUp = (text: string, hash: number, start: number, end: number): number => {
    for (let slot = hash & (size - 1); ; slot = (slot + 1) & (size - 1)) {
      const id = slots[slot] ?? -1;
      if (id < 0) return -1;
      const word = list[id] ?? '';
      if (hashes[id] === hash && word.length === end - start && text.startsWith(word, start)) return id;
    }
  };

  return {
    idOf: (word) => ids.get(word) ?? -1,
    scan(text, from, isMarkup, onPlace, onLiteral) {
      const standing = new Map<number, number>();
      const note = (id: number, start: number, end: number, before: number): void => {
        standing.set(id, (standing.get(id) ?? 0) | standingOf(text, start, end, before));
        onPlace(id, start, end);
      };
      /** Words within a text literal: in what the scanner wrongly takes for one, code is told by what follows a name. */
      const noteWithin = (start: number, end: number): void => {
        for (let at = start; at < end;) {
          if (classOf(text.charCodeAt(at)) !== letter) {
            at++;
            continue;
          }
          const first = at;
          let hash = 0;
          for (
            let next = text.charCodeAt(at);
            at < end && classOf(next) === letter;
            next = text.charCodeAt(++at)
          )
            hash = (Math.imul(hash, 31) + next) | 0;
          const id = lookUp(text, hash, first, at);
          if (id < 0) continue;
          const isWhole = first === start && at === end;
          const next = text.charCodeAt(skipBlanks(text, at));
          if (isWhole || next === open || next === equals || next === bracket)
            note(id, first, at, first > start ? text.charCodeAt(first - 1) : equals);
        }
      };
      const templates: number[] = [];
      let code = '';
      let copied = from;
      let depth = 0;
      let before = newline;
      let wordStart = 0;
      let at = from;
      while (at < text.length) {
        const next = text.charCodeAt(at);
        const kind = classOf(next);
        if (kind === letter) {
          const start = at;
          let hash = 0;
          for (let one = next; at < text.length && classOf(one) === letter; one = text.charCodeAt(++at))
            hash = (Math.imul(hash, 31) + one) | 0;
          const id = lookUp(text, hash, start, at);
          if (id >= 0) note(id, start, at, before);
          before = wordBefore;
          wordStart = start;
          continue;
        }
        if (kind === blank) {
          at++;
          continue;
        }
        if (kind === quote && !isMarkup) {
          if (next === slash) {
            const end = endOfComment(text, at);
            if (end >= 0) {
              code += text.slice(copied, at);
              copied = end;
              at = end;
              continue;
            }
            const begins = before === wordBefore ? isOperator(text, wordStart) : mayBeginPattern(before);
            const pattern = begins ? endOfPattern(text, at) : -1;
            if (pattern >= 0) {
              at = pattern;
              before = unbracket;
              continue;
            }
          } else if (next === backtick) {
            const end = endOfTemplatePart(text, at + 1);
            noteWithin(at + 1, end);
            if (text.charCodeAt(end) === dollar) {
              templates.push(depth);
              depth = 0;
              before = open;
              at = end + 2;
            } else {
              at = end + 1;
              before = unbracket;
            }
            continue;
          } else {
            const end = endOfText(text, at, next);
            if (end >= 0) {
              noteWithin(at + 1, end);
              if (end - at < maxModule) onLiteral(text.slice(at + 1, end), at);
              at = end + 1;
              before = unbracket;
              continue;
            }
          }
        }
        if (next === brace) depth++;
        else if (next === unbrace) {
          const outer = depth === 0 ? templates.pop() : undefined;
          if (outer !== undefined) {
            const end = endOfTemplatePart(text, at + 1);
            noteWithin(at + 1, end);
            if (text.charCodeAt(end) === dollar) {
              templates.push(outer);
              depth = 0;
              before = open;
              at = end + 2;
            } else {
              depth = outer;
              at = end + 1;
              before = unbracket;
            }
            continue;
          }
          if (depth > 0) depth--;
        }
        before = next;
        at++;
      }
      code = copied === from ? text.slice(from) : code + text.slice(copied);
      return { standing: (word) => standing.get(word) ?? 0, found: [...standing.keys()], code };
    },
  };
}

/** Longer literals name no module. */
const maxModule = 80;

/** How a word stands at a place; `before` is the character before it, blanks left out. */
function standingOf(text: string, start: number, end: number, before: number): number {
  let standing = mentioned;
  if (before === dot) standing |= dotted;
  const at = skipBlanks(text, end);
  const next = text.charCodeAt(at);
  const isCalled = next === open || next === backtick;
  const first = text.charCodeAt(start);
  const isCapital = first >= 65 && first <= 90;
  const isType =
    isCapital &&
    !isCalled &&
    next !== dot &&
    (before === colon || before === less || before === bar || before === ampersand);
  if (!isType) standing |= valued;
  if (isType) return standing;
  const isHandedOn =
    (before === equals ||
      before === open ||
      before === comma ||
      before === bracket ||
      before === question ||
      before === colon ||
      before === bar ||
      before === ampersand) &&
    (next === comma ||
      next === close ||
      next === semicolon ||
      next === unbracket ||
      next === unbrace ||
      text.slice(end, at).includes('\n'));
  const isGeneric = next === less;
  if (isCalled || isGeneric || isHandedOn || (next === question && text.startsWith('?.(', at)))
    standing |= called;
  else if (next === dot && /^\.\s*(?:call|apply|bind|default)\b/.test(text.slice(at, at + 30)))
    standing |= called;
  return standing;
}
