/** A threat model, whatever format it is written in. Lines count from 1. */
export interface ThreatModel {
  readonly path: string;
  readonly format: 'Open Threat Model' | 'OWASP Threat Dragon';
  readonly name: string;
  /** The day of the last review that it names, as YYYY-MM-DD. */
  readonly reviewed: string | undefined;
  readonly line: number;
  readonly assets: readonly Asset[];
  readonly zones: readonly TrustZone[];
  readonly components: readonly Component[];
  readonly flows: readonly DataFlow[];
  /** Each threat once for every component or data flow that it is on. */
  readonly threats: readonly Threat[];
  /** Those that are defined and on nothing. */
  readonly unusedThreats: readonly Element[];
  readonly mitigations: readonly Mitigation[];
  /** What is named and not there, or there twice. */
  readonly faults: readonly Fault[];
}

export interface Element {
  readonly id: string;
  readonly name: string;
  readonly line: number;
}

export interface Asset extends Element {
  /** The highest of its ratings, 0 to 100; absent where nobody has rated it. */
  readonly value: number | undefined;
}

export interface TrustZone extends Element {
  /** 0 to 100; absent where the format has none. */
  readonly trust: number | undefined;
}

export interface Component extends Element {
  readonly type: string;
  /** Globs of its code. */
  readonly paths: readonly string[];
  /** It is not in the repository: a person, a browser, a service of others. */
  readonly isExternal: boolean;
  readonly isOutOfScope: boolean;
  readonly zone: string | undefined;
  /** Ids of the assets that it processes or stores. */
  readonly assets: readonly string[];
}

export interface DataFlow extends Element {
  readonly source: string | undefined;
  readonly destination: string | undefined;
  readonly isBidirectional: boolean;
  /** It crosses a public network, as the model says. */
  readonly isPublic: boolean;
  readonly isOutOfScope: boolean;
  readonly assets: readonly string[];
}

export interface Threat extends Element {
  readonly on: { readonly kind: 'component' | 'flow'; readonly id: string };
  /** 0 to 100, as impact. */
  readonly likelihood: number | undefined;
  readonly impact: number | undefined;
  readonly state: ThreatState;
  readonly mitigations: readonly AppliedMitigation[];
}

/**
 * - `open`: something is to be done
 * - `mitigated`: the model says that it is dealt with
 * - `settled`: somebody has decided that nothing is to be done: accepted, transferred, does not apply
 */
export type ThreatState = 'open' | 'mitigated' | 'settled';

/** A mitigation where it is set against a threat. */
export interface AppliedMitigation {
  readonly id: string;
  readonly name: string;
  readonly line: number;
  /** As it is written. */
  readonly state: string;
  readonly isInPlace: boolean;
}

export interface Mitigation extends Element {
  /** Globs of the code that carries it out. */
  readonly paths: readonly string[];
}

export interface Fault {
  readonly message: string;
  readonly line: number;
}

/** Whether something is in place against a threat, or nothing has to be. */
export function isHandled(threat: Threat): boolean {
  return threat.state === 'settled' || threat.mitigations.some((mitigation) => mitigation.isInPlace);
}

/** How it is shown: `Card data`, or with its id where that tells more than one of a name. */
export function labelOf({ name, id }: Pick<Element, 'id' | 'name'>): string {
  const shown = name.trim() === '' ? id : name;
  return shown.length > maxLabel ? `${shown.slice(0, maxLabel - 1)}…` : shown;
}

const maxLabel = 100;
