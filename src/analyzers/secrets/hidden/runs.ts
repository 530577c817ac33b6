import { asciiTable, isIn } from '../ascii.js';
import { type Hidden, whole } from './hidden.js';

/**
 * Runs of the alphabet of base 64, which that of hexadecimal is a part of; wrapped lines of one width are one run. Most
 * places are passed over by a look at where the shortest run that begins there would end.
 */
export function* inRuns(text: string): Generator<Hidden> {
  let start = 0;
  while (start + shortestRun <= text.length) {
    let at = start + shortestRun - 1;
    while (at >= start && isIn(isDigit, text.charCodeAt(at))) at--;
    if (at >= start) {
      start = at + 1;
      continue;
    }
    let end = start + shortestRun;
    while (end < text.length && isIn(isDigit, text.charCodeAt(end))) end++;
    end = endOfLines(text, start, end);
    const hidden = decodeRun(text, start, end);
    if (hidden) yield hidden;
    start = end + 1;
  }
}

const shortestRun = 24;

const isDigit = asciiTable((character) => /[A-Za-z0-9+/]/.test(character));

/** Where the run ends that begins with this line, as tools wrap it at 60, 64 or 76 characters. */
function endOfLines(text: string, start: number, firstEnd: number): number {
  const width = firstEnd - start;
  if (width !== 60 && width !== 64 && width !== 76) return firstEnd;
  const line = /\r?\n[ \t]{0,40}([A-Za-z0-9+/]{1,76})(?![A-Za-z0-9+/_.-])/y;
  let end = firstEnd;
  for (let length = width; length === width;) {
    line.lastIndex = end;
    const found = line.exec(text);
    if (!found || (found[1] ?? '').length > width) break;
    length = (found[1] ?? '').length;
    end += found[0].length;
  }
  return end;
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The six bits that a digit of base 64 stands for. */
const bitsOf = new Uint8Array(128);
for (let bits = 0; bits < digits.length; bits++) bitsOf[digits.charCodeAt(bits)] = bits;

/** Whether eight digits of base 64 stand for six characters of plain text. */
function opensText(text: string, start: number): boolean {
  const bits = (at: number): number => bitsOf[text.charCodeAt(at)] as number;
  for (let at = start; at < start + 8; at += 4) {
    const bytes = (bits(at) << 18) | (bits(at + 1) << 12) | (bits(at + 2) << 6) | bits(at + 3);
    if (!isPlain(bytes >> 16) || !isPlain((bytes >> 8) & 255) || !isPlain(bytes & 255)) return false;
  }
  return true;
}

/** Of a byte, which is a character of Latin-1. */
function isPlain(code: number): boolean {
  return (code >= 32 && code < 127) || (code >= 9 && code <= 13) || code === 160;
}

function decodeRun(text: string, start: number, end: number): Hidden | undefined {
  if (/[\w=.-]/.test(text.charAt(start - 1)) && text[start - 1] !== '=') return undefined;
  if (/[\w.-]/.test(text.charAt(end))) return undefined;
  // Four characters are three bytes; most of what is no text ends here.
  const opening = text.slice(start, start + 8);
  if (/^(?:[2-7][0-9A-Fa-f]){4}$/.test(opening) && /^[0-9A-Fa-f]{24,40000}$/.test(text.slice(start, end)))
    return inHexadecimal(text, start, end);
  if (!opensText(text, start)) return undefined;
  const decoded = Buffer.from(text.slice(start, end), 'base64').toString('utf8');
  const padding = /^={0,2}/.exec(text.slice(end, end + 2))?.[0].length ?? 0;
  return isText(decoded) ? whole(decoded, 'in base 64', start, end - start + padding) : undefined;
}

function inHexadecimal(text: string, start: number, end: number): Hidden | undefined {
  const decoded = Buffer.from(text.slice(start, end), 'hex').toString('latin1');
  // The digits of a number are text too.
  const isLanguage = /[A-Za-z]{3}[^]{0,4000}[=:@/"'_-]|^[A-Za-z]{3,10}[-_]/.test(decoded);
  return isText(decoded) && isLanguage ? whole(decoded, 'in hexadecimal', start, end - start) : undefined;
}

/** Text that people read and settings are written in; the most of it is ASCII. */
function isText(text: string): boolean {
  return /^[\x20-\x7e\s]{8,}$/.test(text);
}
