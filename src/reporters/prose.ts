/** A piece of a rule's Markdown: what rules are written in, and no more of Markdown than that. */
export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly string[] }
  | { readonly kind: 'code'; readonly text: string };

/** Parses paragraphs, lists and fenced code. Lines of a paragraph are joined. */
export function parseProse(markdown: string): Block[] {
  const blocks: Block[] = [];
  const lines = markdown.trim().split('\n').values();
  let open: Block | undefined;
  for (const line of lines) {
    const text = line.trim();
    const item = /^(?:[-*]|(\d+)\.) +(.*)$/.exec(text);
    if (text.startsWith('```')) {
      blocks.push({ kind: 'code', text: takeFence(lines, text) });
      open = undefined;
    } else if (text === '') open = undefined;
    else if (item) {
      const ordered = item[1] !== undefined;
      const items = open?.kind === 'list' && open.ordered === ordered ? open.items : [];
      if (items.length > 0) blocks.pop();
      blocks.push((open = { kind: 'list', ordered, items: [...items, item[2] ?? ''] }));
    } else {
      const joined = open ? joinLine(open, text) : undefined;
      if (joined) blocks.pop();
      blocks.push((open = joined ?? { kind: 'paragraph', text }));
    }
  }
  return blocks;
}

function takeFence(lines: Iterator<string>, opening: string): string {
  const fence = /^`+/.exec(opening)?.[0] ?? '```';
  const taken: string[] = [];
  for (let next = lines.next(); !next.done && next.value.trim() !== fence; next = lines.next())
    taken.push(next.value);
  return taken.join('\n');
}

function joinLine(block: Block, text: string): Block | undefined {
  if (block.kind === 'paragraph') return { ...block, text: `${block.text} ${text}` };
  if (block.kind !== 'list') return undefined;
  return { ...block, items: [...block.items.slice(0, -1), `${block.items.at(-1) ?? ''} ${text}`] };
}

export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Text between backticks and around it, in turn: the even pieces are words, the odd ones code. */
export function splitCode(text: string): string[] {
  const pieces = text.split('`');
  if (pieces.length % 2 === 1) return pieces;
  const last = pieces.pop() ?? '';
  pieces.push(`${pieces.pop() ?? ''}\`${last}`);
  return pieces;
}
