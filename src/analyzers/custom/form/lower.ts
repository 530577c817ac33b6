import type { SyntaxNode, SyntaxTree } from '../../syntax/tree.js';
import { expressionForms } from './expressions.js';
import type { Form } from './form.js';
import { functionForm } from './functions.js';
import { literalForms } from './literals.js';
import { absent, make, named, type Lower, type Lowering } from './lowering.js';
import { markupForms } from './markup.js';
import { singleStatementForms, statementForms } from './statements.js';

const forms = new Map<string, Lower>([
  ...Object.entries(expressionForms),
  ...Object.entries(literalForms),
  ...Object.entries(singleStatementForms),
  ...Object.entries(markupForms),
]);

/** What holds no code that runs. */
const silent = new Set([
  'interface_declaration',
  'type_alias_declaration',
  'ambient_declaration',
  'type_annotation',
  'type_arguments',
  'type_parameters',
  'decorator',
  'implements_clause',
  'index_signature',
  'method_signature',
  'abstract_method_signature',
  'function_signature',
]);

/** Brings a tree into forms: the root is a `block` of the file's statements. */
export function lowerTree(tree: SyntaxTree, isPattern = false): Form {
  return createLowering(tree.text, isPattern).form(tree.root);
}

function createLowering(text: string, isPattern: boolean): Lowering {
  const to: Lowering = {
    text,
    isPattern,
    form(node) {
      const lower = forms.get(node.type);
      if (lower) return lower(node, to);
      const several = statementForms(node, to);
      if (several) {
        const [only] = several;
        return several.length === 1 && only ? only : make('list', '', several, node);
      }
      if (silent.has(node.type)) return absent(node.start);
      return make(
        'other',
        node.type,
        named(node).map((child) => to.form(child)),
        node,
      );
    },
    statements: (node) => statementForms(node, to) ?? [to.form(node)],
    block: (node) => (node ? blockOf(node, to) : absent(0)),
    func: (node) => functionForm(node, to),
  };
  return to;
}

function blockOf(node: SyntaxNode, to: Lowering): Form {
  const isBlock = node.type === 'statement_block' || node.type === 'program';
  const statements = isBlock ? named(node) : [node];
  return make(
    'block',
    '',
    statements.flatMap((statement) => to.statements(statement)).filter(({ kind }) => kind !== 'absent'),
    node,
  );
}
