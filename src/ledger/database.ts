import type { Ledger } from '../model/decision.js';
import type { Database } from '../queue/database.js';
import { append } from './append.js';
import { chainOf, type Head, placeOf } from './chain.js';
import { listExpired, readIntroduced } from './pages/findings.js';
import { contentsOf, isReviewed, knowsConfiguration, withNumber } from './review.js';

/** The ledger in the server's own database. `onHead` gets the end of a chain after it has grown. */
export function openLedger(database: Database, onHead: (head: Head) => void): Ledger {
  return {
    review: async (entry) => {
      const chain = chainOf(entry.repository);
      const head = await database.transaction((sql) => append(sql, chain, () => contentsOf(sql, entry)));
      if (head) onHead(head);
    },
    record: async ({ kind, ...decision }) => {
      const chain = chainOf(decision.repository);
      const head = await database.transaction((sql) =>
        append(sql, chain, async () => [
          { ...(await withNumber(sql, chain, decision)), kind: 'decision', decision: kind },
        ]),
      );
      if (head) onHead(head);
    },
    expired: (account, today) => listExpired(database, account.toLowerCase(), today),
    knowsConfiguration: (of, branch, configuration) =>
      knowsConfiguration(database, of, branch, configuration),
    introduced: (of, subject) => readIntroduced(database, placeOf(of), subject),
    turn: async (entry) => {
      const chain = chainOf(entry.repository);
      const head = await database.transaction((sql) =>
        append(sql, chain, async () => {
          const numbered = await withNumber(sql, chain, entry);
          return (await isReviewed(sql, numbered, entry.subject))
            ? [{ ...numbered, kind: 'pull-request' }]
            : [];
        }),
      );
      if (head) onHead(head);
    },
  };
}
