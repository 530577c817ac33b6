import { describe, expect, it } from '@jest/globals';
import { interruptedOutcome } from '../../src/github/outcome.js';
import { Superseded } from '../../src/github/queue.js';
import { conclusions, titleOf, verdictLine } from '../../src/github/verdict.js';
import type { Verdict } from '../../src/model/report.js';
import { findingOf, reportOf } from '../support/finding.js';

const low = findingOf({ severity: 'low' });
const high = findingOf({ severity: 'high' });

describe('the conclusion of a verdict', () => {
  it.each([
    ['passing', [], 'success', 'No findings', '**Passing.** No findings in 2 reviewed files.'],
    ['passing', [low], 'success', '1 low', '**Passing.** 1 finding in 2 reviewed files, none at or above'],
    ['failing', [high, low], 'failure', '1 high, 1 low', '**Failing.** 1 finding at or above'],
    [
      'incomplete',
      [],
      'failure',
      'No findings, review incomplete',
      '**Failing.** Part of this change was not reviewed',
    ],
    ['misconfigured', [low], 'failure', '1 low, configuration error', '**Failing.** The configuration'],
    ['empty', [], 'neutral', 'Nothing to review', '**Neutral.**'],
  ] as const)('%s with %j is %s', (verdict, findings, conclusion, title, line) => {
    const report = reportOf({ verdict: verdict satisfies Verdict, findings });
    expect(conclusions[verdict]).toBe(conclusion);
    expect(titleOf(report)).toBe(title);
    expect(verdictLine(report, 'high')).toContain(line);
  });
});

describe('a review that did not come to its end', () => {
  it.each([
    ['replaced by a newer push', new Superseded('Newer.'), 'cancelled', 'Superseded'],
    [
      'out of time',
      AbortSignal.abort(new DOMException('late', 'TimeoutError')).reason,
      'failure',
      'Review timed out',
    ],
    [
      'refused by GitHub',
      Object.assign(new Error('secret words'), { status: 403 }),
      'failure',
      'Review failed',
    ],
    ['broken by a mistake of ours', new TypeError('secret words'), 'failure', 'Review failed'],
  ])('%s is never green, and tells no error text', (_, error, conclusion, title) => {
    const outcome = interruptedOutcome(error);
    expect(outcome).toMatchObject({ conclusion, title });
    expect(outcome.summary).not.toContain('secret words');
  });
});
