import { reopen } from './address.js';
import type { Call } from './call-site.js';
import { invoke } from './callback.js';
import { patternKinds } from './guard-text.js';
import { allKinds, kindsOf, textKinds, type Kinds } from './kind.js';
import { isFunction } from './node.js';
import { brief } from './unit.js';
import { joinTaints } from './join.js';
import { addStep, clear, constantText, cutShape, hole, text, unknown, type Value } from './value.js';

/** What replacing makes text safe for: a negated class removed leaves what is listed; escaped `<` or quotes end nothing. */
export function callReplace(call: Call, receiver: Value): Value | undefined {
  const { site } = call;
  const [pattern, replacement] = site.arguments;
  if (replacement?.call) invoke(call, replacement, [{ ...receiver, shape: hole }]);
  const constant = constantText(receiver);
  if (
    constant !== undefined &&
    constantText(pattern) !== undefined &&
    constantText(replacement) !== undefined
  )
    return text(
      cutShape(constant.replace(constantText(pattern) ?? '', () => constantText(replacement) ?? '')),
    );
  const filled = constant === undefined ? undefined : filledShape(constant, pattern, replacement);
  // What begins otherwise than before may begin with a host.
  const own = cutsStart(pattern, replacement) ? reopen(receiver.taints) : receiver.taints;
  const taints = joinTaints([own, replacement ? replacement.taints : []]);
  const stepped = addStep(
    taints,
    site.unit,
    site.node,
    `passes through ${brief(site.unit, site.callee, 40)}`,
  );
  return clear(
    { ...unknown, taints: stepped, shape: filled ?? hole },
    ((leavesNested(call, receiver, pattern) ? ~kindsOf('path') : allKinds) &
      replacedKinds(site.method === 'replaceAll', pattern, constantText(replacement))) |
      normalizedKinds(receiver, pattern) |
      textKinds,
  );
}

/** `'ps -p {pid}'.replace('{pid}', pid)`: what stands around the place is known; undefined where there is no such place. */
function filledShape(
  whole: string,
  pattern: Value | undefined,
  replacement: Value | undefined,
): string | undefined {
  const source = constantText(pattern?.fields?.get('source'));
  const place = constantText(pattern) ?? (source !== undefined && isPlain.test(source) ? source : undefined);
  const searched = place?.replaceAll('\\', '');
  if (searched === undefined || searched === '' || !whole.includes(searched)) return undefined;
  return cutShape(whole.replaceAll(searched, () => replacement?.shape ?? hole));
}

/** An expression that matches one text only. */
const isPlain = /^(?:[\w\s%:{}<>@#-]|\\[^\w\s])+$/;

/** Whether what is replaced may be the beginning of an address: `#`, `?`, `/`. */
function cutsStart(pattern: Value | undefined, replacement: Value | undefined): boolean {
  if (/^[/?#][^/\\]/.test(constantText(replacement) ?? '')) return false;
  const searched = constantText(pattern);
  if (searched !== undefined) return /^[#?/]/.test(searched) && searched.length < 3;
  return /^[\^[#]|^\\[?/#]/.test(constantText(pattern?.fields?.get('source')) ?? '');
}

/** `path.normalize(name).replace(/^(\.\.(\/|\\|$))+/, '')`: after normalizing, dots that lead upwards stand only at the start. */
function normalizedKinds(receiver: Value, pattern: Value | undefined): Kinds {
  const source = constantText(pattern?.fields?.get('source')) ?? '';
  const isNormal = receiver.origins.includes('path.normalize()');
  return isNormal && /^\^\((?:\?:)?\\\.\\\..*\)[+*]$/.test(source) ? kindsOf('path') : 0;
}

/**
 * One pass that takes `../` out of `....//` leaves `../`, unless it is done until none is left, or what came before has
 * put the path in order.
 */
function leavesNested({ site }: Call, receiver: Value, pattern: Value | undefined): boolean {
  const [, replacement] = site.arguments;
  const source = constantText(pattern) ?? constantText(pattern?.fields?.get('source')) ?? '';
  if (constantText(replacement) !== '' || !upwards.test(source)) return false;
  if (receiver.origins.some((origin) => origin.startsWith('path.'))) return false;
  for (let at = site.node.parent; at && !isFunction(at); at = at.parent)
    if (/^(?:while|do|for)_statement$/.test(at.type)) return false;
  return true;
}

/** Two dots and what follows them in a path, alone or several times. */
const upwards = /^\(*(?:\?:)?(?:\\?\.){2}(?:\\?\/|\\\\|\[[\\/]{1,4}\])\)*[+*]?$/;

function replacedKinds(all: boolean, pattern: Value | undefined, replacement: string | undefined): Kinds {
  if (!pattern) return 0;
  const searched = constantText(pattern);
  const source = searched ?? constantText(pattern.fields?.get('source') ?? unknown);
  const flags = pattern.fields?.get('flags');
  // Flags that are not known have the benefit of the doubt.
  const isGlobal = flags ? (constantText(flags) ?? 'g').includes('g') : searched === undefined;
  if (source === undefined || !(all || isGlobal)) return 0;
  if (searched === undefined && patternKinds(pattern, false) === allKinds) return allKinds;
  let kinds = 0;
  if (/</.test(source)) kinds |= kindsOf('html', 'dom');
  if (/'/.test(source) && !/^\\?"$/.test(source)) kinds |= kindsOf('sql', 'xpath');
  // A quote within the quotes of a shell: they end, a quote follows, they begin again.
  if (/^\\?'$/.test(source) && /^'(?:\\'|"'")'$/.test(replacement ?? '')) kinds |= kindsOf('command');
  if (/\\?\.\\?\.|\.\{2|\\?\/|^(?:\\\.|\[\\?\.\])[+*]?$/.test(source)) kinds |= kindsOf('path');
  if (/\\[rn]/.test(source) || /[\r\n]/.test(source)) kinds |= kindsOf('log', 'header');
  if (/\\\$|\\\^|\\\*|\[[^\]]*[*+]/.test(source)) kinds |= kindsOf('regex');
  return kinds;
}
