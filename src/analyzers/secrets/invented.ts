import { isForShow, placeOf } from './generic/places.js';
import { entropyOf, isPlaceholder } from './plausible.js';
import type { Candidate, Verdict } from './rule.js';

/**
 * Judges what has the format of a provider and yet counts up or repeats. In code, samples and manuals that is an example;
 * in the settings of a program somebody means it, so that it is worth a look.
 */
export function judgeInvented({ path, value }: Candidate, leastEntropy: number): Verdict | undefined {
  const isMeant =
    !isForShow(path) &&
    ['settings', 'script'].includes(placeOf(path)) &&
    /[A-Za-z].*[A-Za-z]/.test(value) &&
    !isPlaceholder(value) &&
    entropyOf(value) >= leastEntropy;
  return isMeant ? invented : undefined;
}

const invented: Verdict = {
  severity: 'low',
  confidence: 'medium',
  because: 'it counts up or repeats, so that it may be invented',
};
