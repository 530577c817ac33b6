import { foldBlanks } from '../../../model/finding.js';
import type { SyntaxNode } from '../../syntax/tree.js';
import type { Form } from './form.js';
import { identifier, make, named, sliceOf, type Lowering } from './lowering.js';

/** A type: names as `id`, `a.B` as `member`, `A<B>` with its kids, others by their text. */
export function typeForm(node: SyntaxNode, to: Lowering): Form {
  switch (node.type) {
    case 'type_annotation':
    case 'parenthesized_type': {
      const [type] = named(node);
      return type ? typeForm(type, to) : make('type', '', [], node);
    }
    case 'type_identifier':
    case 'identifier':
    case 'predefined_type':
      return identifier('id', node, to);
    case 'nested_type_identifier':
    case 'nested_identifier':
    case 'member_expression': {
      const [module, name] = named(node);
      if (module && name)
        return make('member', '', [typeForm(module, to), identifier('name', name, to)], node);
      break;
    }
    case 'generic_type': {
      const [name, args] = named(node);
      if (name && args)
        return make(
          'type',
          'generic',
          [typeForm(name, to), ...named(args).map((arg) => typeForm(arg, to))],
          node,
        );
    }
  }
  return make('type', foldBlanks(sliceOf(node, to)), [], node);
}
