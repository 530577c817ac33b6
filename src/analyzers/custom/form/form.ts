/**
 * What a node of a form is. Code and patterns are both brought into forms, in which ways of writing the same thing are one:
 * brackets are gone, an arrow function is a function, `const a = 1, b = 2` is two definitions.
 */
export type FormKind =
  // Leaves. A `name` declares or labels something, an `id` is an expression.
  | 'id'
  | 'name'
  | 'number'
  | 'string'
  | 'regex'
  | 'literal'
  | 'text'
  | 'absent'
  // Expressions.
  | 'template'
  | 'tagged'
  | 'call'
  | 'new'
  | 'member'
  | 'index'
  | 'binary'
  | 'unary'
  | 'assign'
  | 'conditional'
  | 'array'
  | 'object'
  | 'property'
  | 'spread'
  | 'comma'
  | 'function'
  | 'parameter'
  | 'class'
  | 'jsx'
  | 'attribute'
  // Statements.
  | 'expression'
  | 'define'
  | 'if'
  | 'for'
  | 'for-in'
  | 'while'
  | 'do'
  | 'return'
  | 'throw'
  | 'try'
  | 'catch'
  | 'switch'
  | 'case'
  | 'block'
  | 'jump'
  | 'label'
  | 'import'
  | 'type'
  | 'other'
  // Lists whose entries are matched as one.
  | 'list'
  // Of patterns only.
  | 'ellipsis'
  | 'metavariable'
  | 'metavariables'
  | 'deep'
  | 'typed';

/** A node of code or of a pattern. What its kids are is told where the form is made, in `lower-*.ts`. */
export class Form {
  parent: Form | undefined;
  /** What an `id` or a declaring `name` stands for; set by `resolve`. */
  binding: Binding | undefined;
  /** Annotations, of definitions, parameters and functions; as a form of kind `type`, `id` or `member`. */
  declaredType: Form | undefined;
  decorators: readonly Form[] = [];

  constructor(
    readonly kind: FormKind,
    /** The name, the value of a literal, the operator, or what tells variants of a kind apart. */
    readonly text: string,
    readonly kids: readonly Form[],
    /** Offsets in UTF-16 units. */
    public start: number,
    readonly end: number,
  ) {
    for (const kid of kids) kid.parent = this;
  }

  /** A kid by its place; an `absent` one where there is none. */
  at(index: number): Form {
    return this.kids[index] ?? nothing;
  }
}

const nothing = new Form('absent', '', [], 0, 0);

/** One variable, function, class, parameter or import of a file. */
export interface Binding {
  readonly name: string;
  /** What it is given where it is declared. */
  initial: Form | undefined;
  /** How often it is given something, the declaration counted where it does. */
  writes: number;
  /** The definitions and plain assignments among these, in the order of the text, with what they give. */
  readonly values: { readonly at: Form; readonly value: Form }[];
  /** The annotation of its declaration. */
  declaredType: Form | undefined;
  /** Where it comes from, as `['child_process', 'exec']`. */
  imported: readonly string[] | undefined;
  isParameter: boolean;
}

const expressions: ReadonlySet<FormKind> = new Set([
  'id',
  'number',
  'string',
  'regex',
  'literal',
  'template',
  'tagged',
  'call',
  'new',
  'member',
  'index',
  'binary',
  'unary',
  'assign',
  'conditional',
  'array',
  'object',
  'spread',
  'comma',
  'function',
  'class',
  'jsx',
]);

const statements: ReadonlySet<FormKind> = new Set([
  'expression',
  'define',
  'if',
  'for',
  'for-in',
  'while',
  'do',
  'return',
  'throw',
  'try',
  'switch',
  'block',
  'jump',
  'label',
  'import',
]);

export function isExpression(form: Form): boolean {
  return expressions.has(form.kind);
}

/** Functions and classes are statements where they stand among them. */
export function isStatement(form: Form): boolean {
  if (statements.has(form.kind)) return true;
  return (form.kind === 'function' || form.kind === 'class') && isStatementList(form.parent);
}

/** Whether the kids of a form are statements in their order. */
export function isStatementList(form: Form | undefined): boolean {
  return form?.kind === 'block';
}
