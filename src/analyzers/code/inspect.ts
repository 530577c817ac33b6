import type { Detection, Edit, TraceStep } from '../../model/finding.js';
import { foldBlanks } from '../../model/finding.js';
import type { EntryPoint } from '../../model/entry-point.js';
import type { Location } from '../../model/location.js';
import type { PackageUse } from '../../model/package-use.js';
import type { Problem } from '../../model/problem.js';
import { confidences, type Confidence } from '../../model/severity.js';
import { LineTable, type SyntaxNode } from '../syntax/tree.js';
import { doubtOf } from './flow/arrival.js';
import { interpret, type Told } from './flow/interpret.js';
import type { Arrival, Flow } from './flow/interpreter.js';
import type { Interest } from './flow/interest.js';
import type { SourceKind } from './flow/kind.js';
import { formatOf, type Format } from './language.js';
import { isBeside } from './surroundings.js';
import { parseTemplate } from './templates/parse.js';
import { scopeName } from './flow/node.js';
import type { Unit } from './flow/unit.js';
import { stepsOf, type Step, type Taint } from './flow/value.js';
import type { Models } from './models.js';
import type { Verdict } from './rules/code-rule.js';
import type { Repository } from './repository.js';

/** What the analysis of one file gives; plain data that can leave a worker. */
export interface FileInspection {
  readonly detections: readonly Detection[];
  readonly problems: readonly Problem[];
  /** The files that a package offers, where that was asked. */
  readonly offered?: readonly string[];
  /** The ways in, where they were asked. */
  readonly ways?: readonly EntryPoint[];
  /** What the file does with the packages that were asked for, where that was asked. */
  readonly uses?: readonly PackageUse[];
}

/** Looks at one file, with the files that it imports in reach; with an interest, at what may lead to a finding in it. */
export function inspectFile(
  path: string,
  repository: Repository,
  models: Models,
  offers = true,
  interest?: Interest,
): FileInspection {
  const format = formatOf(path);
  const inTemplate = format ? inspectTemplate(path, format, repository.read(path) ?? '', models) : [];
  const unit = repository.open(path);
  if (!unit) return { detections: weighed(inTemplate, path, repository).sort(byPlace), problems: [] };
  const problems: Problem[] = [];
  const [firstError] = unit.tree.errors;
  // Between the tags of a template, code is often cut in pieces that cannot be parsed.
  if (firstError !== undefined && !format)
    problems.push({
      kind: 'notice',
      path,
      line: unit.tree.lines.lineOf(firstError),
      message: 'A part of the file could not be parsed; what stands there was not followed.',
    });
  const { flows, verdicts, exhausted } = interpret(unit, models, repository.resolve, offers, interest);
  if (exhausted)
    problems.push({ kind: 'incomplete', path, message: 'The file is too complex to follow all data in it.' });
  const detections = [
    ...inTemplate,
    ...flows.map((flow) => flowDetection(unit, flow)),
    ...verdicts.map((told) => verdictDetection(unit, told)),
  ];
  return { detections: weighed(detections, path, repository).sort(byPlace), problems };
}

/** In tests and examples, what would be a flaw is mostly on purpose, and harms nobody. */
function weighed(detections: Detection[], path: string, { findProject }: Repository): Detection[] {
  if (!isBeside(path, findProject)) return detections;
  return detections.map((detection) => ({ ...detection, confidence: 'low' }));
}

/** What the rules say of the markup and the template tags of a file. */
function inspectTemplate(path: string, format: Format, text: string, models: Models): Detection[] {
  const template = parseTemplate(path, format, text);
  const lines = new LineTable(text);
  return models.rules.flatMap((rule) =>
    (rule.templates ?? []).flatMap((pattern) =>
      pattern.check(template).map((verdict): Detection => ({
        ruleId: rule.id,
        range: lines.range(verdict.start, verdict.end),
        anchor: foldBlanks(text.slice(verdict.start, verdict.end)).slice(0, maxAnchor),
        scope: '',
        message: verdict.message,
        ...(verdict.confidence && { confidence: verdict.confidence }),
        ...(verdict.severity && { severity: verdict.severity }),
      })),
    ),
  );
}

const sourceWords: Readonly<Record<SourceKind, string>> = {
  request: 'from the request',
  browser: 'from the address or another page',
  message: 'from a message',
  stored: 'from a store that others fill',
  response: 'from the answer of another server',
  operator: 'from the command line or the environment',
  archive: 'the name of an entry in an archive',
  library: 'a parameter of a function that the package exports',
  document: 'text read back from the page',
  parameter: 'which callers decide',
  probe: '',
};

/** Without a package nothing is exported by one; whoever has the file may call what is in it. */
function wordsFor({ kind, source }: Taint): string {
  return sourceWords[kind === 'library' && !source.unit.project() ? 'parameter' : kind];
}

function flowDetection(unit: Unit, flow: Flow): Detection {
  const { rule, taint, arrival } = flow;
  const source = taint.what.replaceAll('`', "'");
  const sink = arrival.sink.replaceAll('`', "'");
  const trace = [...stepsOf(taint.step).map(traceStep), last(arrival, sink)];
  return {
    ...place(unit, arrival.node),
    ruleId: rule.id,
    message: `\`${source}\`, ${wordsFor(taint)}, ${rule.flow?.ending(sink) ?? ''}.`,
    trace,
    ...fixOf(unit, flow.arrival.unit === unit ? rule.flow?.fix?.(arrival, taint) : undefined),
    confidence: weaker(rule.confidence, confidences[Math.min(doubtOf(flow), 2)] ?? 'low'),
  };
}

function weaker(a: Confidence, b: Confidence): Confidence {
  return confidences.indexOf(a) > confidences.indexOf(b) ? a : b;
}

function verdictDetection(unit: Unit, { rule, node, verdict, end }: Told): Detection {
  return {
    ...place(unit, node),
    ...(verdict.anchor !== undefined && { anchor: verdict.anchor }),
    ruleId: rule.id,
    message: verdict.message,
    ...(verdict.taint && {
      trace: [...stepsOf(verdict.taint.step).map(traceStep), traceEnd(end ?? { unit, node })],
    }),
    ...(verdict.confidence && { confidence: verdict.confidence }),
    ...(verdict.severity && { severity: verdict.severity }),
    ...fixOf(unit, end ? undefined : verdict.fix),
  };
}

function fixOf(unit: Unit, fix: Verdict['fix']): Pick<Detection, 'fix'> {
  if (!fix) return {};
  const edits = fix.edits.map((edit): Edit => ({
    range: unit.tree.lines.range(edit.node.start, edit.node.end),
    text: edit.text,
  }));
  return { fix: { description: fix.description, edits } };
}

/** Longer code would make the fingerprint depend on what stands in a callback. */
const maxAnchor = 300;

function place(unit: Unit, node: SyntaxNode): Pick<Detection, 'range' | 'anchor' | 'scope'> {
  return {
    range: unit.tree.lines.range(node.start, node.end),
    anchor: foldBlanks(unit.text.slice(node.start, node.end)).slice(0, maxAnchor),
    scope: scopeName(node, unit.text),
  };
}

function traceStep(step: Step): TraceStep {
  return { location: locationOf(step.unit, step.node), message: step.message };
}

function traceEnd({ unit, node }: NonNullable<Told['end']>): TraceStep {
  return { location: locationOf(unit, node), message: 'is used here' };
}

function last({ unit, part, note }: Arrival, sink: string): TraceStep {
  return {
    location: locationOf(unit, part),
    message: `reaches ${sink}${note === undefined ? '' : `, ${note}`}`,
  };
}

function locationOf(unit: Unit, node: SyntaxNode): Location {
  return { path: unit.path, ...unit.tree.lines.range(node.start, node.end) };
}

function byPlace(a: Detection, b: Detection): number {
  return (
    a.range.startLine - b.range.startLine ||
    a.range.startColumn - b.range.startColumn ||
    (a.ruleId < b.ruleId ? -1 : a.ruleId > b.ruleId ? 1 : 0)
  );
}
