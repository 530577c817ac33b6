import type { Finding } from '../../src/model/finding.js';
import type { Location } from '../../src/model/location.js';
import type { Report } from '../../src/model/report.js';
import { rank } from '../../src/triage/rank.js';

type FindingFacts = Partial<Omit<Finding, 'location'>> & { readonly location?: Partial<Location> };

/** A finding of which a test says only what matters to it. */
export function findingOf({ location, ...facts }: FindingFacts): Finding {
  return {
    ruleId: 'sql-injection',
    analyzer: 'code',
    title: 'SQL injection',
    severity: 'high',
    confidence: 'high',
    cwe: [89],
    message: 'The query is built from `req.query.id`.',
    trace: [],
    fingerprint: '0123456789abcdef0123456789abcdef',
    ...facts,
    location: { path: 'src/a.ts', startLine: 10, startColumn: 3, endLine: 10, endColumn: 20, ...location },
  };
}

/** A report of which a test says only what matters to it. */
export function reportOf(facts: Partial<Report>): Report {
  return {
    version: 1,
    verdict: 'passing',
    coverage: { files: 3, analyzed: 2, excluded: 1 },
    fixed: [],
    withheld: [],
    problems: [],
    ...facts,
    findings: rank(facts.findings ?? []),
  };
}
