import type { Condition, CustomLanguage, Formula } from '../../model/custom-rule.js';
import type { Trouble } from '../explain.js';
import { suggest } from '../nearest.js';
import { languageOf } from './language.js';
import { listOperators, operators, unsupported } from './schema.js';

/** Keys and indexes from the root of the file. */
export type Path = readonly PropertyKey[];

/** Reads what patterns say. What is wrong is told, and the formula then not used. */
export interface FormulaReader {
  readonly troubles: Trouble[];
  /** Of what is wrong or not supported. */
  tell(path: Path, message: string, isKey?: boolean): void;
  lineOf(path: Path): number;
}

type Mapping = Readonly<Record<string, unknown>>;

const nothing: Formula = { kind: 'any', of: [] };

/** The formula of a mapping with one operator, or of a rule, whose other keys are its own. `extra` are keys that may stand beside. */
export function readFormula(
  value: unknown,
  path: Path,
  reader: FormulaReader,
  extra: readonly string[] = [],
): Formula {
  const mapping = asMapping(value, path, reader);
  if (!mapping) return nothing;
  checkKeys(mapping, [...operators, ...extra], path, reader);
  const written = operators.filter((name) => mapping[name] !== undefined);
  const [name, second] = written;
  if (name === undefined) {
    if (reader.troubles.length === 0)
      reader.tell(path, `There is no pattern; it needs one of ${listed(operators)}.`);
    return nothing;
  }
  if (second !== undefined) {
    reader.tell(
      [...path, second],
      `\`${name}\` and \`${second}\` cannot stand side by side; put them into \`patterns\`.`,
      true,
    );
    return nothing;
  }
  return readOperator(name, mapping[name], [...path, name], reader);
}

function readOperator(name: string, value: unknown, path: Path, reader: FormulaReader): Formula {
  switch (name) {
    case 'pattern':
      return { kind: 'pattern', text: asText(value, path, reader), line: reader.lineOf(path) };
    case 'pattern-regex':
      return { kind: 'regex', source: asText(value, path, reader), line: reader.lineOf(path) };
    case 'pattern-inside':
      return { kind: 'inside', of: readNested(value, path, reader) };
    case 'pattern-not':
      return { kind: 'not', of: readNested(value, path, reader) };
    case 'pattern-not-inside':
      return { kind: 'not', of: { kind: 'inside', of: readNested(value, path, reader) } };
    case 'pattern-not-regex':
      return {
        kind: 'not',
        of: { kind: 'regex', source: asText(value, path, reader), line: reader.lineOf(path) },
      };
    case 'pattern-either':
      return {
        kind: 'any',
        of: asList(value, path, reader).map((entry, at) => readEntry(entry, [...path, at], reader)),
      };
    default:
      return readPatterns(value, path, reader);
  }
}

/** A pattern, or a mapping with operators. */
function readNested(value: unknown, path: Path, reader: FormulaReader): Formula {
  if (typeof value === 'string') return { kind: 'pattern', text: value, line: reader.lineOf(path) };
  return readFormula(value, path, reader);
}

/** An entry of `pattern-either`, in which several operators in one mapping must all hold. */
function readEntry(value: unknown, path: Path, reader: FormulaReader): Formula {
  const mapping = asMapping(value, path, reader);
  if (!mapping) return nothing;
  checkKeys(mapping, listOperators, path, reader);
  const keys = Object.keys(mapping).filter((key) => isOneOf(key, listOperators));
  const [only] = keys;
  if (keys.length === 1 && only !== undefined && isOneOf(only, operators))
    return readOperator(only, mapping[only], [...path, only], reader);
  return readAll(
    keys.map((key) => ({ key, value: mapping[key], path: [...path, key] })),
    path,
    reader,
  );
}

function readPatterns(value: unknown, path: Path, reader: FormulaReader, isOfMetavariable = false): Formula {
  const entries = asList(value, path, reader).flatMap((entry, at) => {
    const mapping = asMapping(entry, [...path, at], reader);
    if (!mapping) return [];
    checkKeys(mapping, listOperators, [...path, at], reader);
    return Object.keys(mapping)
      .filter((key) => isOneOf(key, listOperators))
      .map((key) => ({ key, value: mapping[key], path: [...path, at, key] }));
  });
  return readAll(entries, path, reader, isOfMetavariable);
}

interface Entry {
  readonly key: string;
  readonly value: unknown;
  readonly path: Path;
}

function readAll(
  entries: readonly Entry[],
  path: Path,
  reader: FormulaReader,
  isOfMetavariable = false,
): Formula {
  const of: Formula[] = [];
  const conditions: Condition[] = [];
  const focus: string[][] = [];
  for (const { key, value, path: place } of entries) {
    if (key === 'focus-metavariable') {
      const names = typeof value === 'string' ? [value] : asList(value, place, reader).map(String);
      for (const name of names) checkMetavariable(name, place, reader);
      focus.push(names);
    } else if (key.startsWith('metavariable-')) {
      const condition = readCondition(key, value, place, reader);
      if (condition) conditions.push(condition);
    } else of.push(readOperator(key, value, place, reader));
  }
  if (!isOfMetavariable && of.every(({ kind }) => kind === 'not') && reader.troubles.length === 0)
    reader.tell(path, 'There is nothing to find: it needs a pattern that is not a negation.');
  return { kind: 'all', of, conditions, focus };
}

function readCondition(
  key: string,
  value: unknown,
  path: Path,
  reader: FormulaReader,
): Condition | undefined {
  const mapping = asMapping(value, path, reader);
  if (!mapping) return undefined;
  const line = reader.lineOf(path);
  const keys = (...known: string[]): void => checkKeys(mapping, ['metavariable', ...known], path, reader);
  const metavariable = (): string => {
    const name = asText(mapping['metavariable'], [...path, 'metavariable'], reader);
    checkMetavariable(name, [...path, 'metavariable'], reader);
    return name;
  };
  switch (key) {
    case 'metavariable-regex':
      keys('regex', 'constant-propagation');
      if (mapping['constant-propagation'] === true)
        reader.tell([...path, 'constant-propagation'], '`constant-propagation` is not supported.', true);
      return {
        kind: 'regex',
        line,
        metavariable: metavariable(),
        regex: asText(mapping['regex'], [...path, 'regex'], reader),
      };
    case 'metavariable-pattern': {
      keys('language', ...listOperators);
      const written = mapping['language'];
      const language =
        written === undefined ? undefined : readLanguage(written, [...path, 'language'], reader);
      const entries = Object.entries(mapping).filter(([name]) => isOneOf(name, listOperators));
      const [first] = entries;
      // Negations alone say enough of a metavariable.
      const formula =
        entries.length === 1 && first?.[0] === 'patterns'
          ? readPatterns(first[1], [...path, 'patterns'], reader, true)
          : readAll(
              entries.map(([name, one]) => ({ key: name, value: one, path: [...path, name] })),
              path,
              reader,
              true,
            );
      return { kind: 'pattern', line, metavariable: metavariable(), ...(language && { language }), formula };
    }
    case 'metavariable-comparison': {
      keys('comparison', 'base', 'strip');
      const base = mapping['base'];
      return {
        kind: 'comparison',
        line,
        comparison: asText(mapping['comparison'], [...path, 'comparison'], reader),
        strip: mapping['strip'] === true,
        ...(mapping['metavariable'] !== undefined && { metavariable: metavariable() }),
        ...(typeof base === 'number' && { base }),
      };
    }
    case 'metavariable-type': {
      keys('type', 'types');
      const written = mapping['types'] ?? mapping['type'];
      const types =
        typeof written === 'string' ? [written] : asList(written, [...path, 'types'], reader).map(String);
      return { kind: 'type', line, metavariable: metavariable(), types };
    }
    default: {
      keys('analyzer', 'options');
      const analyzer = mapping['analyzer'];
      reader.tell([...path, 'analyzer'], `The analyzer \`${String(analyzer)}\` is not supported.`);
      return undefined;
    }
  }
}

export function readLanguage(value: unknown, path: Path, reader: FormulaReader): CustomLanguage | undefined {
  const language = languageOf(String(value));
  if (!language) reader.tell(path, `The language \`${String(value)}\` is not supported.`);
  return language;
}

function checkMetavariable(name: string, path: Path, reader: FormulaReader): void {
  if (!/^\$(?:\.\.\.)?(?:[A-Z_][A-Z_0-9]*|[0-9]+)$/.test(name))
    reader.tell(path, `\`${name}\` is no metavariable: these are written as \`$NAME\`.`);
}

export function checkKeys(
  mapping: Mapping,
  known: readonly string[],
  path: Path,
  reader: FormulaReader,
): void {
  for (const key of Object.keys(mapping)) {
    if (known.includes(key)) continue;
    const why = Object.hasOwn(unsupported, key) ? unsupported[key] : undefined;
    const message =
      why === undefined
        ? `Unknown key \`${key}\`${suggest(key, known) || `; known are ${listed(known)}.`}`
        : `\`${key}\` is not supported: ${why}.`;
    reader.tell([...path, key], message, true);
  }
}

export function asMapping(value: unknown, path: Path, reader: FormulaReader): Mapping | undefined {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Mapping;
  reader.tell(path, 'It must be a mapping of keys.');
  return undefined;
}

export function asList(value: unknown, path: Path, reader: FormulaReader): readonly unknown[] {
  if (Array.isArray(value) && value.length > 0) return value as unknown[];
  reader.tell(path, 'It must be a list that is not empty.');
  return [];
}

export function asText(value: unknown, path: Path, reader: FormulaReader): string {
  if (typeof value === 'string' && value.trim() !== '') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  reader.tell(path, 'It must be a text.');
  return '';
}

function isOneOf(name: string, names: readonly string[]): boolean {
  return names.includes(name);
}

function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
