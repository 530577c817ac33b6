import type { SyntaxNode } from '../../syntax/tree.js';
import { Form } from './form.js';
import { absent, identifier, make, named, sliceOf, special, type Lower, type Lowering } from './lowering.js';

/** Text `single` for `<a/>`. Kids: name, list of attributes, list of children. */
const element: Lower = (node, to) => {
  const opening = node.get('open_tag') ?? node;
  const name = opening.get('name');
  const attributes = opening.children.filter(({ field }) => field === 'attribute');
  const children = opening === node ? [] : contentOf(node, to);
  return make(
    'jsx',
    opening === node ? 'single' : '',
    [
      name ? to.form(name) : absent(node.start),
      make(
        'list',
        '',
        attributes.map((one) => to.form(one)),
        opening,
      ),
      make('list', '', children, node),
    ],
    node,
  );
};

function contentOf(node: SyntaxNode, to: Lowering): Form[] {
  return named(node).flatMap((child) => {
    if (child.field === 'open_tag' || child.field === 'close_tag') return [];
    if (child.type !== 'jsx_text') return [to.form(child)];
    const text = sliceOf(child, to).trim();
    if (text === '') return [];
    if (to.isPattern && text === '...') return [make('ellipsis', '', [], child)];
    return [(to.isPattern ? special(text, child) : undefined) ?? make('text', text, [], child)];
  });
}

/** Kids: name, value. */
const attribute: Lower = (node, to) => {
  const [name, value] = named(node);
  if (!name) return absent(node.start);
  const key = identifier('name', name, to);
  if (!value && key.kind === 'ellipsis') return key;
  return make('attribute', '', [key, value ? to.form(value) : absent(node.end)], node);
};

const braces: Lower = (node, to) => {
  const [first] = named(node);
  return first ? to.form(first) : new Form('absent', '', [], node.start, node.end);
};

export const markupForms: Readonly<Record<string, Lower>> = {
  jsx_element: element,
  jsx_self_closing_element: element,
  jsx_fragment: element,
  jsx_attribute: attribute,
  jsx_expression: braces,
  jsx_namespace_name: (node, to) => make('name', sliceOf(node, to), [], node),
};
