/** What data can do harm in. A sanitizer makes data safe for some of these and not for others. */
export const flowKinds = [
  'sql',
  'nosql',
  'command',
  'argument',
  'code',
  'template',
  'html',
  'dom',
  'path',
  'url',
  'redirect',
  'header',
  'log',
  'format',
  'regex',
  'xpath',
  'xml',
  'ldap',
  'deserialization',
  'property',
  'assignment',
  'module',
  'limit',
  'method',
  'locals',
  'page',
  'mail',
  'markup',
  'pollution',
  'query-code',
  'link',
] as const;
export type FlowKind = (typeof flowKinds)[number];

/** A set of flow kinds as bits. */
export type Kinds = number;

export const allKinds: Kinds = (2 ** flowKinds.length - 1) | 0;

export function kindsOf(...kinds: readonly FlowKind[]): Kinds {
  return kinds.reduce((bits, kind) => bits | (1 << flowKinds.indexOf(kind)), 0);
}

export function allKindsBut(...kinds: readonly FlowKind[]): Kinds {
  return allKinds & ~kindsOf(...kinds);
}

/** What text is safe for: it cannot be an object with operators, or with properties that nobody asked for, in it. */
export const textKinds = kindsOf('nosql', 'assignment');

/**
 * Where data comes from that somebody else may have written.
 * - `request`: an HTTP request, or the like of a remote procedure call
 * - `browser`: the address, the referrer, another window
 * - `message`: a queue, a socket, an event
 * - `stored`: a database or a file that others fill
 * - `response`: the answer of another server
 * - `operator`: arguments and environment of the process
 * - `archive`: the name of an entry in an archive
 * - `library`: a parameter of a function that the package offers to others
 * - `document`: text of the page, read back from it
 * - `parameter`: a parameter of a function that nothing in its file calls
 * - `probe`: what a function is tried with to see what it proves; no rule follows it
 */
export type SourceKind =
  | 'request'
  | 'browser'
  | 'message'
  | 'stored'
  | 'response'
  | 'operator'
  | 'archive'
  | 'library'
  | 'document'
  | 'parameter'
  | 'probe';
