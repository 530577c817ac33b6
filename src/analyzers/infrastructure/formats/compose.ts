import { LineTable } from '../../syntax/tree.js';
import { judgeDocument, type DocumentRule, type Format } from '../rule.js';
import type { Parsers } from './parsers.js';
import type { Span } from './span.js';
import { at, entriesOf, entryOf, itemsOf, textOf, type YamlNode } from './yaml-syntax.js';

/** A Compose file as its services. */
export interface ComposeFile {
  readonly path: string;
  readonly services: readonly Service[];
}

export interface Service {
  readonly name: string;
  readonly key: Span;
  readonly node: YamlNode;
  /** Whether another file or service may set what is absent here. */
  readonly partial: boolean;
  /** Whether it shows that it runs on a server: by a restart policy, a deployment, or the name of the file. */
  readonly deployed: boolean;
}

export type ComposeRule = DocumentRule<ComposeFile>;

/** Compose files, by the names that `docker compose` looks for, and variants as `docker-compose.prod.yml`. */
export function compose(parsers: Parsers, rules: readonly ComposeRule[]): Format {
  return {
    rules,
    wants: (path) => /(?:^|\/)(?:docker-|podman-)?compose(?:[._-][\w.-]+)?\.ya?ml$/.test(path),
    async judge(file, _side, context) {
      const parsed = await parsers.parse('yaml', file.text);
      const fault = 'unparsed' in parsed ? parsed.unparsed : parsed.error;
      if (fault) {
        const line = new LineTable(file.text).lineOf(fault.offset);
        context.report({ kind: 'incomplete', path: file.path, line, message: fault.message });
      }
      const root = 'unparsed' in parsed ? undefined : parsed.documents[0];
      const override = /override/.test(file.path);
      const forDevelopment = saysDevelopment.test(file.text.slice(0, 1000));
      const services = entriesOf(at(root, 'services')).map(({ name, key, value }) => ({
        name,
        key,
        node: value,
        partial: override || entryOf(value, 'extends') !== undefined,
        deployed:
          !forDevelopment &&
          (/prod|deploy|stack|server|live/i.test(file.path.slice(file.path.lastIndexOf('/') + 1)) ||
            entryOf(value, 'deploy') !== undefined ||
            /^(?:always|unless-stopped)$/.test(textOf(at(value, 'restart')) ?? '')),
      }));
      return judgeDocument({ path: file.path, services }, rules);
    },
  };
}

/** A comment at the top that says what the file is for. */
const saysDevelopment =
  /^\s*#.*(?:(?:local|development|dev|testing) (?:use )?only|(?:for|in) (?:local )?(?:development|testing)|not .{0,30}(?:in|for) production)/im;

export interface Mount {
  readonly source: string;
  readonly readOnly: boolean;
  /** As it is written in the short form, after the last colon. */
  readonly options: string;
  readonly span: Span;
}

/** What a service mounts from the host, from the short and the long form. */
export function mountsOf({ node }: Service): Mount[] {
  return itemsOf(at(node, 'volumes')).flatMap((item): Mount[] => {
    if (item.kind === 'map') {
      const source = textOf(at(item, 'source'));
      const options = textOf(at(item, 'bind', 'propagation')) ?? '';
      const readOnly = textOf(at(item, 'read_only')) === 'true';
      return source === undefined ? [] : [{ source, readOnly, options, span: item }];
    }
    const [source, target, options = ''] = (textOf(item) ?? '').split(':');
    const readOnly = options.split(',').includes('ro');
    return source === undefined || target === undefined ? [] : [{ source, readOnly, options, span: item }];
  });
}

export interface Port {
  /** In the container; undefined for ranges and variables. */
  readonly target: number | undefined;
  /** Reachable from other machines. */
  readonly open: boolean;
  readonly span: Span;
  /** Where the address of the host stands, or belongs, in the short form; undefined in the long one. */
  readonly host: Span | undefined;
}

/** What a service publishes on the host. A host address that a variable gives is not known to be open. */
export function portsOf({ node }: Service): Port[] {
  return itemsOf(at(node, 'ports')).map((item) => {
    const long = item.kind === 'map';
    const text = long ? (textOf(at(item, 'target')) ?? '') : (textOf(item) ?? '');
    const parts = text.replace(/\/\w+$/, '').split(/:(?![^[]*\])/);
    const host = long ? textOf(at(item, 'host_ip')) : parts.length > 2 ? parts[0] : undefined;
    const target = /^\d+$/.test(parts.at(-1) ?? '') ? Number(parts.at(-1)) : undefined;
    const published = long ? textOf(at(item, 'published')) : parts.length > 1 ? parts.at(-2) : undefined;
    const open =
      published !== undefined &&
      (host === undefined || /^(?:0\.0\.0\.0|\[?::\]?)?$/.test(host)) &&
      !/\$\{?\w*(?:HOST|ADDR|BIND|IP)/i.test(text) &&
      !/^127\.|localhost/.test(published);
    return { target, open, span: item, host: long ? undefined : hostPlace(item, text, host) };
  });
}

/** A quoted text is two characters longer than what it says; of any other layout nothing is known. */
function hostPlace({ start, end }: Span, text: string, host: string | undefined): Span | undefined {
  const quotes = end - start - text.length;
  const from = start + quotes / 2;
  return quotes === 0 || quotes === 2
    ? { start: from, end: from + (host === undefined ? 0 : host.length + 1) }
    : undefined;
}

/** The environment of a service, from a map or a list of `NAME=value`. */
export function environmentOf({ node }: Service): { name: string; value: string; span: Span }[] {
  const environment = at(node, 'environment');
  const pairs = entriesOf(environment).map(({ name, key, value }) => ({
    name,
    value: textOf(value) ?? '',
    span: { start: key.start, end: value.end },
  }));
  for (const item of itemsOf(environment)) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(textOf(item) ?? '') ?? [];
    if (name !== undefined && value !== undefined) pairs.push({ name, value, span: item });
  }
  return pairs;
}
