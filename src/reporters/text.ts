import { exclusionTexts } from '../model/exclusion.js';
import pc from 'picocolors';
import type { Finding, TraceStep } from '../model/finding.js';
import type { Report } from '../model/report.js';
import type { Rule } from '../model/rule.js';
import type { Severity } from '../model/severity.js';
import { foldTrace } from '../model/trace.js';
import { showControls } from './controls.js';
import { capitalize, parseProse, type Block } from './prose.js';
import {
  coverageSentence,
  headline,
  overdueSentence,
  placeOf,
  placeOfFinding,
  placeOfProblem,
  policyStates,
  problemTitles,
  statementTitles,
  rulesById,
} from './summary.js';

export interface TextOptions {
  readonly color: boolean;
  /** Columns; what is ours is wrapped, places are not. */
  readonly width: number;
}

/** The report for a terminal: the verdict, then the findings from the worst. Control characters are made visible. */
export function renderText(report: Report, rules: readonly Rule[], options: TextOptions): string {
  const write = createWriter(options);
  const { paint } = write;
  const color = verdictColors[report.verdict];
  const overdue = overdueSentence(report);
  const sections = [
    [paint.bold(paint[color](headline(report)))],
    ...renderFindings(report.findings, rules, write),
    renderFixed(report, write),
    renderWithheld(report, write),
    renderExclusions(report, write),
    renderPolicies(report, write),
    renderThreatModel(report, write),
    renderProblems(report, write),
    [
      ...(overdue === undefined ? [] : [paint.red(overdue)]),
      ...wrap(coverageSentence(report.coverage), write.width, '').map(paint.dim),
      ...(report.findings.length > 0 ? [paint.dim('More about a rule: scrutineer explain RULE')] : []),
    ],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

type Colors = ReturnType<typeof pc.createColors>;
type Color = 'red' | 'yellow' | 'green' | 'blue' | 'magenta' | 'cyan';

const verdictColors = {
  failing: 'red',
  misconfigured: 'yellow',
  incomplete: 'yellow',
  empty: 'yellow',
  passing: 'green',
} as const satisfies Record<Report['verdict'], Color>;

const severityColors: Readonly<Record<Severity, Color>> = {
  critical: 'magenta',
  high: 'red',
  medium: 'yellow',
  low: 'blue',
};

interface Writer {
  readonly paint: Colors;
  readonly width: number;
}

function createWriter({ color, width }: TextOptions): Writer {
  return { paint: pc.createColors(color), width: Math.min(Math.max(width, 40), 120) };
}

function renderFindings(findings: readonly Finding[], rules: readonly Rule[], write: Writer): string[][] {
  const known = rulesById(rules);
  const explained = new Set<string>();
  return findings.map((finding) => {
    const rule = explained.has(finding.ruleId) ? undefined : known.get(finding.ruleId);
    explained.add(finding.ruleId);
    return renderFinding(finding, rule, write);
  });
}

/** How to fix it is told with the first finding of a rule; the rest would only repeat it. */
function renderFinding(finding: Finding, rule: Rule | undefined, write: Writer): string[] {
  const { paint, width } = write;
  const { severity, confidence, title, ruleId, message, trace, fix, severityChange } = finding;
  const label = paint.bold(paint[severityColors[severity]](severity.padEnd(longestSeverity)));
  const doubt = confidence === 'high' ? '' : `, ${confidence} confidence`;
  return [
    `${label} ${paint.bold(showControls(title))} ${paint.dim(`(${ruleId}${doubt})`)}`,
    `${indent}${paint.cyan(showControls(placeOfFinding(finding)))}`,
    ...wrap(showControls(message), width, indent),
    ...(severityChange ? wrap(showControls(`${capitalize(severityChange.reason)}.`), width, indent) : []),
    ...renderTrace(foldTrace(trace), write),
    ...(fix ? wrap(`Fix: ${showControls(fix.description)}.`, width, indent) : []),
    ...(!fix && rule ? renderRemediation(rule, write) : []),
  ];
}

const longestSeverity = 'critical'.length;
const indent = '  ';

function renderTrace(trace: readonly TraceStep[], { paint }: Writer): string[] {
  const places = trace.map(({ location }) =>
    showControls(placeOf({ path: location.path, line: location.startLine })),
  );
  const column = Math.max(0, ...places.map((place) => place.length));
  return trace.map((step, index) => {
    const number = `${index + 1}.`.padStart(4);
    return `${indent}${paint.dim(number)} ${paint.dim((places[index] ?? '').padEnd(column))}  ${showControls(step.message)}`;
  });
}

function renderRemediation(rule: Rule, { width }: Writer): string[] {
  const [first] = parseProse(rule.remediation);
  return first ? renderBlock(first, width, 'Fix: ') : [];
}

function renderBlock(block: Block, width: number, lead: string): string[] {
  if (block.kind === 'paragraph') return wrap(`${lead}${block.text}`, width, indent);
  if (block.kind === 'code') return block.text.split('\n').map((line) => `${indent}  ${line}`);
  return [
    `${indent}${lead.trim()}`,
    ...block.items.flatMap((item) => wrap(`- ${item}`, width, `${indent}  `)),
  ];
}

function renderFixed({ fixed }: Report, { paint }: Writer): string[] {
  if (fixed.length === 0) return [];
  const lines = fixed.map(
    (finding) =>
      `${indent}${paint.green(finding.severity.padEnd(longestSeverity))} ${showControls(finding.title)}  ` +
      paint.cyan(showControls(placeOfFinding(finding))),
  );
  return [paint.bold('Fixed by this change'), ...lines];
}

function renderWithheld({ withheld }: Report, { paint, width }: Writer): string[] {
  if (withheld.length === 0) return [];
  const lines = withheld.flatMap(({ finding, reason }) => [
    `${indent}${finding.severity.padEnd(longestSeverity)} ${showControls(finding.title)}  ${paint.cyan(showControls(placeOfFinding(finding)))}`,
    ...wrap(showControls(reason), width, indent + ' '.repeat(longestSeverity + 1)),
  ]);
  return [paint.bold('Withheld'), ...lines];
}

function renderExclusions({ coverage }: Report, { paint, width }: Writer): string[] {
  const lines = exclusionTexts(coverage).flatMap(({ what, files, why }) => [
    `${indent}${paint.cyan(showControls(what))} ${paint.dim(`(${showControls(files)})`)}`,
    ...wrap(showControls(why), width, `${indent}  `),
  ]);
  return lines.length === 0 ? [] : [paint.bold('Left out of the scope'), ...lines];
}

function renderPolicies({ policies = [] }: Report, { paint, width }: Writer): string[] {
  if (policies.length === 0) return [];
  const lines = policies.flatMap(({ name, owner, state, reason }) => [
    `${indent}${paint[state === 'met' ? 'green' : 'yellow'](policyStates[state])} ${showControls(name)} ${paint.dim(`(${showControls(owner)})`)}`,
    ...wrap(showControls(reason), width, `${indent}  `),
  ]);
  return [paint.bold('Policies'), ...lines];
}

function renderThreatModel({ threatModel }: Report, { paint, width }: Writer): string[] {
  if (!threatModel) return [];
  const lines = threatModel.statements.flatMap((statement) => {
    const place = placeOfProblem(statement);
    return [
      `${indent}${statementTitles[statement.kind]}${place === '' ? '' : ` ${paint.cyan(showControls(place))}`}`,
      ...wrap(showControls(statement.message), width, `${indent}  `),
    ];
  });
  return [paint.bold('Threat model'), ...lines];
}

function renderProblems({ problems }: Report, { paint, width }: Writer): string[] {
  if (problems.length === 0) return [];
  const lines = problems.flatMap((problem) => {
    const place = placeOfProblem(problem);
    const title = problemTitles[problem.kind];
    const label = problem.kind === 'notice' ? title : paint.yellow(title);
    return [
      `${indent}${label}${place === '' ? '' : ` ${paint.cyan(showControls(place))}`}`,
      ...wrap(showControls(problem.message), width, `${indent}  `),
    ];
  });
  return [paint.bold('Problems'), ...lines];
}

/** Breaks at blanks; a word that is longer than the line stands alone. */
function wrap(text: string, width: number, before: string): string[] {
  const lines: string[] = [];
  let line = before;
  for (const word of text.split(' ')) {
    if (line !== before && line.length + 1 + word.length > width) {
      lines.push(line);
      line = before;
    }
    line += line === before ? word : ` ${word}`;
  }
  return [...lines, line];
}
