import type { LoadedConfig } from './load.js';
import type { Origin } from './merge.js';
import { valueAt } from './settings.js';

/** A setting with what it is by now, and whence. */
export interface EffectiveSetting {
  /** As `report.fail-from`, `rules.sql-injection`, `ignore[0]`. */
  readonly name: string;
  readonly value: unknown;
  readonly origin: Origin;
}

/** What later ones override. */
export const precedence: readonly Origin['from'][] = ['default', 'organization', 'extended', 'repository'];

/** The effective configuration, setting by setting: those with defaults first, then rules, then what is ignored. */
export function effectiveSettings({ config, origins }: LoadedConfig): EffectiveSetting[] {
  const named = [...origins].map(([name, origin]) => ({ name, value: valueOf(config, name), origin }));
  const lock = config.lock.length > 0 && { name: 'lock', value: config.lock };
  const extended = config.extends !== undefined && { name: 'extends', value: config.extends };
  return [
    ...(lock ? [{ ...lock, origin: { from: 'organization' } as const }] : []),
    ...(extended ? [{ ...extended, origin: { from: 'repository' } as const }] : []),
    ...named,
  ];
}

/** One line a setting, with its value as JSON; a long one is cut. */
export function renderEffective(settings: readonly EffectiveSetting[]): string {
  const rows = settings.map(({ name, value, origin }) => [
    name,
    shorten(JSON.stringify(value)),
    placeOf(origin),
  ]);
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const [names, values] = [width(0), Math.min(width(1), maxPadding)];
  const lines = rows.map(
    ([name = '', value = '', place = '']) => `${name.padEnd(names)}  ${value.padEnd(values)}  ${place}`,
  );
  return `Each overrides those before it: ${precedence.join(', ')}.\n\n${lines.join('\n')}\n`;
}

/** A longer value moves its own line only. */
const maxPadding = 40;

function valueOf(config: LoadedConfig['config'], name: string): unknown {
  if (name.startsWith('rules.')) return config.rules[name.slice('rules.'.length)];
  const [, list, at] = /^(\w+)\[(\d+)\]$/.exec(name) ?? [];
  return list === undefined ? valueAt(config, name.split('.')) : valueAt(config, [list, Number(at)]);
}

function shorten(text: string): string {
  return text.length > maxValue ? `${text.slice(0, maxValue)}…` : text;
}

const maxValue = 100;

function placeOf({ from, path, line }: Origin): string {
  if (path === undefined) return from;
  return `${from}, ${path}${line === undefined ? '' : `:${line}`}`;
}
