import { parse } from 'yaml';
import { configPath, configSchema } from '../../src/config/schema.js';
import type { Context } from '../../src/model/analyzer.js';
import type { Example } from '../../src/model/rule.js';

/** What an analyzer may ask about an example: its files, its file before the change, and its configuration. */
export function exampleContext(
  { path, files = {}, before }: Pick<Example, 'path' | 'files' | 'before'>,
  text: string,
): Omit<Context, 'report'> {
  const { dependencies } = configSchema.parse(parse(files[configPath] ?? '{}'));
  const view = (own: string): Pick<Context, 'read' | 'list'> => {
    const all: Readonly<Record<string, string>> = { ...files, [path]: own };
    return { read: async (other) => all[other], list: async () => Object.keys(all).sort() };
  };
  return {
    ...view(text),
    dependencies,
    today: '2026-11-27',
    ...(before !== undefined && { other: { path, ...view(before) } }),
  };
}
