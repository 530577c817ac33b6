import type { Verdict } from '../rule.js';
import { isForShow, placeOf } from './places.js';
import { judgeSecret, type Likelihood } from './values.js';

const shown: Verdict = {
  severity: 'low',
  confidence: 'low',
  because: 'its place looks like that of a test, a sample or a manual',
};

/**
 * What a credential without a format is worth, by how sure it is one and by where it stands. In manuals none is certain;
 * in tests and samples what a machine made is, and of low severity: much of it is made up, and some is not.
 *
 * @param isRemark whether a comment shows how a setting is written
 */
export function weigh(likelihood: Likelihood, value: string, path: string, isRemark = false): Verdict {
  if (isRemark || placeOf(path) === 'prose') return shown;
  if (isForShow(path))
    return likelihood === 'likely' && isMachineMade(value) ? { ...shown, confidence: 'medium' } : shown;
  if (likelihood === 'likely') return { confidence: 'medium' };
  return { severity: 'medium', confidence: likelihood === 'weak' ? 'medium' : 'low' };
}

function isMachineMade(value: string): boolean {
  return value.length >= 20 && judgeSecret(value) === 'likely';
}
