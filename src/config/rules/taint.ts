import type { Propagator, Taint, TaintPlace } from '../../model/custom-rule.js';
import { asList, asMapping, asText, readFormula, type FormulaReader, type Path } from './formula.js';

const placeKeys = ['label', 'requires', 'exact', 'by-side-effect', 'control', 'at-exit'];

/** Reads the four lists of a rule with `mode: taint`. */
export function readTaint(rule: Readonly<Record<string, unknown>>, path: Path, reader: FormulaReader): Taint {
  const list = (key: string, isNeeded: boolean): readonly unknown[] =>
    rule[key] === undefined && !isNeeded ? [] : asList(rule[key], [...path, key], reader);
  const places = (key: string, isNeeded: boolean): TaintPlace[] =>
    list(key, isNeeded).flatMap((entry, at) => readPlace(entry, [...path, key, at], reader));
  for (const key of ['pattern', 'patterns', 'pattern-either', 'pattern-regex', 'pattern-inside'])
    if (rule[key] !== undefined)
      reader.tell([...path, key], `\`${key}\` has no place beside \`mode: taint\`.`, true);
  return {
    mode: 'taint',
    sources: places('pattern-sources', true),
    sinks: places('pattern-sinks', true),
    sanitizers: places('pattern-sanitizers', false),
    propagators: list('pattern-propagators', false).flatMap((entry, at) =>
      readPropagator(entry, [...path, 'pattern-propagators', at], reader),
    ),
  };
}

function readPlace(entry: unknown, path: Path, reader: FormulaReader): TaintPlace[] {
  const mapping = asMapping(entry, path, reader);
  if (!mapping) return [];
  for (const key of ['control', 'at-exit'])
    if (mapping[key] === true) reader.tell([...path, key], `\`${key}\` is not supported.`, true);
  const { label, requires, exact, 'by-side-effect': bySideEffect } = mapping;
  if (requires !== undefined && typeof requires !== 'string')
    reader.tell([...path, 'requires'], 'Only a condition on labels is supported for `requires`.');
  return [
    {
      formula: readFormula(entry, path, reader, placeKeys),
      ...(typeof label === 'string' && { label }),
      ...(typeof requires === 'string' && { requires }),
      exact: exact === true,
      bySideEffect: bySideEffect === 'only' ? 'only' : bySideEffect === true || bySideEffect === 'yes',
    },
  ];
}

function readPropagator(entry: unknown, path: Path, reader: FormulaReader): Propagator[] {
  const mapping = asMapping(entry, path, reader);
  if (!mapping) return [];
  for (const key of ['label', 'requires', 'replace-labels'])
    if (mapping[key] !== undefined)
      reader.tell([...path, key], `\`${key}\` of a propagator is not supported.`, true);
  return [
    {
      formula: readFormula(entry, path, reader, [
        'from',
        'to',
        'by-side-effect',
        'label',
        'requires',
        'replace-labels',
      ]),
      from: asText(mapping['from'], [...path, 'from'], reader),
      to: asText(mapping['to'], [...path, 'to'], reader),
      bySideEffect: mapping['by-side-effect'] !== false,
    },
  ];
}
