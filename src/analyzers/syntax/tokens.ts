/** Nodes without a name of their own that change the meaning of what they stand in. */
const keywords = new Set([
  'default',
  'static',
  'async',
  'get',
  'set',
  'of',
  'in',
  'const',
  'let',
  'var',
  '*',
]);
const operator = /^(?:[^\s\w(){}[\],;.:`"'$#@\\]+|typeof|void|delete|instanceof)$/;

/** Whether a type of node is a keyword or an operator that trees keep. No node with a name is called so. */
export function isToken(type: string): boolean {
  return keywords.has(type) || operator.test(type);
}
