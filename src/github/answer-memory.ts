import { createHash } from 'node:crypto';

export interface AnswerMemory {
  /** What GitHub answered a person a moment ago, or else answers now. What it did not answer is not kept. */
  remember<T>(token: string, key: string, ask: () => Promise<T>): Promise<T>;
  /** How much is kept: 1 for an answer, and 1 for each part of a list. */
  readonly size: number;
}

/** So long an answer of GitHub's on what a person may see is taken for granted. */
const keptMilliseconds = 60_000;
/** Parts of a list have about 100 bytes. */
const largestSize = 100_000;

interface Kept {
  readonly until: number;
  readonly answer: Promise<unknown>;
  size: number;
}

/** Of each person what GitHub answered within the last minute, the latest where that is much. No token stays in it. */
export function createMemory(now: () => number, largest = largestSize): AnswerMemory {
  // By age, as all are kept for the same time.
  const answers = new Map<string, Kept>();
  let size = 0;
  const drop = (name: string, kept: Kept): void => {
    if (answers.get(name) !== kept) return;
    answers.delete(name);
    size -= kept.size;
  };
  const dropOld = (): void => {
    for (const [name, kept] of answers) {
      if (kept.until > now() && size <= largest) break;
      drop(name, kept);
    }
  };
  return {
    get size() {
      return size;
    },
    remember: async <T>(token: string, key: string, ask: () => Promise<T>): Promise<T> => {
      const name = createHash('sha256').update(`${token}\n${key}`).digest('base64');
      const known = answers.get(name);
      if (known && known.until > now()) return known.answer as Promise<T>;
      if (known) drop(name, known);
      const answer = ask();
      const kept: Kept = { until: now() + keptMilliseconds, answer, size: 1 };
      answers.set(name, kept);
      size += 1;
      dropOld();
      answer.then(
        (found) => {
          if (!Array.isArray(found) || answers.get(name) !== kept) return;
          kept.size += found.length;
          size += found.length;
          dropOld();
        },
        () => {
          drop(name, kept);
        },
      );
      return answer;
    },
  };
}
