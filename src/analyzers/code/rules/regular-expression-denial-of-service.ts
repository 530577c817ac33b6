import type { SyntaxNode } from '../../syntax/tree.js';
import type { CallSite } from '../flow/call-site.js';
import { kindsOf } from '../flow/kind.js';
import type { Unit } from '../flow/unit.js';
import { constantText, unknown, type Taint, type Value } from '../flow/value.js';
import { findExponential, findPolynomial, type SlowMatch } from '../regex/ambiguity.js';
import type { Confidence } from '../../../model/severity.js';
import type { CodeRule, Verdict } from './code-rule.js';

/** An expression with a repetition without end in it, as far as one line shows. */
const repeats = /(?:[(,=:?&|[]\s*\/(?![/*])|RegExp\()[^\n]{0,300}[^\t\n/*+][*+]/;

export const regularExpressionDenialOfService: CodeRule = {
  id: 'regular-expression-denial-of-service',
  title: 'Regular expression that backtracks without bound',
  severity: 'high',
  confidence: 'high',
  cwe: [1333, 400],
  owasp: ['A04:2021', 'A06:2025'],
  asvs: ['1.3.12'],
  languages: ['typescript', 'javascript'],
  description:
    'A part of the expression matches the same text in several ways, and a match that fails tries them all. Their number grows exponentially, or with a high power of the length, so that a short text keeps the process busy for minutes, and with it everybody else who waits for it.',
  remediation:
    'Write the expression so that each text matches in one way: make alternatives start differently, and put a separator between repetitions: `/^\\w+(?:-\\w+)*$/` and not `/^(\\w+-?)*$/`. Bound the length of the text before matching, or use an engine that does not backtrack, such as re2.',
  references: [
    'https://owasp.org/www-community/attacks/Regular_expression_Denial_of_Service_-_ReDoS',
    'https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Regular_expressions',
    'https://cwe.mitre.org/data/definitions/1333.html',
  ],
  nodes: [{ types: ['regex'], hint: /\)(?:[*+]|\{\d*,)/, check: checkLiteral }],
  calls: [{ at: ['RegExp'], check: checkConstructor }],
  methods: [
    {
      methods: ['test', 'exec'],
      offered: repeats,
      abroad: true,
      check: (site) => checkUse(site, site.receiver, site.arguments[0]),
    },
    {
      methods: ['match', 'matchAll', 'search', 'replace', 'replaceAll', 'split'],
      offered: repeats,
      abroad: true,
      check: (site) => checkUse(site, site.arguments[0], site.receiver),
    },
  ],
  examples: {
    bad: [
      {
        path: 'src/slug.ts',
        text: `const slug = /^([a-z0-9]+-?)+$/; ◄

export function isSlug(text: string) {
  return slug.test(text);
}
`,
      },
      {
        path: 'src/hosts.js',
        text: `const app = require('express')();

app.post('/hosts', (req, res) => {
  res.json(String(req.body.hosts).split(/ *, */)); ◄
});
`,
      },
      {
        path: 'src/tags.js',
        text: `const express = require('express');
const app = express();

app.post('/tags', (req, res) => {
  const tags = req.body.tags.replace(/\\s+$/, '').split(','); ◄
  res.json(tags);
});
`,
      },
    ],
    good: [
      {
        path: 'src/slug.ts',
        text: `const slug = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

export function isSlug(text: string) {
  return slug.test(text);
}
`,
      },
      {
        path: 'src/tags.js',
        text: `const express = require('express');
const app = express();

app.post('/tags', (req, res) => {
  if (req.body.tags.length > 200) return res.sendStatus(400);
  res.json(req.body.tags.replace(/\\s+$/, '').split(','));
});
`,
      },
    ],
  },
};

function checkLiteral(unit: Unit, node: SyntaxNode): Verdict | undefined {
  const pattern = node.get('pattern');
  const flags = node.get('flags');
  if (!pattern) return undefined;
  const source = unit.text.slice(pattern.start, pattern.end);
  // Only a repetition within a repetition takes exponential time.
  if (!/\)(?:[*+]|\{\d*,)/.test(source)) return undefined;
  return exponentialVerdict(findExponential(source, flags ? unit.text.slice(flags.start, flags.end) : ''));
}

function checkConstructor(site: CallSite): Verdict | undefined {
  const source = constantText(site.arguments[0]);
  if (source === undefined) return undefined;
  return exponentialVerdict(findExponential(source, constantText(site.arguments[1]) ?? ''));
}

function exponentialVerdict(slow: SlowMatch | undefined): Verdict | undefined {
  if (!slow) return undefined;
  return {
    message: `The expression takes exponential time on ${attack(slow)}.`,
    ...(slow.isUncertain && { confidence: 'medium' }),
  };
}

const remote = new Set(['request', 'message', 'library']);
/** Node bounds the head of a request, so that the square of its length is bearable. */
const bounded = /\b(?:headers?|query|params|url|originalUrl|path|hostname|host|cookies|get|param)\b/;
/** What a package is given under such names is mostly bounded too, or written by whoever uses it. */
const boundedParameter =
  /\b(?:headers?|path|hostname|host|cookies|get|param)\b|^(?:opts?|options|config\w*|settings)$/;

/** A polynomial expression on text from outside. */
function checkUse(
  site: CallSite,
  pattern: Value | undefined,
  subject: Value | undefined,
): Verdict | undefined {
  const taint = subject?.taints.find(isRemote);
  if (!taint) return undefined;
  for (const each of pattern?.others ?? [pattern]) {
    const verdict = checkPattern(site, each, taint);
    if (verdict) return verdict;
  }
  return undefined;
}

function checkPattern(site: CallSite, pattern: Value | undefined, taint: Taint): Verdict | undefined {
  const source = constantText(pattern?.fields?.get('source') ?? unknown);
  const flags = constantText(pattern?.fields?.get('flags') ?? unknown);
  if (!pattern?.origins.includes('RegExp()') || source === undefined) return undefined;
  if (flags?.includes('y') || findExponential(source, flags ?? '')) return undefined;
  const slow = findPolynomial(source, flags ?? '');
  if (!slow) return undefined;
  const degree = Number(slow.growth);
  const confidence = confidenceOf(degree, taint, slow);
  if (!isFirst(site, `${confidence} ${source}`)) return undefined;
  return {
    message: `\`${taint.what}\` is matched in time that grows with the ${power(degree)} of its length, as on ${attack(slow)}.`,
    severity: degree > 2 ? 'high' : 'medium',
    confidence,
    taint,
  };
}

const uses = new WeakMap<Unit, Map<string, SyntaxNode>>();

/** An expression that a file uses in several places is told of once. */
function isFirst({ unit, node }: CallSite, key: string): boolean {
  const ofUnit = uses.get(unit) ?? new Map<string, SyntaxNode>();
  uses.set(unit, ofUnit);
  const first = ofUnit.get(key) ?? node;
  ofUnit.set(key, first);
  return first === node;
}

function confidenceOf(degree: number, taint: Taint, slow: SlowMatch): Confidence {
  const isOffered = taint.kind === 'library';
  if (degree > 2) return taint.doubt === 0 && !isOffered && !slow.isUncertain ? 'high' : 'medium';
  if (taint.doubt > 0 || slow.isUncertain || (isOffered ? boundedParameter : bounded).test(taint.what))
    return 'low';
  // Of a package its users decide what goes in; without one, and in a product of several, the own program does.
  const project = taint.source.unit.project();
  return isOffered && (!project || project.isOfProduct()) ? 'low' : 'medium';
}

const limitBit = kindsOf('limit');

function isRemote(taint: Taint): boolean {
  return remote.has(taint.kind) && (taint.cleared & limitBit) === 0;
}

function power(degree: number): string {
  return degree === 2 ? 'square' : degree === 3 ? 'cube' : `${degree}th power`;
}

/** The text that does it, in words. */
function attack({ prefix, pump, suffix }: SlowMatch): string {
  const shown = (text: string): string => `\`${JSON.stringify(text).replaceAll('`', "'")}\``;
  const many = prefix === '' ? `many times ${shown(pump)}` : `${shown(prefix)} and many times ${shown(pump)}`;
  return suffix === '' ? many : `${many}, then ${shown(suffix)}`;
}
