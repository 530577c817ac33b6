import { posix } from 'node:path';
import type { DataModels } from '../../model/data-models.js';
import type { FlowKind } from './flow/kind.js';
import type { Unit } from './flow/unit.js';
import type { Framework, PassModel, SinkModel, SourceModel } from './frameworks/framework.js';
import type { Models } from './models.js';
import type { CodeRule } from './rules/code-rule.js';

/** API paths by member, of a module that a configuration speaks of. */
export type StatedModule = ReadonlyMap<string, string>;

/** What a configuration says, in the words of frameworks. `base` knows how modules and members are called. */
export function statedFramework(said: DataModels, rules: readonly CodeRule[], base: Models): Framework {
  const pathOf = ({ module, member }: { module: string; member: string }): string => {
    const key = keyOf(module);
    const whole = key === module ? base.module(module) : key;
    return member === 'default' ? whole : member.split('.').reduce((at, name) => step(base, at, name), whole);
  };
  const kindsOf = (ids: readonly string[]): FlowKind[] => [
    ...new Set(rules.flatMap(({ id, flow }) => (flow && ids.includes(id) ? flow.kinds : []))),
  ];
  const following = rules.flatMap(({ id, flow }) => (flow ? [id] : []));
  // Modules and members are called anything, `constructor` and `__proto__` too.
  const stated = new Map<string, Map<string, string>>();
  for (const one of [...said.sources, ...said.sinks, ...said.sanitizers]) {
    const members = stated.get(keyOf(one.module)) ?? new Map<string, string>();
    stated.set(keyOf(one.module), members.set(one.member, pathOf(one)));
  }
  return {
    name: 'Configuration',
    roots: [...stated.values()].flatMap((members) =>
      [...members].flatMap(([member, path]) => (member === 'default' ? [] : [path])),
    ),
    stated,
    sources: said.sources.map((one): SourceModel => ({
      at: [one.property ? pathOf(one) : `${pathOf(one)}()`],
      kind: one.kind,
      note: 'which the configuration calls a source',
    })),
    sinks: said.sinks.flatMap((one) =>
      kindsOf(one.for).map((kind): SinkModel => ({
        at: [pathOf(one)],
        kind,
        ...(one.argument !== undefined && { argument: one.argument }),
        note: 'which the configuration calls a sink',
      })),
    ),
    passes: said.sanitizers.map((one): PassModel => ({
      at: [pathOf(one)],
      safeFor: kindsOf(one.for ?? following),
      note: one.for && `which the configuration calls safe for ${one.for.join(', ')}`,
    })),
  };
}

/** `Html()` is what a call of `Html` gives. */
function step(base: Models, at: string, name: string): string {
  if (!name.endsWith('()')) return base.member(at, name);
  return base.result(base.member(at, name.slice(0, -2)));
}

/** How modules are compared: paths of the repository without their extension and without `index`. */
export function keyOf(module: string): string {
  if (!module.startsWith('./')) return module;
  const path = posix.normalize(module).replace(/\.[mc]?[jt]sx?$/, '');
  return `./${path.replace(/(?:^|\/)index$/, '')}`;
}

/** What is said of the module that a specifier stands for in a file: by the name that it is imported by, or by its file. */
export function findStated(models: Models, specifier: string, unit: Unit): StatedModule | undefined {
  if (!models.hasStated) return undefined;
  // What is relative to this file looks as what a configuration writes from the root, and may be another file.
  const isRelative = /^\.{0,2}\/|^\.{1,2}$/.test(specifier);
  const named = isRelative ? undefined : models.stated(specifier);
  if (named) return named;
  const path = isRelative ? posix.join(posix.dirname(unit.path), specifier) : unit.findModule(specifier);
  return path === undefined ? undefined : models.stated(keyOf(`./${path}`));
}
