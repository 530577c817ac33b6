import type { Context } from '../../model/analyzer.js';

const longestFile = 100_000;

/**
 * The hosts of the registries that the configuration and `.npmrc` name, beside the lockfile and at the root. `.npmrc` is
 * the one before the change, where there is a before: who adds a registry there must not decide that it is expected.
 */
export async function findNamedRegistries(path: string, context: Context): Promise<ReadonlySet<string>> {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const hosts = new Set(context.dependencies?.registries ?? []);
  const read = context.other?.read ?? context.read;
  for (const file of new Set([`${folder}.npmrc`, '.npmrc'])) {
    const text = (await read(file)) ?? '';
    for (const match of text
      .slice(0, longestFile)
      .matchAll(/^\s{0,20}(?:@[^\s:=]{1,200}:)?registry\s{0,5}=\s{0,5}(\S{1,500})/gm)) {
      const address = match[1] ?? '';
      if (URL.canParse(address)) hosts.add(new URL(address).host);
    }
  }
  return hosts;
}
