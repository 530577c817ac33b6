import { isToken } from '../../syntax/tokens.js';
import type { SyntaxNode } from '../../syntax/tree.js';
import { Form, type FormKind } from './form.js';

/** What the parts of the lowering share: the text, and each other. */
export interface Lowering {
  readonly text: string;
  /** Of a pattern: `$X` and the placeholders of ellipses and deep expressions count. */
  readonly isPattern: boolean;
  /** An expression or a statement. */
  form(node: SyntaxNode): Form;
  /** One statement may be several: definitions, imports. */
  statements(node: SyntaxNode): Form[];
  /** A block, also of a single statement without brackets. */
  block(node: SyntaxNode | undefined): Form;
  /** A function of any kind. */
  func(node: SyntaxNode): Form;
}

/** Makes the form of a node of the grammar. */
export type Lower = (node: SyntaxNode, to: Lowering) => Form;

/** What stands in parsed patterns for what no grammar knows; see `pattern/rewrite.ts`. */
export const placeholders = {
  ellipsis: '$__ellipsis',
  deep: '$__deep',
  rest: '$__rest_',
  typed: '$__Typed',
} as const;

const metavariable = /^\$(?:[A-Z_][A-Z_0-9]*|[0-9]+)$/;

export function isMetavariable(text: string): boolean {
  return metavariable.test(text);
}

export function make(kind: FormKind, text: string, kids: readonly Form[], node: SyntaxNode): Form {
  return new Form(kind, text, kids, node.start, node.end);
}

export function absent(at: number): Form {
  return new Form('absent', '', [], at, at);
}

/** A form where there may be no node. */
export function optional(node: SyntaxNode | undefined, to: Lowering, at: number): Form {
  return node ? to.form(node) : absent(at);
}

/** An identifier, which in a pattern may stand for something else. */
export function identifier(kind: 'id' | 'name', node: SyntaxNode, to: Lowering): Form {
  const text = sliceOf(node, to);
  return (to.isPattern ? special(text, node) : undefined) ?? make(kind, text, [], node);
}

/** The form that an identifier of a pattern stands for, where it is none of its own. */
export function special(text: string, node: SyntaxNode): Form | undefined {
  if (text === placeholders.ellipsis) return make('ellipsis', '', [], node);
  if (text.startsWith(placeholders.rest))
    return make('metavariables', `$...${text.slice(placeholders.rest.length)}`, [], node);
  return isMetavariable(text) ? make('metavariable', text, [], node) : undefined;
}

export function sliceOf(node: SyntaxNode, to: Lowering): string {
  return to.text.slice(node.start, node.end);
}

/** The children that are neither comments nor operators. */
export function named(node: SyntaxNode): SyntaxNode[] {
  return node.children.filter(({ type }) => type !== 'comment' && !isToken(type));
}
