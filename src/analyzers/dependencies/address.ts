/** An address as a reader may see it: without a user's name or password, and without what is asked of the server. */
export function withoutSecrets(address: string): string {
  return address.replace(/\/\/[^/@]*@/, '//').replace(/\?[^#]*/, '');
}

/** Where an address leads. */
export type Origin = Pick<URL, 'host' | 'protocol'>;

/** The entries of a lockfile have few, mostly one after another, and an address takes long to take apart. */
const origins = new Map<string, Origin | undefined>();
const mostOrigins = 1000;
let last: { readonly start: string; readonly origin: Origin | undefined } | undefined;

/** Undefined where it is no address. */
export function originOf(address: string): Origin | undefined {
  if (last && address.startsWith(last.start)) return last.origin;
  const end = address.indexOf('/', address.indexOf('//') + 2);
  const start = end < 0 ? address : address.slice(0, end + 1);
  if (!origins.has(start)) {
    if (origins.size >= mostOrigins) origins.clear();
    origins.set(start, URL.canParse(start) ? new URL(start) : undefined);
  }
  const origin = origins.get(start);
  if (end >= 0) last = { start, origin };
  return origin;
}
