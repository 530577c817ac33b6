/** How code names what it imports. */
export interface Language {
  readonly files: RegExp;
  /** Its first group is what is imported. */
  readonly imports: RegExp;
  /** Whether what stands before an import, up to its beginning, says that nothing of it is left when the code runs. */
  readonly isErased?: (before: string) => boolean;
  /** What a package can be imported as; a file imports it that names one of these, or something below it. */
  readonly modules: (name: string) => readonly string[];
  readonly separator: string;
  /** Packages are imported by their own names, so that not to find one means that it is not imported. */
  readonly isExact: boolean;
}

/** By ecosystem. */
export const languages: Readonly<Record<string, Language>> = {
  npm: {
    files: /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/,
    imports: /(?:\bfrom|\bimport|\brequire(?:\.resolve)?)\s{0,20}\(?\s{0,20}['"`]([^'"`\n]{1,214})['"`]/g,
    // `import type { A } from`, `export type * from`; and not `import type from`, which imports a value of that name.
    isErased: (before) =>
      /\b(?:import|export)\s{1,20}type\s{1,20}(?!,)(?:(?!\b(?:import|export)\b)[\w$*{},\s]){1,2000}$/.test(
        before,
      ),
    modules: (name) => [name],
    separator: '/',
    isExact: true,
  },
  Go: {
    files: /\.go$/,
    imports: /^[ \t]{0,20}(?:import[ \t]{1,20})?(?:[\w.]{1,60}[ \t]{1,20})?"([^"\n]{1,300})"/gm,
    modules: (name) => [name],
    separator: '/',
    isExact: true,
  },
  PyPI: {
    files: /\.pyi?$/,
    imports: /^[ \t]{0,80}(?:from|import)[ \t]{1,20}([\w.]{1,200})/gm,
    modules: (name) => [name.replaceAll('-', '_'), name.replaceAll('-', '.')],
    separator: '.',
    isExact: false,
  },
  'crates.io': {
    files: /\.rs$/,
    imports: /\b([a-z]\w{0,63})::/g,
    modules: (name) => [name.replaceAll('-', '_')],
    separator: '::',
    isExact: false,
  },
  RubyGems: {
    files: /\.rb$/,
    imports: /^[ \t]{0,20}require[ \t]{1,20}['"]([\w/.-]{1,100})['"]/gm,
    modules: (name) => [name, name.replaceAll('-', '/')],
    separator: '/',
    isExact: false,
  },
};
