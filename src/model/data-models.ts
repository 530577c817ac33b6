/**
 * What a configuration says of functions of its own, for the rules that follow data: where data comes in, where it does harm,
 * and what makes it safe.
 */
export interface DataModels {
  readonly sources: readonly StatedSource[];
  readonly sinks: readonly StatedSink[];
  readonly sanitizers: readonly StatedSanitizer[];
}

/** A function of a module, or of what a module exports. */
interface StatedMember {
  /** A package, an alias as it is imported, or `./path` from the root of the repository, without its extension. */
  readonly module: string;
  /** `clean`, `html.clean`, `Html().clean` for a method; `default` for what the module itself is. */
  readonly member: string;
}

/** Whose data it is, as rules tell sources apart. */
export const statedSourceKinds = ['request', 'browser', 'message', 'stored', 'response', 'operator'] as const;

export interface StatedSource extends StatedMember {
  readonly kind: (typeof statedSourceKinds)[number];
  /** It is read, not called. */
  readonly property: boolean;
}

export interface StatedSink extends StatedMember {
  /** Which argument, from 0; all without it. */
  readonly argument?: number | undefined;
  /** Ids of rules. */
  readonly for: readonly string[];
}

export interface StatedSanitizer extends StatedMember {
  /** Ids of the rules that its result is safe for; all that follow data without it. */
  readonly for?: readonly string[] | undefined;
}

export function saysNothing({ sources, sinks, sanitizers }: DataModels): boolean {
  return sources.length + sinks.length + sanitizers.length === 0;
}
