import type { Finding, TraceStep } from '../model/finding.js';
import type { Location } from '../model/location.js';
import { redactionOf } from './redact.js';

/** A file that was looked at, with all that stands in it. */
export interface Quoted {
  readonly text: string;
  readonly standing: readonly Finding[];
}

/** Longer lines are cut, at their end. */
const maxLength = 160;

/**
 * Gives findings, and the steps of their ways, the line of code that they are about, without the credentials in it. `open` gives
 * a file of the head side, and undefined where nobody looked for credentials in it: then nothing of it is shown.
 */
export async function quoteCode(
  findings: readonly Finding[],
  open: (path: string) => Promise<Quoted | undefined>,
): Promise<Finding[]> {
  const quotes = new Map<string, Promise<Quote>>();
  const quote = async ({ path, startLine }: Location): Promise<string | undefined> => {
    const opened = quotes.get(path) ?? open(path).then(quoteOf);
    quotes.set(path, opened);
    return (await opened)(startLine);
  };
  return Promise.all(
    findings.map(async (finding) => {
      // Then the location is in a commit, and not on the head side.
      if (finding.commit !== undefined || isOfCredential(finding)) return finding;
      const code = await quote(finding.location);
      const trace = await Promise.all(finding.trace.map((step) => withCode(step, quote)));
      return { ...finding, trace, ...(code !== undefined && { code }) };
    }),
  );
}

/** Weaknesses that are a credential where it is written: https://cwe.mitre.org/data/definitions/798.html and its kin. */
const ofCredentials: ReadonlySet<number> = new Set([256, 259, 260, 312, 321, 522, 798, 1392]);

/** What other rules than those for credentials find to be one: which part of the line it is they do not say. */
function isOfCredential({ secretHash, cwe }: Finding): boolean {
  return secretHash === undefined && cwe.some((number) => ofCredentials.has(number));
}

async function withCode(
  step: TraceStep,
  quote: (location: Location) => Promise<string | undefined>,
): Promise<TraceStep> {
  const code = await quote(step.location);
  return code === undefined ? step : { ...step, code };
}

/** Gives the line of a number. */
type Quote = (line: number) => string | undefined;

function quoteOf(quoted: Quoted | undefined): Quote {
  if (!quoted) return () => undefined;
  const lines = quoted.text.split('\n');
  const redaction = redactionOf(quoted.standing, quoted.text);
  const hidden = new Set<number>();
  for (const finding of quoted.standing) {
    const { secretHash, location, trace } = finding;
    // Where one credential stands, another may that nobody found.
    const holds = secretHash !== undefined || isOfCredential(finding);
    const steps = trace.flatMap((step) => (step.location.path === location.path ? [step.location] : []));
    for (const { startLine, endLine } of holds ? [location, ...steps] : [])
      for (let line = startLine; line <= endLine; line++) hidden.add(line);
  }
  const literals = literalsOn([...hidden].map((number) => lines[number - 1] ?? ''));
  return (number) => {
    const line = lines[number - 1]?.trim();
    if (line === undefined || line === '') return undefined;
    if (hidden.has(number)) return '…';
    const shown = literals.reduce((kept, value) => kept.replaceAll(value, '…'), redaction.text(line));
    return shown.length > maxLength ? `${shown.slice(0, maxLength)}…` : shown;
  };
}

/**
 * The texts in quotes on lines that are not shown, the longest first: one of them may be the credential, and stand on other lines
 * where nobody calls it one.
 */
function literalsOn(lines: readonly string[]): string[] {
  const found = lines.flatMap((line) =>
    [...line.matchAll(/"[^"]{6,2000}"|'[^']{6,2000}'|`[^`]{6,2000}`/g)].map(([literal]) =>
      literal.slice(1, -1),
    ),
  );
  return [...new Set(found)].sort((a, b) => b.length - a.length);
}
