import type { Package, Place } from '../package.js';

/** The image that a reference names: `registry/name:tag@digest`; none where parts of it are not known. */
export function imageAt(reference: string, place: Place, index: number): Package[] {
  const [, name = '', tag = '', digest] =
    /^([^:@\s$]+(?::\d+\/[^:@\s$]+)?)(?::([\w.-]+))?(?:@(\S+))?$/.exec(reference) ?? [];
  if (name === '') return [];
  return [
    {
      ecosystem: 'Docker',
      name,
      version: tag,
      path: `${reference} #${index}`,
      ...place,
      kind: 'registry',
      groups: [],
      integrity: digest,
    },
  ];
}
