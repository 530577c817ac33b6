import MarkdownIt from 'markdown-it';

/** With tables and struck text, as GitHub has them. What it makes of bare addresses `findReferences` looks for. */
const markdown = new MarkdownIt({ html: true, linkify: false });

type Token = ReturnType<typeof markdown.parse>[number];

/**
 * What a text is made of when it is rendered: its blocks, links, pictures and HTML in order, without the words. Two texts
 * that differ in words from a repository alone must have the same: else the words became more than words.
 */
export function shapeOf(text: string): string[] {
  return flatten(text).flatMap((token) => {
    switch (token.type) {
      case 'text':
      case 'text_special':
      case 'code_inline':
      case 'inline':
      case 'softbreak':
        return [];
      case 'fence':
        return [`fence ${token.info}`];
      case 'html_block':
      case 'html_inline':
        return [token.content.trim().replace(/[0-9a-f]{32}/, 'FINGERPRINT')];
      case 'link_open':
        return [`link ${new URL(String(token.attrGet('href'))).host}`];
      default:
        return [`${token.type} ${token.tag}`];
    }
  });
}

/** The addresses that a text links to. */
export function linksOf(text: string): string[] {
  return flatten(text).flatMap((token) =>
    token.type === 'link_open' || token.type === 'image'
      ? [String(token.attrGet('href') ?? token.attrGet('src'))]
      : [],
  );
}

/** What is shown outside of code, on which GitHub looks for references. */
function wordsOf(text: string): string {
  return flatten(text)
    .map((token) => {
      if (token.type === 'text' || token.type === 'text_special') return token.content;
      return token.type === 'inline' || token.type === 'softbreak' ? '\n' : '';
    })
    .join('');
}

/**
 * What GitHub turns into a link, a notification or a picture in words that are no Markdown, or hides from the reader:
 * docs.github.com, "Autolinked references and URLs" and "Basic writing and formatting syntax".
 */
export function findReferences(text: string): string[] {
  return [...wordsOf(text).matchAll(references)].map(([found]) => found);
}

const references = new RegExp(
  [
    String.raw`(?<![A-Za-z0-9_])@[A-Za-z0-9][\w/-]*`,
    // Also behind `mailto:` and `xmpp:`.
    String.raw`[\w.+-]+@[\w-]+\.[\w.-]+`,
    String.raw`(?:https?|ftp):\/\/[^\s\u200B]+`,
    String.raw`\bwww\.\S+`,
    String.raw`#\d+`,
    String.raw`\bGH-\d+`,
    String.raw`:[a-z0-9_+-]+:`,
    String.raw`\b[0-9a-f]{7,64}\b`,
    String.raw`[\u202A-\u202E\u2066-\u2069\u{E0000}-\u{E007F}]`,
  ].join('|'),
  'giu',
);

function flatten(text: string): Token[] {
  return markdown.parse(text, {}).flatMap((token) => [token, ...(token.children ?? [])]);
}
