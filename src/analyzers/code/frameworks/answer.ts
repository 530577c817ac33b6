import type { CallSite } from '../flow/call-site.js';
import { constantText, hole, literal, type Value } from '../flow/value.js';

/** The type of an answer is kept on its object as the property `#type`: whether it may be HTML. */
export const typeMark = '#type';

/** Types in which markup runs, by their names and as extensions. */
const html = /html|^(?:text\/)?xml|\+xml|svg/i;

/** What a call says of the type of an answer; a type that is not known comes from a table and seldom is HTML. */
export function markType(site: CallSite, argument: number): Value | undefined {
  const type = site.arguments[argument];
  return type && literal(html.test(constantText(type) ?? type.shape ?? ''));
}

/** The same for headers that are set together, as an object. */
export function markHeaders(site: CallSite, ...positions: readonly number[]): Value | undefined {
  for (const position of positions) {
    const type = headersType(site.arguments[position]);
    if (type !== undefined) return literal(type);
  }
  return undefined;
}

/** Whether headers say that an answer is HTML; undefined where they say nothing of it. */
export function headersType(headers: Value | undefined): boolean | undefined {
  for (const [name, value] of headers?.fields ?? [])
    if (name.toLowerCase() === 'content-type') return html.test(constantText(value) ?? value.shape ?? '');
  return undefined;
}

/** The header that a call sets, in small letters. */
export function headerOf(site: CallSite): string | undefined {
  return constantText(site.arguments[0])?.toLowerCase();
}

/** Text goes out as HTML unless the answer says otherwise; objects go out as JSON. */
export function sendsHtml(site: CallSite, value: Value): boolean {
  return site.receiver?.fields?.get(typeMark)?.literal !== false && isText(value);
}

/** The same for servers whose text is plain unless the answer says that it is HTML. */
export function sendsMarkedHtml(site: CallSite, value: Value): boolean {
  return site.receiver?.fields?.get(typeMark)?.literal === true && isText(value);
}

const objects = /^JSON|Request\(\)\.(?:body|query|params|headers|cookies|payload|files?)\??$|^Array\(\)$/;

/** Whether a value goes out as text and not as JSON. */
export function isText(value: Value): boolean {
  if (value.closed || value.call) return false;
  if (value.shape !== undefined && value.shape !== hole) return true;
  return !value.origins.some((origin) => objects.test(origin));
}

/** Text that a server takes for HTML because it begins as such, or because its sender decides how it begins. */
export function beginsAsMarkup(value: Value): boolean {
  if (!isText(value)) return false;
  const start = value.shape?.trimStart() ?? hole;
  return start.startsWith('<') || start.startsWith(hole);
}
