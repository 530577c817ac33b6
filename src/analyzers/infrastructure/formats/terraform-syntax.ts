import type { Span, SyntaxFault } from './span.js';

/** A Terraform or OpenTofu file as the worker hands it over: plain data, with offsets. */
export interface TerraformSyntax {
  readonly body: Body;
  readonly error: SyntaxFault | undefined;
}

export interface Body {
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly Block[];
}

export interface Attribute extends Span {
  readonly name: string;
  readonly value: Expression;
}

export interface Block extends Span {
  readonly type: string;
  readonly labels: readonly string[];
  /** From the type to the last label. */
  readonly header: Span;
  readonly body: Body;
}

export type Scalar = string | number | boolean | null;

/** One step into a value: an attribute's name, an index, or `*` for a splat. */
export type Step = string | Expression;

/** An expression; what has no meaning to us is `opaque` and keeps only the expressions that it mentions. */
export type Expression = Span &
  (
    | { readonly kind: 'literal'; readonly value: Scalar }
    | { readonly kind: 'list'; readonly items: readonly Expression[] }
    | { readonly kind: 'object'; readonly entries: readonly Entry[] }
    | { readonly kind: 'template'; readonly parts: readonly Expression[] }
    | { readonly kind: 'reference'; readonly name: string; readonly steps: readonly Step[] }
    | { readonly kind: 'call'; readonly name: string; readonly parts: readonly Expression[] }
    | {
        readonly kind: 'conditional';
        readonly test: Expression;
        readonly yes: Expression;
        readonly no: Expression;
      }
    | { readonly kind: 'operation'; readonly operator: string; readonly parts: readonly Expression[] }
    | { readonly kind: 'opaque'; readonly parts: readonly Expression[] }
  );

export interface Entry {
  readonly key: Expression;
  readonly value: Expression;
}

/** The expressions directly inside one. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
      return [];
    case 'list':
      return expression.items;
    case 'object':
      return expression.entries.flatMap((entry) => [entry.key, entry.value]);
    case 'reference':
      return expression.steps.filter((step) => typeof step !== 'string');
    case 'conditional':
      return [expression.test, expression.yes, expression.no];
    default:
      return expression.parts;
  }
}
