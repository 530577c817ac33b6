import type { Value } from '../flow/value.js';
import type { Framework } from './framework.js';

/** Where a page goes next, and letters that carry links. */
export const navigation: Framework = {
  name: 'Navigation',
  roots: ['top', 'parent'],
  aliases: { '{top,parent}.location': 'location' },
  sinks: [{ at: ['location.{assign,replace}'], kind: 'redirect', argument: 0 }],
  assignments: [
    { properties: ['location'], of: ['globalThis', 'document', 'top', 'parent', 'window'], kind: 'redirect' },
    { properties: ['href'], of: ['location'], kind: 'redirect' },
  ],
};

/** An address that is given in parts, of which only the query comes from elsewhere, stays on its page. */
export function leadsAway({ fields }: Value): boolean {
  if (!fields?.has('query')) return true;
  return ['pathname', 'href', 'host', 'hostname'].some((name) => (fields.get(name)?.taints.length ?? 0) > 0);
}
