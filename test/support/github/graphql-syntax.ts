/** The part of GraphQL's syntax that queries without literals, directives and defaults need. */
export interface Query {
  /** Types by name of the declared variables. */
  readonly variables: ReadonlyMap<string, string>;
  readonly selections: readonly Selection[];
  readonly fragments: ReadonlyMap<string, Fragment>;
}

export type Value = string | number | { readonly variable: string };

export interface Field {
  readonly kind: 'field';
  readonly alias: string;
  readonly name: string;
  readonly args: Readonly<Record<string, Value>>;
  readonly selections?: readonly Selection[];
}

export interface Fragment {
  readonly kind: 'inline';
  readonly type: string;
  readonly selections: readonly Selection[];
}

export type Selection = Field | Fragment | { readonly kind: 'spread'; readonly name: string };

export function parseQuery(text: string): Query {
  const tokens = text.match(/\.\.\.|[{}():!$[\]]|"(?:[^"\\]|\\.)*"|[A-Za-z_]\w*|-?\d+/g) ?? [];
  let at = 0;
  const peek = (): string => tokens[at] ?? '';
  const next = (): string => tokens[at++] ?? '';
  const expect = (wanted: string): void => {
    const found = next();
    if (found !== wanted) throw new Error(`Parse error: expected ${wanted}, found ${found || 'the end'}`);
  };

  const parseValue = (): Value => {
    const token = next();
    if (token === '$') return { variable: next() };
    if (token.startsWith('"')) return JSON.parse(token) as string;
    return Number(token);
  };
  const parseSelections = (): Selection[] => {
    const selections: Selection[] = [];
    expect('{');
    while (peek() !== '}') selections.push(parseSelection());
    expect('}');
    if (selections.length === 0) throw new Error('Parse error: an empty selection');
    return selections;
  };
  const parseSelection = (): Selection => {
    if (peek() === '...') {
      next();
      if (peek() !== 'on') return { kind: 'spread', name: next() };
      next();
      return { kind: 'inline', type: next(), selections: parseSelections() };
    }
    let name = next();
    const alias = name;
    if (peek() === ':') {
      next();
      name = next();
    }
    const args: Record<string, Value> = {};
    if (peek() === '(') {
      next();
      while (peek() !== ')') {
        const argument = next();
        expect(':');
        args[argument] = parseValue();
      }
      next();
    }
    return { kind: 'field', alias, name, args, ...(peek() === '{' && { selections: parseSelections() }) };
  };
  const parseVariables = (): Map<string, string> => {
    const variables = new Map<string, string>();
    if (peek() !== '(') return variables;
    next();
    while (peek() !== ')') {
      expect('$');
      const name = next();
      expect(':');
      let type = next();
      if (peek() === '!') type += next();
      variables.set(name, type);
    }
    next();
    return variables;
  };

  const fragments = new Map<string, Fragment>();
  let query: Omit<Query, 'fragments'> | undefined;
  while (at < tokens.length) {
    const keyword = next();
    const name = next();
    if (keyword === 'query') query = { variables: parseVariables(), selections: parseSelections() };
    else if (keyword === 'fragment') {
      expect('on');
      fragments.set(name, { kind: 'inline', type: next(), selections: parseSelections() });
    } else throw new Error(`Parse error: ${keyword} ${name}`);
  }
  if (!query) throw new Error('Parse error: no query');
  return { ...query, fragments };
}
