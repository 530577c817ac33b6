import type { FileText } from '../../model/analyzer.js';
import type { Detection } from '../../model/finding.js';
import type { Range } from '../../model/location.js';
import { anchorOf } from './anchor.js';
import { judgeFile } from './files.js';
import { findHidden } from './hidden/find.js';
import { mask } from './mask.js';
import type { Span } from './rule.js';
import { secretRules } from './rules/index.js';
import { createScan, type Leak, type Scan } from './scan.js';

/** What was found in a file. */
export interface SecretsInspection {
  readonly detections: readonly Detection[];
  /** What was left out, each as a plain sentence. */
  readonly incomplete: readonly string[];
}

/** Prepares a look for credentials in any text; what it finds never holds the value. */
export function createInspect(): (file: FileText) => Promise<SecretsInspection> {
  const scan = createScan(secretRules);
  return async (file) => {
    const { leaks, incomplete } = scanAll(scan, file);
    const detections = await Promise.all(
      leaks.map(async (leak) => toDetection(leak, file, await anchorOf(leak.rule.id, leak.value))),
    );
    return { detections: [...detections, ...judgeFile(file.path, file.text)], incomplete };
  };
}

/** A credential, and how it was hidden where it does not stand in the text as it is. */
interface FoundLeak extends Leak {
  readonly how?: string;
}

const tooMuchHidden =
  'The file has so many encoded texts that not all of them were searched for credentials.';

/** What stands in the text and in texts within it; a piece of a credential gives way to the whole. */
function scanAll(
  scan: Scan,
  { path, text }: FileText,
): { leaks: readonly FoundLeak[]; incomplete: readonly string[] } {
  const { leaks: plain, incomplete } = scan(path, text);
  const { texts, isCut } = findHidden(text);
  let leaks: readonly FoundLeak[] = plain;
  for (const hidden of texts)
    for (const leak of scan(path, hidden.text).leaks) {
      const span = hidden.outer(leak.span);
      if (!span || leaks.some((one) => one.value === leak.value && !isOutdone(one, leak, span))) continue;
      const touched = leaks.filter((one) => one.span.start < span.end && span.start < one.span.end);
      if (touched.some((one) => !isOutdone(one, leak, span))) continue;
      const whole = { ...leak, span, verdict: { ...leak.verdict, shown: span }, how: hidden.how };
      leaks = [...leaks.filter((one) => !touched.includes(one)), whole];
    }
  return { leaks, incomplete: isCut ? [...incomplete, tooMuchHidden] : incomplete };
}

/** Whether a guess is a piece of the whole, or about a text in which a format tells the provider. */
function isOutdone(guess: Leak, by: Leak, span: Span): boolean {
  if (guess.rule.yields !== true) return false;
  if (by.rule.yields !== true) return span.start <= guess.span.start && guess.span.end <= span.end;
  return guess.value.length < by.value.length && by.value.includes(guess.value);
}

export function toDetection(leak: FoundLeak, { text, commit }: FileText, anchor: string): Detection {
  const { rule, verdict } = leak;
  const what = verdict.what ?? rule.title;
  const secretHash = anchor.slice(0, 16);
  return {
    ruleId: rule.id,
    message:
      `${what} (${mask(leak.value)}, hash ${secretHash}) ${where(commit)}${leak.how ? ` ${leak.how}` : ''}${verdict.because ? `, and ${verdict.because}` : ''}: ` +
      `rotate it first, since removing the line does not help once it is pushed.`,
    range: rangeOf(text, verdict.shown ?? leak.span),
    severity: leak.severity,
    confidence: leak.confidence,
    anchor,
    secretHash,
    scope: '',
  };
}

function where(commit: string | undefined): string {
  return commit === undefined
    ? 'is in the file'
    : `was added in commit ${commit.slice(0, 10)} and taken out again within this change, but stays readable in its history`;
}

function rangeOf(text: string, { start, end }: Span): Range {
  let startLine = 1;
  let lineStart = 0;
  for (let feed = text.indexOf('\n'); feed >= 0 && feed < start; feed = text.indexOf('\n', lineStart)) {
    startLine++;
    lineStart = feed + 1;
  }
  const within = text.slice(start, end);
  const feeds = within.split('\n').length - 1;
  return {
    startLine,
    startColumn: start - lineStart + 1,
    endLine: startLine + feeds,
    endColumn: feeds ? within.length - within.lastIndexOf('\n') : end - lineStart + 1,
  };
}
