import type { LineTable, SyntaxTree } from '../../syntax/tree.js';
import { isExpression, isStatement, type Form, type FormKind } from '../form/form.js';
import { lowerTree } from '../form/lower.js';
import { resolve } from '../form/resolve.js';
import type { Hit } from './hit.js';
import type { Has } from './prefilter.js';

/** A file that rules are run on. */
export interface TargetFile {
  readonly path: string;
  readonly text: string;
  readonly lines: LineTable;
  /** Absent for files that are no code. */
  readonly code?: CodeFile;
  /** Whether a text stands in it somewhere. */
  readonly has: Has;
  /** What patterns found, for all rules that have the same ones. */
  readonly found: Map<string, readonly Hit[]>;
}

/** The forms of a file. */
export interface CodeFile {
  readonly root: Form;
  /** Of each kind, in the order of the text. */
  of(kind: FormKind): readonly Form[];
  readonly expressions: readonly Form[];
  readonly statements: readonly Form[];
}

export function createCodeFile(tree: SyntaxTree): CodeFile {
  const root = lowerTree(tree);
  resolve(root);
  const expressions: Form[] = [];
  const statements: Form[] = [];
  const kinds = new Map<FormKind, Form[]>();
  const collect = (form: Form): void => {
    if (isExpression(form)) expressions.push(form);
    if (isStatement(form)) statements.push(form);
    const same = kinds.get(form.kind);
    if (same) same.push(form);
    else kinds.set(form.kind, [form]);
    for (const decorator of form.decorators) collect(decorator);
    for (const kid of form.kids) collect(kid);
  };
  collect(root);
  return { root, expressions, statements, of: (kind) => kinds.get(kind) ?? [] };
}
