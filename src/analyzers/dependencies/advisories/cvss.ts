import type { Severity } from '../../../model/severity.js';
import { cvss4BaseScore } from './cvss4.js';

/** The base score, from 0 to 10, of a vector of CVSS 3.0, 3.1 or 4.0; undefined where it is none. */
export function cvssBaseScore(vector: string): number | undefined {
  const [version, ...parts] = vector.trim().split('/');
  const metrics = new Map(parts.map((part) => part.split(':', 2) as [string, string]));
  if (version === 'CVSS:3.0' || version === 'CVSS:3.1') return cvss3BaseScore(metrics);
  if (version === 'CVSS:4.0') return cvss4BaseScore(metrics);
  return undefined;
}

/** The qualitative rating of the standard; "none" counts as low, since somebody wrote an advisory. */
export function severityOfScore(score: number): Severity {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  return score >= 4 ? 'medium' : 'low';
}

/** Metric values of section 7.4 of the specification of CVSS 3.1, https://www.first.org/cvss/v3-1/specification-document */
const weights: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  PR: { N: 0.85, L: 0.62, H: 0.27 },
  UI: { N: 0.85, R: 0.62 },
  C: { H: 0.56, L: 0.22, N: 0 },
  I: { H: 0.56, L: 0.22, N: 0 },
  A: { H: 0.56, L: 0.22, N: 0 },
};
const privilegesOverScopes: Readonly<Record<string, number>> = { N: 0.85, L: 0.68, H: 0.5 };

function cvss3BaseScore(metrics: ReadonlyMap<string, string>): number | undefined {
  const scope = metrics.get('S');
  if (scope !== 'U' && scope !== 'C') return undefined;
  const changed = scope === 'C';
  const values = Object.entries(weights).map(([metric, table]) => {
    const value = metrics.get(metric) ?? '';
    return (metric === 'PR' && changed ? privilegesOverScopes : table)[value];
  });
  if (values.includes(undefined)) return undefined;
  const [av, ac, pr, ui, c, i, a] = values as [number, number, number, number, number, number, number];
  const impactBase = 1 - (1 - c) * (1 - i) * (1 - a);
  const impact = changed
    ? 7.52 * (impactBase - 0.029) - 3.25 * Math.pow(impactBase - 0.02, 15)
    : 6.42 * impactBase;
  if (impact <= 0) return 0;
  const exploitability = 8.22 * av * ac * pr * ui;
  return roundUp(Math.min((changed ? 1.08 : 1) * (impact + exploitability), 10));
}

/** Appendix A of the specification: one decimal upwards, free of errors of floating point. */
function roundUp(score: number): number {
  const whole = Math.round(score * 100_000);
  return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10;
}
