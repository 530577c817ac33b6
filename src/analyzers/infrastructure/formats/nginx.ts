import { LineTable } from '../../syntax/tree.js';
import { judgeDocument, type DocumentRule, type Format } from '../rule.js';
import { parseNginx, type Directive } from './nginx-parse.js';

/** A file of nginx as its blocks. */
export interface NginxFile {
  readonly path: string;
  readonly text: string;
  /** The file itself first, then every block in it, in order. */
  readonly levels: readonly Level[];
}

/** The inside of a block, or the file itself. */
export interface Level {
  /** The directive that the block belongs to; undefined for the file. */
  readonly opener: Directive | undefined;
  readonly outer: Level | undefined;
  readonly directives: readonly Directive[];
}

export type NginxRule = DocumentRule<NginxFile>;

/** nginx: its usual files and folders, and templates of them. */
export function nginx(rules: readonly NginxRule[]): Format {
  return {
    rules,
    wants: isNginxPath,
    async judge(file, _side, context) {
      if (file.text.length > maxText) {
        const message = 'The file is larger than 256 KB and was not reviewed.';
        context.report({ kind: 'incomplete', path: file.path, message });
        return [];
      }
      if (!looksLikeNginx.test(file.text)) return [];
      const { directives, error } = parseNginx(isTemplate(file) ? withoutTemplate(file.text) : file.text);
      if (error && isTemplate(file)) {
        const message = 'The template can only be read in part before its values are filled in.';
        const line = new LineTable(file.text).lineOf(error.offset);
        context.report({ kind: 'incomplete', path: file.path, line, message });
      } else if (error) {
        const line = new LineTable(file.text).lineOf(error.offset);
        context.report({ kind: 'incomplete', path: file.path, line, message: error.message });
      }
      return judgeDocument({ path: file.path, text: file.text, levels: levelsOf(directives) }, rules);
    },
  };
}

/** Each block is looked at with those around it, and no person writes more. */
const maxText = 262_144;

function isNginxPath(path: string): boolean {
  const named =
    /(?:^|\/)(?:[^/]*nginx[^/]*\.conf|default\.conf|[^/]+\.nginx|nginx\.vhost)(?:\.(?:template|tmpl|tpl|j2|erb|in|sample))?$/i;
  const placed =
    /(?:^|\/)(?:sites-(?:available|enabled)\/[^/]+|(?:[^/]*nginx[^/]*|openresty)\/(?:[^/]+\/){0,4}[^/]+\.(?:conf|vhost|inc)(?:\.(?:template|tmpl|tpl|j2|erb|in|sample))?|(?:conf\.d|snippets|vhosts?(?:\.d)?)\/[^/]+\.conf(?:\.(?:template|tmpl|tpl|j2|erb|in|sample))?)$/i;
  return (named.test(path) || placed.test(path)) && !/\.(?:ya?ml|json|md|sh|lua|js|ts|py)$/.test(path);
}

/** A file of Apache or supervisord in such a folder has none of these. */
const looksLikeNginx =
  /^[ \t]*(?:server|http|upstream\s+\S+|location\s+[^{\n]+|map\s+\$\w+\s+\$\w+|events|stream)\s*\{|^[ \t]*(?:ssl_\w+|proxy_\w+|add_header|listen|gzip\w*|client_max_body_size|limit_req\w*|fastcgi_\w+|server_tokens|root|include|deny|allow)\s[^<>\n]*;/m;

function isTemplate({ path, text }: { path: string; text: string }): boolean {
  return /\.(?:template|tmpl|tpl|j2|erb|in)$/.test(path) || /\{\{|\{%|<%/.test(text);
}

/** Statements of template languages become blanks, and what they write a variable, of the same length. */
function withoutTemplate(text: string): string {
  return text
    .replace(/\{%[^\n]{0,500}?%\}|\{\{[#/~-][^\n]{0,500}?\}\}|<%[^=\n][^\n]{0,500}?%>/g, (part) =>
      ' '.repeat(part.length),
    )
    .replace(/\{\{[^\n]{0,500}?\}\}|<%=[^\n]{0,500}?%>/g, (part) => `$${'_'.repeat(part.length - 1)}`);
}

function levelsOf(directives: readonly Directive[]): Level[] {
  const levels: Level[] = [{ opener: undefined, outer: undefined, directives }];
  for (const level of levels)
    for (const opener of level.directives)
      if (opener.block) levels.push({ opener, outer: level, directives: opener.block });
  return levels;
}

const found = new WeakMap<Level, Map<string, readonly Directive[]>>();

/** The directives of some names in a level itself, in order; looked for once. */
export function directivesOf(level: Level, ...names: readonly string[]): readonly Directive[] {
  const known = found.get(level) ?? new Map<string, readonly Directive[]>();
  found.set(level, known);
  const key = names.join(' ');
  const before = known.get(key);
  if (before) return before;
  const wanted = new Set(names);
  const own = level.directives.filter(({ name }) => wanted.has(name));
  known.set(key, own);
  return own;
}

/** The level and those around it, inside out. */
export function* outward(level: Level): Iterable<Level> {
  for (let next: Level | undefined = level; next; next = next.outer) yield next;
}

/** What holds in a level of a directive that an inner level replaces as a whole. */
export function inherited(level: Level, ...names: readonly string[]): readonly Directive[] {
  for (const around of outward(level)) {
    const own = directivesOf(around, ...names);
    if (own.length > 0) return own;
  }
  return [];
}

/** The nearest block of a kind around a level, or the level itself. */
export function enclosing(level: Level, name: string): Level | undefined {
  for (const around of outward(level)) if (around.opener?.name === name) return around;
  return undefined;
}

/** Whether another file may add directives to a level: what is absent there is not known to be. */
export function isOpen(level: Level): boolean {
  return directivesOf(level, 'include').some(
    ({ words }) => !/mime\.types$|_params$/.test(words[0]?.text ?? ''),
  );
}

/** What a level is called in fingerprints: `server www.example.com`, `location /static`. */
export function scopeOf(level: Level): string {
  const names = Array.from(outward(level)).flatMap((around) => {
    const { opener } = around;
    if (!opener) return [];
    const server = directivesOf(around, 'server_name')[0]?.words[0]?.text;
    const words = opener.words.map(({ text }) => text).join(' ');
    return [`${opener.name} ${opener.name === 'server' ? (server ?? '') : words}`.trim()];
  });
  return names.reverse().join(' > ');
}
