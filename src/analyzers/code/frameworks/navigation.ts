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
