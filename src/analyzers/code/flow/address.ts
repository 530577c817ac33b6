import { allKinds, kindsOf } from './kind.js';
import { hole, type Taint } from './value.js';

/** Harm that data does only where it chooses the host of an address, so that what stands before it counts. */
export const positional = kindsOf('url', 'redirect', 'link');

/**
 * Whether what follows this text in an address no longer chooses the host. A part that is not known is taken for a host
 * where one belongs, as in `baseUrl + path`.
 */
export function fixesHost(before: string): boolean {
  if (before === '') return false;
  const address = /^(?:[\w+.-]+:|\0:?)?\/\/([^/?#\\]*)([/?#]?)/.exec(before);
  if (address) return address[2] !== '' ? address[1] !== '' : (address[1] ?? '').includes(hole);
  if (/^(?:mailto|tel|sms|data|[?#.]|\0)/.test(before)) return true;
  if (before.startsWith('/')) return /^\/[^/\\]/.test(before);
  return /^[\w%~-][\w%.~-]*[/?#]/.test(before);
}

/** The data of a text that was cut out of another: what stood before it there is gone. */
export function reopen(taints: readonly Taint[]): readonly Taint[] {
  if (taints.every((taint) => (taint.cleared & positional) === 0)) return taints;
  return taints.map((taint) =>
    taint.cleared === allKinds ? taint : { ...taint, cleared: taint.cleared & ~positional },
  );
}
