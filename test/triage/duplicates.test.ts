import { expect, it } from '@jest/globals';
import { findDuplicates } from '../../src/triage/duplicates.js';
import { findingOf } from '../support/finding.js';

const code = findingOf({ ruleId: 'hardcoded-credentials', analyzer: 'code', cwe: [798, 259] });
const secret = findingOf({
  ruleId: 'stripe-live-key',
  analyzer: 'secrets',
  cwe: [798],
  severity: 'critical',
});

it('a credential that two analyzers report on the same lines is told once, by the graver finding', () => {
  expect([...findDuplicates([code, secret])]).toEqual([[code, secret]]);
});

it('a password in an argument of a build, or in a map of a cluster, is one of them', () => {
  const argument = findingOf({
    ruleId: 'docker-secret-argument',
    analyzer: 'infrastructure',
    cwe: [214, 522],
  });
  expect([...findDuplicates([argument, secret])]).toEqual([[argument, secret]]);
});

it('other lines, other flaws and other findings of the same analyzer stay', () => {
  const elsewhere = findingOf({ ...secret, location: { startLine: 11, endLine: 11 } });
  const query = findingOf({ cwe: [89] });
  const other = findingOf({ ...secret, ruleId: 'aws-access-key' });
  expect(findDuplicates([code, elsewhere]).size).toBe(0);
  expect(findDuplicates([query, secret]).size).toBe(0);
  expect(findDuplicates([secret, other]).size).toBe(0);
});
