import { inEscapes, inPercents } from './escaped.js';
import type { Hidden } from './hidden.js';
import { findMarks } from './marks.js';
import { folded, joined } from './pieces.js';
import { inRuns } from './runs.js';

export interface HiddenTexts {
  readonly texts: readonly Hidden[];
  /** Whether there were more than are looked at. */
  readonly isCut: boolean;
}

/** Of one file: so many texts, and so many characters of them in all. */
const mostTexts = 5000;
const mostCharacters = 4_000_000;

/** The texts one level below a text, from top to bottom by kind. What is in them in turn is not looked for. */
export function findHidden(text: string): HiddenTexts {
  const texts: Hidden[] = [];
  let characters = 0;
  const marks = findMarks(text);
  for (const find of [joined, folded, inRuns, inPercents, inEscapes])
    for (const hidden of find(text, marks)) {
      characters += hidden.text.length;
      if (texts.length >= mostTexts || characters > mostCharacters) return { texts, isCut: true };
      texts.push(hidden);
    }
  return { texts, isCut: marks.isCut };
}
