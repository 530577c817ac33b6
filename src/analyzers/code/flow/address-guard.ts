import { kindsOf } from './kind.js';
import type { FunctionValue } from './value.js';

/** What a request to an address of the inner network is the harm of. */
export const addressKinds = kindsOf('url');

const promises =
  /ssrf|(?:safe|secure|public|private|internal|allowed|blocked|forbidden|restricted|reserved)\w*?(?:url|uri|host|addr|fetch|request|network|(?:ip|IP|Ip)(?![a-z]))|(?:url|uri|host|addr|fetch)\w*?(?:safe|public|private|internal|allowed|blocked|forbidden|restricted)/i;

/** Ranges of addresses that are nobody else's, or what knows them. */
const ranges =
  /169\\?\.254\b|192\\?\.168\b|\b127\\?\.0\\?\.0\b|loopback|link_?local|\bunicast\b|\bBlockList\b|\bisPrivate|private_?(?:ip|range|network|address)|\bipaddr\b|ssrf/i;

/** A function of the code's own that by its name refuses addresses of the inner network, in a file that knows them. */
export function refusesAddresses({ node, unit }: FunctionValue): boolean {
  const name = node.get('name') ?? node.parent?.get('name') ?? node.parent?.get('key');
  return name !== undefined && promises.test(unit.text.slice(name.start, name.end)) && ranges.test(unit.text);
}
