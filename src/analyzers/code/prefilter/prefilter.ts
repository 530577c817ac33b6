import { kindsOf, type Kinds } from '../flow/kind.js';
import type { Interest } from '../flow/interest.js';
import type { Framework } from '../frameworks/framework.js';
import { formatOf } from '../language.js';
import type { CodeRule } from '../rules/code-rule.js';
import { collectEntrances } from './entrances.js';
import { collectFacts, type Fact, kindsFollowed, sourceKindsOf, type SourceKinds } from './facts.js';
import { collectAssigned, collectHints } from './hints.js';
import { noImports, readImports } from './imports.js';
import { collectLoose, type Loose } from './loose.js';
import { createFindNamed } from './named.js';
import { createRoots } from './roots.js';
import { collectStated } from './stated.js';

/** What a text gives reason to look for, before it is parsed. */
export interface Relevance {
  /** Data from outside may enter here, so that other files are worth following it into. */
  readonly follows: boolean;
  /** Its functions may do harm with what a caller outside the package gives them. */
  readonly offers: boolean;
  /** A rule looks at something in it whoever gives the data. */
  readonly checked: boolean;
  /** It uses other files of the repository and gives something to others: if a package offers it, so does it offer them. */
  readonly passes: boolean;
  /** A rule has something to say of it if a package offers it, and nothing otherwise. */
  readonly asked: boolean;
  /** Where in the file; without it, anywhere. */
  readonly interest?: Interest | undefined;
}

/** Tells from a text alone whether any rule can find something in it; undefined where none can. */
export type Prefilter = (text: string, path: string) => Relevance | undefined;

/**
 * A finding needs either a call, property or node that a rule checks, or both an entrance for data and a place where it
 * does harm that some rule follows such data to (or another file of the repository in which that place may be). Names of
 * calls count only where the library that they belong to is named too, or one that leads to it, so that a `get` or `open`
 * alone gives no reason to parse.
 */
export function createPrefilter(
  frameworks: readonly Framework[],
  rules: readonly CodeRule[],
  stated?: Framework,
): Prefilter {
  const roots = createRoots(frameworks);
  const facts = collectFacts(frameworks, rules, roots);
  const loose = collectLoose(frameworks, roots);
  const assigned = collectAssigned(rules);
  const entrances = collectEntrances(frameworks, roots);
  const said = collectStated(stated);
  const hinted = collectHints(rules);
  const givenKinds = kindsFollowed(rules, 'parameter');
  const libraryKinds = kindsFollowed(rules, 'library');
  const flows = rules.flatMap(({ flow }) =>
    flow ? [{ sources: sourceKindsOf(flow.sources), sinks: kindsOf(...flow.kinds) }] : [],
  );
  /** What some rule follows from sources of some kinds. */
  const sinksOf = memoized((sources) =>
    flows.reduce((sinks, flow) => ((flow.sources & sources) === 0 ? sinks : sinks | flow.sinks), 0),
  );
  const findNamed = createFindNamed(roots, [
    ...facts.byWord.keys(),
    ...loose.sinks.keys(),
    ...loose.leading.keys(),
    ...assigned.names,
    ...roots.words,
    ...said.byWord.keys(),
    ...entrances.flatMap((entrance) => entrance.words.flat()),
  ]);

  return (whole, path) => {
    const isMarkup = formatOf(path) !== undefined;
    const imports = isMarkup ? noImports : readImports(whole);
    const { present, words, standing, code } = findNamed(whole, imports, isMarkup);
    const body = imports.directives + code;
    const text = imports.text + body;
    let sources: SourceKinds = 0;
    let sinks: Kinds = 0;
    let looseSinks: Kinds = 0;
    let unbound: Kinds = 0;
    let isChecked = false;
    let answers = false;

    const has = (word: string): boolean => standing(word) !== 0;
    for (const entrance of entrances) {
      if (!entrance.words.every((alternatives) => alternatives.some(has))) continue;
      if (entrance.file?.test(path) === false || !entrance.written.test(body)) continue;
      if (entrance.named?.test(body) === false) continue;
      if (entrance.mentions?.test(text) === false || entrance.lacks?.test(text) === true) continue;
      sources |= entrance.sources;
      looseSinks |= entrance.sinks;
      answers ||= entrance.sinks !== 0;
      for (const root of entrance.roots) present.add(root);
    }
    for (const word of words) for (const root of loose.leading.get(word) ?? []) present.add(root);
    roots.addReached(present, has);
    for (const root of present) sources |= facts.byRoot.get(root) ?? 0;
    const entersAnywhere = sources !== 0;
    const factsOf = (word: string): readonly Fact[] =>
      (facts.byWord.get(word) ?? []).filter(
        (fact) => (standing(word) & fact.standing) !== 0 && present.has(fact.root),
      );
    for (const word of words) {
      for (const fact of factsOf(word)) {
        sources |= fact.sources;
        sinks |= fact.sinks;
        isChecked ||= fact.isChecked;
      }
      looseSinks |= loose.sinks.get(word) ?? 0;
      unbound |= loose.unbound.get(word) ?? 0;
      const one = said.byWord.get(word);
      sources |= one?.sources ?? 0;
      sinks |= one?.sinks ?? 0;
    }
    const unnamed = said.unnamed.filter(({ text: part }) => whole.includes(part));
    for (const one of unnamed) {
      sources |= one.sources;
      sinks |= one.sinks;
    }

    const importsOthers = importsFile.test(text);
    const wanted = sinksOf(sources);
    const wantedAnywhere = sinksOf(sources & entering);
    const follows =
      (wanted & (sinks | looseSinks)) !== 0 ||
      (wantedAnywhere !== 0 && (importsOthers || (wantedAnywhere & sinksBySyntax(body, loose)) !== 0)) ||
      hinted.opening.some((hint) => hint.test(text));
    const offers = (sinks & libraryKinds) !== 0 || hinted.library.some((hint) => hint.test(body));
    const checked =
      isChecked ||
      ((sinks | unbound) & givenKinds) !== 0 ||
      assigned.isAssigned(body, has) ||
      hinted.nodes.some((hint) => hint.test(text));
    const isLeaving = leaves.test(text);
    const passes = isLeaving && importsOthers;
    const asked = isLeaving && hinted.asked.some((hint) => hint.test(text));
    if (!follows && !checked)
      return offers || passes || asked ? { follows, offers, checked, passes, asked } : undefined;
    const harm = (follows ? wanted : 0) | givenKinds;
    const ends = words.filter(
      (word) =>
        (((loose.sinks.get(word) ?? 0) | (said.byWord.get(word)?.sinks ?? 0)) & harm) !== 0 ||
        assigned.names.includes(word) ||
        (follows && hinted.methods.includes(word)) ||
        factsOf(word).some((fact) => fact.isChecked || (fact.sinks & harm) !== 0 || (follows && fact.calls)),
    );
    const interest: Interest = {
      ends,
      sources: words.filter(
        (word) =>
          loose.leading.has(word) ||
          (said.byWord.get(word)?.sources ?? 0) !== 0 ||
          factsOf(word).some((fact) => fact.sources !== 0),
      ),
      harm: follows ? wanted : 0,
      answers: follows && answers,
      entersAnywhere,
      places: hinted.places.filter((hint) => hint.test(text)),
    };
    // What has no name of its own may be called anything.
    return { follows, offers, checked, passes, asked, ...(unnamed.length === 0 && { interest }) };
  };
}

/** Kinds of sources that many rules follow; of the other ones, data is not followed into other files for their sake alone. */
const entering = sourceKindsOf(['request', 'browser', 'message']);

/** Harm that a text may do without a name that models speak of: an answer that a handler returns, `require(x)`, `methods[x]()`. */
const bySyntax: readonly { readonly hint: RegExp; readonly sinks: Kinds }[] = [
  { hint: /['"`]\s*<[a-z!/]|text\/html/i, sinks: kindsOf('html', 'markup') },
  { hint: /\blocation\b/i, sinks: kindsOf('redirect', 'header') },
  { hint: /\b(?:import|require)\s*\(\s*[^'"\s)]/, sinks: kindsOf('module') },
  { hint: /[\w$)\]]\]\s*\(/, sinks: kindsOf('method') },
];

function sinksBySyntax(text: string, { anywhere }: Loose): Kinds {
  return [...bySyntax, ...anywhere].reduce(
    (kinds, { hint, sinks }) =>
      (kinds & sinks) === sinks || hint?.test(text) === false ? kinds : kinds | sinks,
    0,
  );
}

/** Something that a file gives to others. */
const leaves = /\bexports\b|\bexport\s/;

/** Names a file of the repository, or what may be one: by an alias, or as a part of a package. */
const importsFile = /(?:from|require\(|import\(?)\s*['"](?:\.{1,2}\/|#|[@~]?[\w-]*\/)/;

function memoized(answer: (bits: number) => number): (bits: number) => number {
  const known = new Map<number, number>();
  return (bits) => {
    const found = known.get(bits) ?? answer(bits);
    known.set(bits, found);
    return found;
  };
}
