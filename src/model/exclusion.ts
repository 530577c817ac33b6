import type { Coverage } from './report.js';

/** What the configuration leaves out, in words that the configuration may have written. */
export interface ExclusionText {
  /** A glob, or the name of a component. */
  readonly what: string;
  /** How many, and of what. */
  readonly files: string;
  readonly why: string;
}

/** An entry each, in the order of the configuration. */
export function exclusionTexts({ exclusions = [] }: Coverage): ExclusionText[] {
  return exclusions.map(({ path = '', component, environment, reason, files }) => ({
    what: component ?? path,
    files: [
      ...(component === undefined ? [] : ['component of the threat model']),
      ...(environment === undefined ? [] : [`environment ${environment}`]),
      `${files} file${files === 1 ? '' : 's'}`,
    ].join(', '),
    why: reason ?? 'no reason is given',
  }));
}
