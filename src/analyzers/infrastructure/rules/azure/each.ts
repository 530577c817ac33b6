/** The same path for several resource types. */
export const each = (types: readonly string[], path: string): Record<string, string> =>
  Object.fromEntries(types.map((type) => [type, path]));
