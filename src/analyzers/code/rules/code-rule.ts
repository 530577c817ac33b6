import type { Detection } from '../../../model/finding.js';
import type { Rule } from '../../../model/rule.js';
import type { Confidence } from '../../../model/severity.js';
import type { SyntaxNode } from '../../syntax/tree.js';
import type { CallSite } from '../flow/call-site.js';
import type { FlowKind, SourceKind } from '../flow/kind.js';
import type { Template } from '../templates/template.js';
import type { Unit } from '../flow/unit.js';
import type { Arrival } from '../flow/interpreter.js';
import type { Taint, Value } from '../flow/value.js';

/** A rule of the code analyzer: where data must not flow, calls that are wrong in themselves, or both. */
export interface CodeRule extends Rule {
  readonly flow?: FlowPattern;
  readonly calls?: readonly CallPattern[];
  readonly methods?: readonly MethodPattern[];
  readonly assignments?: readonly AssignmentPattern[];
  readonly nodes?: readonly NodePattern[];
  readonly groups?: readonly GroupPattern[];
  readonly templates?: readonly TemplatePattern[];
}

export interface FlowPattern {
  readonly kinds: readonly FlowKind[];
  readonly sources: readonly SourceKind[];
  /** What happens at the end, after "`req.query.id` ", as "is put into the SQL text of `db.query`, unparameterized". */
  readonly ending: (sink: string) => string;
  /** What a text holds in which data does harm without a call that has a name: a write to `a[b][c]`. */
  readonly hint?: RegExp;
  /** An exact change that makes the place safe, where there is one. */
  readonly fix?: (arrival: Arrival, taint: Taint) => Verdict['fix'];
  /** Whether data of this value does harm, where the kind alone does not decide. */
  readonly when?: (value: Value, taint: Taint) => boolean;
  /** Says nothing where the same data also ends in harm of these kinds. */
  readonly unless?: readonly FlowKind[];
  /** Says nothing where the same data also does harm of these kinds at the same place. */
  readonly unlessHere?: readonly FlowKind[];
  /** 0 where it is certain, 1 where it is likely, 2 where it is a guess; no finding where it is undefined. */
  readonly doubt?: (taint: Taint, arrival: Arrival) => number | undefined;
}

export interface CallPattern {
  /** API paths of the functions, without `()`. */
  readonly at: readonly string[];
  readonly check: (site: CallSite) => Verdict | undefined;
}

/** Calls of a method by its name alone, for methods of the language itself, as `replace`. */
export interface MethodPattern {
  readonly methods: readonly string[];
  /** What a text holds in which such a call may be wrong; without it, only files that are read anyway are looked at. */
  readonly hint?: RegExp;
  /** The same where only what callers from outside give to a package makes it wrong. */
  readonly offered?: RegExp;
  /** What is wrong is what data does there: in another file, that is told at the call that hands the data over. */
  readonly abroad?: boolean;
  readonly check: (site: CallSite) => Verdict | undefined;
}

/** A property that is assigned, or as `<href>` an attribute in JSX. */
export interface AssignmentPattern {
  readonly properties: readonly string[];
  readonly check: (assignment: Assignment) => Verdict | undefined;
}

export interface Assignment {
  readonly unit: Unit;
  readonly node: SyntaxNode;
  readonly property: string;
  readonly object: Value;
  readonly value: Value;
}

/**
 * An expression that is wrong by its syntax; it is looked at when the code around it is run. The node `program` is
 * looked at once, when the whole file has been run.
 */
export interface NodePattern {
  /** The grammar's names of the nodes. */
  readonly types: readonly string[];
  /** What a text holds in which such a node may be wrong; keeps other files from being parsed for it. */
  readonly hint: RegExp;
  /** It looks into other files. */
  readonly opens?: boolean;
  readonly check: (
    unit: Unit,
    node: SyntaxNode,
    around: Surroundings,
  ) => Verdict | readonly Verdict[] | undefined;
}

/** What a node check may ask for besides the syntax. */
export interface Surroundings {
  /** The value of a part of the node, as it is at its place. */
  read(node: SyntaxNode): Value;
  /** The file of the repository that a specifier stands for, as far as it is in reach. */
  open(specifier: string): Unit | undefined;
}

/** Markup and template tags of a file, judged as a whole. */
export interface TemplatePattern {
  readonly check: (template: Template) => readonly TemplateVerdict[];
}

/** What a check says of a stretch of a template. */
export interface TemplateVerdict extends Omit<Verdict, 'node' | 'fix' | 'taint'> {
  readonly start: number;
  readonly end: number;
}

/** Calls of a file that are judged beside one another, when all of them are known. */
export interface GroupPattern {
  /** API paths of the functions, without `()`. */
  readonly at: readonly string[];
  readonly check: (
    sites: readonly CallSite[],
  ) => readonly { readonly site: CallSite; readonly verdict: Verdict }[];
}

/** What a check says of a place that is wrong. */
export interface Verdict {
  /** One plain sentence. */
  readonly message: string;
  /** The place, where it is not the whole call. */
  readonly node?: SyntaxNode;
  readonly confidence?: Confidence;
  readonly severity?: Detection['severity'];
  /** The data that makes it wrong, for the trace. */
  readonly taint?: Taint;
  /** What identifies the finding, where the flagged code itself must not: it may hold a secret. */
  readonly anchor?: string;
  readonly fix?: {
    readonly description: string;
    readonly edits: readonly { node: SyntaxNode; text: string }[];
  };
}
