import type { Problem } from '../model/problem.js';
import type { Layer } from './layer.js';
import { type Config, defaultConfig, type IgnoreEntry } from './schema.js';
import { addedKeys, isLocked, nameOf, settings, valueAt, withValue } from './settings.js';
import { isLooser, isLooserRule } from './strictness.js';

/** Whose file a value comes from; each overrides those before it. */
export const roles = ['organization', 'extended', 'repository'] as const;
export type Role = (typeof roles)[number];

export interface Origin {
  readonly from: Role | 'default';
  readonly path?: string;
  readonly line?: number;
}

export interface Merged {
  readonly config: Config;
  /** Of settings, as `report.fail-from`, of rules, as `rules.sql-injection`, and of entries, as `ignore[0]`. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** Notices: what has no effect, with its line. */
  readonly problems: readonly Problem[];
}

export type Layers = Readonly<Partial<Record<Role, Layer>>>;

/**
 * Puts the layers together. A setting has the value of the last layer that writes it; `rules` are merged by id; `ignore`,
 * `sources`, `sinks` and `sanitizers` are added up. What the organization locks keeps its value, unless a later layer's is stricter.
 */
export function mergeLayers(layers: Layers, knownRuleIds: readonly string[]): Merged {
  const { lock } = layers.organization?.config ?? defaultConfig;
  const state: State = {
    config: { ...defaultConfig, lock, ...pickExtends(layers) },
    origins: new Map(settings.map((path) => [nameOf(path), { from: 'default' }])),
    problems: [],
  };
  for (const role of roles) {
    const layer = layers[role];
    if (!layer) continue;
    mergeSettings(state, role, layer);
    mergeRules(state, role, layer);
    mergeIgnore(state, role, layer, knownRuleIds);
    for (const key of addedKeys) mergeAdded(state, role, layer, key);
    tellUnheeded(state, role, layer);
  }
  return state;
}

interface State {
  config: Config;
  readonly origins: Map<string, Origin>;
  readonly problems: Problem[];
}

function pickExtends({ repository }: Layers): Pick<Config, 'extends'> {
  const name = repository?.config.extends;
  return name === undefined ? {} : { extends: name };
}

function mergeSettings(state: State, role: Role, layer: Layer): void {
  for (const path of settings) {
    if (!layer.has(path)) continue;
    const name = nameOf(path);
    const value = valueAt(layer.config, path);
    if (isHeld(state, role, name) && isLooser(path, value, valueAt(state.config, path))) {
      tellHeld(state, layer, path, `\`${name}\``);
      continue;
    }
    state.config = withValue(state.config, path, value);
    state.origins.set(name, originOf(role, layer, path));
  }
}

function mergeRules(state: State, role: Role, layer: Layer): void {
  for (const [id, value] of Object.entries(layer.config.rules)) {
    const name = `rules.${id}`;
    if (isHeld(state, role, name) && isLooserRule(value, state.config.rules[id])) {
      tellHeld(state, layer, ['rules', id], `the rule \`${id}\``);
      continue;
    }
    state.config = { ...state.config, rules: { ...state.config.rules, [id]: value } };
    state.origins.set(name, originOf(role, layer, ['rules', id]));
  }
}

function mergeIgnore(state: State, role: Role, layer: Layer, knownRuleIds: readonly string[]): void {
  const { ignore: entries } = layer.config;
  if (isHeld(state, role, 'ignore') && entries.length > 0) {
    tellHeld(state, layer, ['ignore'], '`ignore`');
    return;
  }
  for (const [at, entry] of entries.entries()) {
    const held = (entry.rules ?? knownRuleIds).filter((id) => isHeld(state, role, `rules.${id}`));
    if (entry.rules && held.length > 0)
      tellHeld(state, layer, ['ignore', at], held.map((id) => `the rule \`${id}\``).join(', '));
    const kept = held.length === 0 ? entry : withoutRules(entry, held, knownRuleIds);
    if (kept.rules?.length === 0) continue;
    state.origins.set(`ignore[${state.config.ignore.length}]`, originOf(role, layer, ['ignore', at]));
    state.config = { ...state.config, ignore: [...state.config.ignore, kept] };
  }
}

function mergeAdded(state: State, role: Role, layer: Layer, key: (typeof addedKeys)[number]): void {
  const entries: readonly unknown[] = layer.config[key];
  if (isHeld(state, role, key) && entries.length > 0) {
    tellHeld(state, layer, [key], `\`${key}\``);
    return;
  }
  const before: readonly unknown[] = state.config[key];
  for (const at of entries.keys())
    state.origins.set(`${key}[${before.length + at}]`, originOf(role, layer, [key, at]));
  state.config = withValue(state.config, [key], [...before, ...entries]);
}

function withoutRules(
  entry: IgnoreEntry,
  held: readonly string[],
  knownRuleIds: readonly string[],
): IgnoreEntry {
  return { ...entry, rules: (entry.rules ?? knownRuleIds).filter((id) => !held.includes(id)) };
}

function tellUnheeded(state: State, role: Role, layer: Layer): void {
  if (role !== 'organization' && layer.has(['lock']))
    tell(state, layer, ['lock'], "`lock` counts in the organization's configuration only.");
  if (role === 'extended' && layer.has(['rules-from']))
    tell(
      state,
      layer,
      ['rules-from'],
      "`rules-from` counts in the repository that is reviewed and in the organization's.",
    );
  if (role !== 'repository' && layer.has(['extends']))
    tell(state, layer, ['extends'], '`extends` counts in the repository that is reviewed only: one level.');
}

function isHeld(state: State, role: Role, name: string): boolean {
  return role !== 'organization' && isLocked(state.config.lock, name);
}

function tellHeld(state: State, layer: Layer, path: readonly PropertyKey[], what: string): void {
  const message = `The organization locks ${what}, so this has no effect: it would be less strict.`;
  tell(state, layer, path, message);
}

function tell(state: State, layer: Layer, path: readonly PropertyKey[], message: string): void {
  const line = layer.lineOf(path);
  state.problems.push({
    kind: 'notice',
    path: layer.path,
    message,
    ...(line !== undefined && { line }),
  });
}

function originOf(role: Role, layer: Layer, path: readonly PropertyKey[]): Origin {
  const line = layer.lineOf(path);
  return { from: role, path: layer.path, ...(line !== undefined && { line }) };
}
