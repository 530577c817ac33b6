import type { Resource } from './terraform-module.js';
import { mentionsOf, type Value } from './terraform-value.js';

/** What a value of an attribute such as `bucket` points at, as far as it is known. */
export interface Target {
  readonly addresses: ReadonlySet<string>;
  readonly name: string | undefined;
  /** It points at something, but no file says at what. */
  readonly open: boolean;
}

export type Joined = 'yes' | 'no' | 'maybe';

/** What a resource is called by the resources that complete it: its address, and its name where that is written. */
export function targetOf(resource: Resource, nameAttribute: string): Target {
  const name = resource.get(nameAttribute);
  return {
    addresses: new Set([resource.address]),
    name: name?.text,
    open: name !== undefined && name.text === undefined,
  };
}

/** What an attribute of a completing resource points at. Only addresses of `type` count as known. */
export function pointedAt(value: Value | undefined, type: string): Target {
  const mentions = value ? [...mentionsOf(value)] : [];
  const addresses = new Set(mentions.filter((address) => address.startsWith(`${type}.`)));
  const foreign = mentions.some((address) => address.startsWith('module.'));
  const name = value?.text;
  return { addresses, name, open: addresses.size === 0 && name === undefined && !foreign };
}

/** Whether two targets are the same thing; `maybe` where what is not known decides. */
export function compareTargets(a: Target, b: Target): Joined {
  for (const address of a.addresses) if (b.addresses.has(address)) return 'yes';
  if (a.name !== undefined && a.name === b.name) return 'yes';
  if (a.addresses.size > 0 && b.addresses.size > 0) return 'no';
  const namesDiffer = a.name !== undefined && b.name !== undefined;
  return !namesDiffer && (a.open || b.open) ? 'maybe' : 'no';
}
