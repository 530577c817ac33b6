import type { Example } from '../../../../model/rule.js';
import {
  directivesOf,
  enclosing,
  inherited,
  outward,
  scopeOf,
  type Level,
  type NginxFile,
  type NginxRule,
} from '../../formats/nginx.js';
import type { Directive } from '../../formats/nginx-parse.js';
import type { Hit, WrittenRule } from '../../rule.js';

type Metadata = Omit<WrittenRule, 'languages' | 'asvs' | 'examples'>;

interface LevelRule extends Metadata {
  /** Whole files. */
  readonly bad: readonly string[];
  readonly good: readonly string[];
  look(level: Level, file: NginxFile): Iterable<Omit<Hit, 'scope'>>;
}

/** A rule that looks at one level of the blocks at a time. */
export function levelRule({ bad, good, look, ...metadata }: LevelRule): NginxRule {
  const example = (text: string): Example => ({ path: 'nginx/site.conf', text: `${text}\n` });
  return {
    ...metadata,
    asvs: [],
    languages: ['nginx'],
    examples: { bad: bad.map(example), good: good.map(example) },
    *check(file) {
      for (const level of file.levels)
        for (const hit of look(level, file)) yield { ...hit, scope: scopeOf(level) };
    },
  };
}

/** A server with the lines in it, for examples. */
export function server(...lines: readonly string[]): string {
  return ['server {', '    server_name www.example.com;', ...lines.map((line) => `    ${line}`), '}'].join(
    '\n',
  );
}

export function argumentOf(directive: Directive): string {
  return directive.words.map(({ text }) => text).join(' ');
}

export interface Location {
  /** `=`, `^~`, `~`, `~*`, or empty. */
  readonly modifier: string;
  readonly path: string;
}

/** What a block of a location matches. */
export function locationOf({ opener }: Level): Location | undefined {
  if (opener?.name !== 'location') return undefined;
  const [first, second] = opener.words.map(({ text }) => text);
  if (first === undefined) return undefined;
  const [, modifier = '', path = ''] =
    second === undefined ? (/^(=|\^~|~\*?)?(.*)$/s.exec(first) ?? []) : ['', first, second];
  return { modifier, path };
}

/** Whether only some may reach a level: by address, password, a subrequest, a client's certificate, or since it listens to its own machine. */
export function isGuarded(level: Level): boolean {
  for (const around of outward(level))
    if (directivesOf(around, 'internal', 'auth_request', 'auth_jwt').length > 0) return true;
  if (inherited(level, 'auth_basic').some((it) => argumentOf(it) !== 'off')) return true;
  if (inherited(level, 'allow', 'deny').some((it) => it.name === 'deny')) return true;
  if (inherited(level, 'ssl_verify_client').some((it) => argumentOf(it) === 'on')) return true;
  const host = enclosing(level, 'server');
  const listens = host?.directives.filter(({ name }) => name === 'listen') ?? [];
  return (
    listens.length > 0 && listens.every((it) => /^(?:127\.|localhost|\[::1\]|unix:)/.test(argumentOf(it)))
  );
}

/** The exact change of an argument. */
export function replaceWord(
  word: { start: number; end: number } | undefined,
  text: string,
  description: string,
): Pick<Hit, 'fix'> {
  return word ? { fix: { description, edits: [{ start: word.start, end: word.end, text }] } } : {};
}
