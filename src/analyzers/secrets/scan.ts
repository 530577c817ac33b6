import type { Confidence, Severity } from '../../model/severity.js';
import { confidences } from '../../model/severity.js';
import { createKeywordFinder, type KeywordFinder } from './keywords.js';
import { isPlausible } from './plausible.js';
import type { Candidate, Search, SecretRule, Span, Verdict } from './rule.js';
import { findRuns, type Runs } from './runs.js';

/** A credential in a text. */
export interface Leak {
  readonly rule: SecretRule;
  readonly value: string;
  readonly span: Span;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly verdict: Verdict;
}

export interface ScanResult {
  /** From top to bottom, one for each credential. */
  readonly leaks: readonly Leak[];
  /** What was left out, each as a plain sentence. */
  readonly incomplete: readonly string[];
}

/** Text beyond it, in UTF-16 units, is not looked at. */
const longestText = 32_000_000;

/** More credentials than this in one file are not told apart, and not hashed. */
const mostLeaks = 100;

/** Units that expressions may read, for each unit of text and in all: what bounds the time on hostile text. */
const readsPerUnit = 200;
/** What it costs to judge a match, for each unit of its value: entropy, repetition, words. */
const readsPerJudged = 80;
const mostReads = 1_000_000_000;
const freeReads = 1_000_000;

export type Scan = (path: string, text: string) => ScanResult;

/** Prepares a scan with the rules: one pass for their keywords, then each rule's expression round its own hits. */
export function createScan(rules: readonly SecretRule[]): Scan {
  const order = new Map(rules.map((rule, index) => [rule, index]));
  let prepared: Prepared | undefined;

  return (path, whole) => {
    const { entries, finder } = (prepared ??= prepare(rules));
    const unwanted = new Map<SecretRule, boolean>();
    const text = whole.length > longestText ? whole.slice(0, longestText) : whole;
    const incomplete = new Set<string>();
    if (text !== whole)
      incomplete.add(`Only the first ${longestText / 1e6} million characters were searched for credentials.`);
    const leaks: Leak[] = [];
    const searchedTo = new Map<SecretRule, number>();
    const hinted = new Map<SecretRule, number>();
    let runs: Runs | undefined;
    let reads = Math.min(text.length * readsPerUnit + freeReads, mostReads);

    finder.find(text, (index, start) => {
      const entry = entries[index] as Entry;
      const { rule, keyword } = entry;
      if (!entry.ignoresCase && !text.startsWith(keyword, start)) return true;
      const { glance, run, before, after } = (entry.search ??= searchOf(rule));
      if (rule.wants) {
        let isUnwanted = unwanted.get(rule);
        if (isUnwanted === undefined) unwanted.set(rule, (isUnwanted = !rule.wants(path)));
        if (isUnwanted) return true;
      }
      if (glance?.(text, start, start + keyword.length) === false) return true;
      if (run > 0 && !(runs ??= findRuns(text)).has(start, start + after, run)) return true;
      if (start < (searchedTo.get(rule) ?? 0)) return true;
      reads -= before + after;
      if (reads < 0 || leaks.length >= mostLeaks * 4) {
        incomplete.add(
          'The file has so much that looks like credentials that its rest was not searched for them.',
        );
        return false;
      }
      const asked = hinted.get(rule) ?? 0;
      hinted.set(rule, asked + 1);
      const match = matchAround(text, start, rule, asked < mostHints);
      if (!match) return true;
      if (match.cut)
        incomplete.add(`${rule.title}: a stretch of the file is longer than is looked at in one piece.`);
      reads -= readsPerJudged * match.value.length;
      const found = judge(rule, { path, text, value: match.value, ...match.valueSpan, groups: match.groups });
      // What turned out to be none may hold one: the value of one key can be the next key.
      searchedTo.set(rule, found.length > 0 ? match.end : match.valueSpan.start);
      leaks.push(...found);
      return true;
    });

    const distinct = keepMostSpecific(leaks, order);
    if (distinct.length > mostLeaks)
      incomplete.add(`Only the first ${mostLeaks} credentials of the file are reported.`);
    return { leaks: distinct.slice(0, mostLeaks), incomplete: [...incomplete] };
  };
}

/** From then on the rule's own expression is worth compiling, and looks at less than the hint does. */
const mostHints = 8;

interface Entry {
  readonly rule: SecretRule;
  readonly keyword: string;
  readonly ignoresCase: boolean;
  /** Made for the first hit. */
  search: LookRound | undefined;
}

/** What is asked at every hit, read from the rule once. */
interface LookRound extends Pick<Search, 'before' | 'after' | 'glance'> {
  readonly run: number;
}

function searchOf({ before, after, glance, run = 0 }: SecretRule): LookRound {
  return { before, after, glance, run };
}

interface Prepared {
  readonly entries: readonly Entry[];
  readonly finder: KeywordFinder;
}

/** One finder for all rules, since building it takes longer than passing over the hits of those that do not look at a path. */
function prepare(rules: readonly SecretRule[]): Prepared {
  const entries = rules.flatMap((rule) =>
    rule.keywords.map((keyword): Entry => ({
      rule,
      keyword,
      ignoresCase: rule.ignoreCase === true,
      search: undefined,
    })),
  );
  return { entries, finder: createKeywordFinder(entries.map((entry) => entry.keyword)) };
}

interface Match {
  readonly value: string;
  readonly valueSpan: Span;
  readonly end: number;
  readonly groups: Readonly<Record<string, string | undefined>>;
  /** The text goes on where the rule stopped looking. */
  readonly cut: boolean;
}

function matchAround(text: string, hit: number, rule: SecretRule, heedsHint: boolean): Match | undefined {
  // One unit more on the left, so that a rule can see what its match must not follow.
  const from = Math.max(0, hit - rule.before - 1);
  const to = Math.min(text.length, hit + rule.after);
  const stretch = text.slice(from, to);
  if (heedsHint && rule.hint?.test(stretch) === false) return undefined;
  const opening = rule.opener ? stretch.slice(0, hit - from).lastIndexOf(rule.opener) : hit - from;
  if (opening < 0) return undefined;
  // Most hits match nothing, which is told faster without the places of the groups.
  rule.pattern.lastIndex = opening;
  if (!rule.pattern.test(stretch)) return undefined;
  const located = locatedOf(rule);
  located.lastIndex = opening;
  const found = located.exec(stretch);
  if (!found?.indices) return undefined;
  const whole = found.indices[0] as [number, number];
  const [start, end] = found.indices.groups?.['secret'] ?? whole;
  return {
    value: stretch.slice(start, end),
    valueSpan: { start: from + start, end: from + end },
    end: from + whole[1],
    groups: found.groups ?? {},
    cut: from + whole[1] === to && to < text.length,
  };
}

/** The rule's expression, which also tells where its groups stand. */
function locatedOf(rule: SecretRule): RegExp {
  let located = allLocated.get(rule);
  if (!located) allLocated.set(rule, (located = new RegExp(rule.pattern.source, `${rule.pattern.flags}d`)));
  return located;
}

const allLocated = new WeakMap<SecretRule, RegExp>();

function judge(rule: SecretRule, candidate: Candidate): Leak[] {
  if (rule.entropy > 0 && !isPlausible(candidate.value, rule.entropy)) return [];
  const verdict = rule.judge ? rule.judge(candidate) : {};
  if (!verdict) return [];
  return [verdict, ...(verdict.more ?? [])].map((one) => toLeak(rule, candidate, one));
}

function toLeak(rule: SecretRule, candidate: Candidate, verdict: Verdict): Leak {
  return {
    rule,
    value: verdict.identity ?? candidate.value,
    span: verdict.at ?? { start: candidate.start, end: candidate.end },
    severity: verdict.severity ?? rule.severity,
    confidence: verdict.confidence ?? rule.confidence,
    verdict,
  };
}

/** Of leaks that overlap keeps that of a rule that does not yield, then the best proven, then the longest, then that of the earlier rule. */
function keepMostSpecific(leaks: readonly Leak[], order: ReadonlyMap<SecretRule, number>): Leak[] {
  if (leaks.length < 2) return [...leaks];
  const best = [...leaks].sort(
    (a, b) =>
      Number(a.rule.yields ?? false) - Number(b.rule.yields ?? false) ||
      confidences.indexOf(a.confidence) - confidences.indexOf(b.confidence) ||
      b.span.end - b.span.start - (a.span.end - a.span.start) ||
      (order.get(a.rule) ?? 0) - (order.get(b.rule) ?? 0) ||
      a.span.start - b.span.start,
  );
  const kept: Leak[] = [];
  const taken: Span[] = [];
  for (const leak of best) {
    const claims = [leak.span, ...(leak.verdict.claims ?? [])];
    if (taken.some((span) => span.start < leak.span.end && leak.span.start < span.end)) continue;
    kept.push(leak);
    taken.push(...claims);
  }
  return kept.sort((a, b) => a.span.start - b.span.start);
}
