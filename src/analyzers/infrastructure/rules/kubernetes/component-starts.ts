import { follow, listOf, textOf, type Item, type ItemResource } from '../../formats/item.js';
import { podPaths } from './container.js';

/** A container that starts a program of the cluster. */
export interface Start {
  readonly command: Item;
  readonly flags: ReadonlyMap<string, { readonly value: string; readonly item: Item }>;
}

/** The containers that start one of some programs, with the flags that they give it. */
export function* startsOf(resource: ItemResource, programs: readonly string[]): Iterable<Start> {
  for (const { item: spec } of follow(resource.settings, podPaths[resource.type] ?? ''))
    for (const container of listOf(spec?.get('containers'))) {
      const command = container.get('command') ?? container.get('args');
      const words = [...listOf(container.get('command')), ...listOf(container.get('args'))];
      const name = textOf(words[0])?.split('/').at(-1);
      // Where a word is not known it may be any flag.
      if (!command || name === undefined || !programs.includes(name) || words.some((word) => !word.known))
        continue;
      const flags = words.flatMap((item) => {
        const [, flag = '', value = 'true'] = /^--?([\w-]+)(?:=(.*))?$/s.exec(textOf(item) ?? '') ?? [];
        return flag === '' ? [] : [[flag, { value, item }] as const];
      });
      yield { command, flags: new Map(flags) };
    }
}
