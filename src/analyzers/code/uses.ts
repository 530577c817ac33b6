import type { PackageUse, WantedPackage } from '../../model/package-use.js';
import type { Range } from '../../model/location.js';
import type { SyntaxNode } from '../syntax/tree.js';
import { interpret } from './flow/interpret.js';
import { lastName } from './api-path.js';
import { stringText } from './flow/node.js';
import type { Unit } from './flow/unit.js';
import type { Value } from './flow/value.js';
import { compileModels, plainOf, type Models } from './models.js';
import { argumentsOf, literalText, nodesOf } from './reading/nodes.js';
import type { Repository } from './repository.js';
import type { CallPattern, CodeRule } from './rules/code-rule.js';

/**
 * What a file does with some packages: whether it imports them for more than their types, and which of their functions it
 * calls, by whatever name, and through whichever files of the repository it gets them. None of a package that it does
 * nothing with.
 */
export function usesIn(
  unit: Unit,
  wanted: readonly WantedPackage[],
  resolve: Repository['resolve'],
): readonly PackageUse[] {
  const imports = importsOf(unit);
  const isImporting = wanted.some(({ name }) => imports.some(({ specifier }) => isWithin(specifier, name)));
  const { calls, exported } = runFor(unit, wanted, resolve, !isImporting);
  return wanted.flatMap(({ name }): PackageUse[] => {
    const imported = imports.find(({ specifier }) => isWithin(specifier, name));
    const called = calls.get(name) ?? [];
    const isHandedOn = exported.some((origin) => isOf(origin, name));
    if (!imported && called.length === 0 && !isHandedOn) return [];
    return [
      {
        name,
        ...(imported && { imported: rangeOf(unit, imported.node) }),
        calls: called,
        isHandedOn,
      },
    ];
  });
}

interface Import {
  readonly specifier: string;
  readonly node: SyntaxNode;
}

function isWithin(specifier: string, name: string): boolean {
  return specifier === name || specifier.startsWith(`${name}/`);
}

function rangeOf(unit: Unit, node: SyntaxNode): Range {
  return unit.tree.lines.range(node.start, node.end);
}

/** What is left of a file's imports when its types are taken away, in the order of the text. */
function importsOf(unit: Unit): readonly Import[] {
  const found: Import[] = [];
  for (const type of ['import_statement', 'export_statement'])
    for (const node of nodesOf(unit, type)) {
      const source = node.get('source') ?? node.first('import_require_clause')?.get('source');
      if (source && !isOfTypes(unit, node, source))
        found.push({ specifier: stringText(source, unit.text), node });
    }
  for (const node of nodesOf(unit, 'call_expression')) {
    if (!isImportCall(unit, node.get('function'))) continue;
    const specifier = literalText(unit, argumentsOf(node)[0]);
    if (specifier !== undefined) found.push({ specifier, node });
  }
  return found.sort((a, b) => a.node.start - b.node.start);
}

/** `import(…)`, `require(…)` and `require.resolve(…)`. */
function isImportCall(unit: Unit, callee: SyntaxNode | undefined): boolean {
  if (callee?.type === 'import') return true;
  const name = callee?.type === 'member_expression' ? callee.get('object') : callee;
  if (name?.type !== 'identifier' || unit.text.slice(name.start, name.end) !== 'require') return false;
  return (
    unit.scopes.resolve(name) === undefined &&
    (name === callee || unit.text.slice(name.end, callee?.end) === '.resolve')
  );
}

/** `import type { A } from`, `import { type A } from`, and the same with `export`. */
function isOfTypes(unit: Unit, statement: SyntaxNode, source: SyntaxNode): boolean {
  // `import type from` imports a value of that name.
  if (/^\w+\s+type\s+(?!,|from\s*$)/.test(unit.text.slice(statement.start, source.start))) return true;
  const clause = statement.first('import_clause');
  const list = statement.first('export_clause') ?? clause?.first('named_imports');
  const items = list?.children.filter((item) => item.type !== 'comment') ?? [];
  const isAlone = clause?.children.every((part) => part === list) ?? true;
  return isAlone && items.length > 0 && items.every((item) => isMarked(unit, item));
}

function isMarked(unit: Unit, item: SyntaxNode): boolean {
  const name = item.get('name');
  return name !== undefined && /^type\s/.test(unit.text.slice(item.start, name.start));
}

type Calls = Map<string, PackageUse['calls'][number]>;

interface Run {
  /** By package, each function once. */
  readonly calls: ReadonlyMap<string, PackageUse['calls']>;
  /** The API paths of what the file exports, its own or that of others. */
  readonly exported: readonly string[];
}

/** Runs a file where functions are asked for. */
function runFor(
  unit: Unit,
  wanted: readonly WantedPackage[],
  resolve: Repository['resolve'],
  isIndirect: boolean,
): Run {
  const byWord = new Map<string, { readonly name: string; readonly function: string }[]>();
  for (const { name, functions } of wanted)
    for (const one of functions) {
      const word = /(\w{2,80})\W*$/.exec(one.slice(-200))?.[1];
      if (word !== undefined) byWord.set(word, [...(byWord.get(word) ?? []), { name, function: one }]);
    }
  const found = new Map<string, Calls>();
  for (const { name } of wanted) found.set(name, new Map<string, PackageUse['calls'][number]>());
  const models = modelsFor(byWord, note, isIndirect);
  if (byWord.size > 0) interpret(unit, models, resolve, false);
  return {
    calls: new Map([...found].map(([name, calls]) => [name, [...calls.values()]])),
    exported: byWord.size > 0 ? exportedBy(unit, resolve, models) : [],
  };

  function note(origin: string, node: SyntaxNode): undefined {
    for (const one of byWord.get(lastName(plainOf(origin))) ?? []) {
      const calls = found.get(one.name);
      if (isOf(origin, one.name) && calls?.has(one.function) === false)
        calls.set(one.function, { function: one.function, range: rangeOf(unit, node) });
    }
  }
}

/** Files that hand something on from one to the next. */
const mostHands = 5;

/** Of a file that was run; what it has from another file is looked for there. */
function exportedBy(unit: Unit, resolve: Repository['resolve'], models: Models): string[] {
  const originsOf = (value: Value | undefined, hands: number): readonly string[] => {
    const lazy = value?.lazy;
    if (!lazy) return value?.origins ?? [];
    const from = hands < mostHands ? resolve(lazy.specifier, lazy.unit) : undefined;
    if (!from) return [];
    if (!from.exports) interpret(from, models, resolve, false);
    const whole = originsOf(from.exports, hands + 1);
    const named = lazy.name === '*' ? undefined : from.exports?.fields?.get(lazy.name);
    return named ? originsOf(named, hands + 1) : whole;
  };
  const values = [unit.exports, ...(unit.exports?.fields?.values() ?? [])];
  return values.flatMap((value) => originsOf(value, 0));
}

/** Whether an API path is that of a package or of something in it: `lodash`, `lodash/template`, `lodash.chain().map`. */
function isOf(origin: string, name: string): boolean {
  return origin.startsWith(name) && /^(?:$|[./(?])/.test(origin.slice(name.length));
}

/** Knows nothing but the wanted packages, and notes each call of a function of a wanted name by its API path. */
function modelsFor(
  byWord: ReadonlyMap<string, readonly { readonly name: string }[]>,
  note: (origin: string, node: SyntaxNode) => undefined,
  isIndirect: boolean,
): Models {
  const packages = new Set([...byWord.values()].flat().map(({ name }) => name));
  const pattern: CallPattern = { at: [], check: ({ origin, node }) => note(origin, node) };
  const checks = [{ rule: asking, pattern }];
  return {
    ...compileModels([], []),
    knows: (origin) => [...packages].some((name) => isOf(origin, name)),
    checks: (origin) => (byWord.has(lastName(plainOf(origin))) ? checks : none),
    // Has calls resolved that lead into other files, where a function may have another name.
    looseSinks: (method) => (isIndirect || byWord.has(method) ? nowhere : none),
  };
}

const none: readonly never[] = [];
const nowhere: ReturnType<Models['looseSinks']> = [{ methods: [], receiver: /(?!)/, kind: 'module' }];

/** Stands for the question, since only rules have calls looked at; it tells nothing. */
const asking: CodeRule = {
  id: 'package-use',
  title: 'Use of a package',
  severity: 'low',
  confidence: 'high',
  cwe: [],
  owasp: [],
  asvs: [],
  languages: [],
  description: '',
  remediation: '',
  references: [],
  examples: { bad: [], good: [] },
};
