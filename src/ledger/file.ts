import { appendFile, readFile } from 'node:fs/promises';
import type { Ledger, LedgerEntry } from '../model/decision.js';

/**
 * A ledger in a file with one JSON object a line, to which lines are only added. Rejects where the file cannot be read or
 * written. One process writes it.
 */
export async function openFileLedger(path: string): Promise<Pick<Ledger, 'record'>> {
  // Creates it, and shows at once whether it can be written.
  await appendFile(path, '', { mode: 0o600 });
  const known = new Set((await readFile(path, 'utf8')).split('\n').flatMap(idOf));
  let last: Promise<unknown> = Promise.resolve();
  return {
    record: (entry) => {
      const next = last.then(async () => {
        if (known.has(entry.id)) return;
        await appendFile(path, `${JSON.stringify(ordered(entry))}\n`);
        known.add(entry.id);
      });
      last = next.catch(() => undefined);
      return next;
    },
  };
}

/** A ledger that hands each decision to another one first. */
export function copyTo(ledger: Ledger, copy: Pick<Ledger, 'record'>): Ledger {
  return {
    ...ledger,
    record: async (entry) => {
      await ledger.record(entry);
      await copy.record(entry);
    },
  };
}

/** A line that a crash cut short names nothing. */
function idOf(line: string): string[] {
  try {
    const { id } = JSON.parse(line) as { id?: unknown };
    return typeof id === 'string' ? [id] : [];
  } catch {
    return [];
  }
}

/** The same keys in the same order, whoever made the entry. */
function ordered(entry: LedgerEntry): LedgerEntry {
  const { id, repository, pull, kind, fingerprint, ruleId, path, by, at, until, reason } = entry;
  const end = until === undefined ? {} : { until };
  return { id, repository, pull, kind, fingerprint, ruleId, path, by, at, ...end, reason };
}
