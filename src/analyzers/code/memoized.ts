/** Answers that are kept; files of strangers can ask any number of different questions. */
const maxAnswers = 20_000;

/** The same texts are asked about at each look at an expression; a kept answer is also the same text each time. */
export function memoized<T>(answer: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    let found = known.get(text);
    if (found === undefined) {
      if (known.size >= maxAnswers) known.clear();
      known.set(text, (found = answer(text)));
    }
    return found;
  };
}

/** The same of two texts. */
export function memoizedByName(
  answer: (origin: string, name: string) => string,
): (origin: string, name: string) => string {
  const known = new Map<string, Map<string, string>>();
  let size = 0;
  return (origin, name) => {
    let names = known.get(origin);
    let found = names?.get(name);
    if (found === undefined) {
      if (size++ >= maxAnswers) {
        known.clear();
        names = undefined;
        size = 0;
      }
      if (!names) known.set(origin, (names = new Map<string, string>()));
      names.set(name, (found = answer(origin, name)));
    }
    return found;
  };
}
