import type { SyntaxNode } from '../../syntax/tree.js';
import { make, named, sliceOf, type Lower, type Lowering } from './lowering.js';
import { Form } from './form.js';

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  '0': '\0',
};

/** Resolves the escapes of a string. */
function unescape(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    /\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\s\S]))/g,
    (_, long?: string, four?: string, two?: string, one?: string) => {
      const digits = long ?? four ?? two;
      if (digits !== undefined) {
        const point = parseInt(digits, 16);
        return point <= 0x10ffff ? String.fromCodePoint(point) : '';
      }
      return one === undefined || /[\r\n]/.test(one) ? '' : (escapes[one] ?? one);
    },
  );
}

/** In patterns the text is kept as it is written: expressions stand in strings, as `"=~/\d+/"`. */
function stringOf(node: SyntaxNode, to: Lowering): Form {
  const inner = to.text.slice(node.start + 1, Math.max(node.start + 1, node.end - 1));
  const text = to.isPattern && inner.startsWith('=~/') ? inner : unescape(inner);
  return make('string', text, [], node);
}

/** Kids: `text` chunks and expressions, in order. Without expressions it is a string. */
function templateOf(node: SyntaxNode, to: Lowering): Form {
  const kids: Form[] = [];
  let from = node.start + 1;
  const chunk = (until: number): void => {
    if (until > from) kids.push(chunkOf(from, until, to));
  };
  for (const child of node.children) {
    if (child.type !== 'template_substitution') continue;
    chunk(child.start);
    kids.push(...named(child).map((expression) => embedded(to.form(expression))));
    from = child.end;
  }
  chunk(node.end - 1);
  const [only] = kids;
  if (kids.length === 0) return make('string', '', [], node);
  if (kids.length === 1 && only?.kind === 'text') return make('string', only.text, [], node);
  return make('template', '', kids, node);
}

/** `${...}` stands for one expression, where an ellipsis in the text stands for any number of parts. */
function embedded(form: Form): Form {
  return form.kind === 'ellipsis' ? new Form('metavariable', '$_', [], form.start, form.end) : form;
}

function chunkOf(start: number, end: number, to: Lowering): Form {
  const text = to.text.slice(start, end);
  if (to.isPattern && text.trim() === '...') return new Form('ellipsis', '', [], start, end);
  return new Form('text', unescape(text), [], start, end);
}

const literal: Lower = (node, to) => make('literal', sliceOf(node, to), [], node);

export const literalForms: Readonly<Record<string, Lower>> = {
  string: stringOf,
  template_string: templateOf,
  number: (node, to) => make('number', sliceOf(node, to).replaceAll('_', ''), [], node),
  regex: (node, to) => {
    const pattern = node.get('pattern');
    const flags = node.get('flags');
    return make(
      'regex',
      pattern ? sliceOf(pattern, to) : '',
      flags ? [make('text', sliceOf(flags, to), [], flags)] : [],
      node,
    );
  },
  true: literal,
  false: literal,
  null: literal,
};
