import { RegExpParser, type AST } from '@eslint-community/regexpp';

/** More words than this tell too little. */
const maxWords = 60;

/** The words of which a pattern of a whole name is one; undefined where they cannot be told one by one. */
export function finiteWords(pattern: RegExp): readonly string[] | undefined {
  if (pattern.flags.includes('i')) return undefined;
  const { source } = pattern;
  if (!source.startsWith('^') || !source.endsWith('$')) return undefined;
  return wordsOfAlternatives(new RegExpParser().parsePattern(source).alternatives);
}

function wordsOfAlternatives(alternatives: readonly AST.Alternative[]): readonly string[] | undefined {
  const words: string[] = [];
  for (const { elements } of alternatives) {
    let prefixes: readonly string[] = [''];
    for (const element of elements) {
      const parts = wordsOfElement(element);
      if (!parts || parts.length * prefixes.length > maxWords) return undefined;
      prefixes = prefixes.flatMap((prefix) => parts.map((part) => prefix + part));
    }
    words.push(...prefixes);
  }
  return words.length > maxWords ? undefined : words;
}

function wordsOfElement(element: AST.Element): readonly string[] | undefined {
  switch (element.type) {
    case 'Character':
      return [String.fromCodePoint(element.value)];
    case 'Assertion':
      return element.kind === 'start' || element.kind === 'end' ? [''] : undefined;
    case 'Group':
    case 'CapturingGroup':
      return wordsOfAlternatives(element.alternatives);
    case 'Quantifier': {
      const inner = element.max === 1 ? wordsOfElement(element.element) : undefined;
      return inner && element.min === 0 ? ['', ...inner] : inner;
    }
    case 'CharacterClass': {
      if (element.negate || element.unicodeSets) return undefined;
      const characters = element.elements.map((part) =>
        part.type === 'Character' ? String.fromCodePoint(part.value) : undefined,
      );
      return characters.includes(undefined) ? undefined : characters.map((character) => character ?? '');
    }
    default:
      return undefined;
  }
}
