/** The address of a compiled module beside the calling one, also when the sources themselves are run by a test. */
export function compiledModule(name: string, base: string): URL {
  return new URL(name, base.endsWith('.ts') ? base.replace('/src/', '/dist/') : base);
}
