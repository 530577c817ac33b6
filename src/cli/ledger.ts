import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ConfigError } from '../config/error.js';
import type { Head, Link } from '../ledger/chain.js';
import { csvHeader, parseLine, renderCsvLine, renderLine } from '../ledger/export.js';
import { readLinks } from '../ledger/read.js';
import { keyOf, parseAnchor, verify, type Verification, verifyDatabase } from '../ledger/verify.js';
import { type DatabasePlace, withSnapshot } from './ledger-database.js';
import { say, write } from './output.js';

interface Where extends DatabasePlace {
  /** One account's chain only. */
  readonly account?: string;
}

export interface VerifyLedgerOptions extends Where {
  readonly anchor?: readonly string[];
}

export interface ExportLedgerOptions extends Where {
  /** YYYY-MM-DD, UTC; both are within. */
  readonly from?: string;
  readonly to?: string;
  readonly format: 'jsonl' | 'csv';
  readonly output?: string;
}

/** Proves the ledger of the database, or an export of it, and says what is not as it was written. */
export async function verifyLedger(
  file: string | undefined,
  { anchor = [], ...where }: VerifyLedgerOptions,
): Promise<boolean> {
  const anchors = anchor.map(toAnchor);
  const chain = where.account?.toLowerCase();
  const result =
    file === undefined
      ? await withSnapshot(where, async (sql) => verifyDatabase(sql, chain, anchors))
      : await verify(readFile(file), { anchors });
  await write(renderVerification(result, file === undefined));
  return result.faults.length === 0;
}

/** Writes the records of a period, with what `ledger verify` needs to prove them. */
export async function exportLedger(options: ExportLedgerOptions): Promise<void> {
  const { format, output } = options;
  const from = options.from && dayOf(options.from);
  const before = options.to && dayAfter(dayOf(options.to));
  const heads = new Map<string, Head>();
  await withSnapshot(options, async (sql) => {
    const links = readLinks(sql, { chain: options.account?.toLowerCase(), from, before });
    const lines = Readable.from(renderAll(links, format, heads));
    try {
      if (output === undefined) await pipeline(lines, process.stdout, { end: false });
      else await pipeline(lines, createWriteStream(output, { mode: 0o600 }));
    } catch (error) {
      const { code = 'unknown' } = error as NodeJS.ErrnoException;
      throw new ConfigError(`${output ?? 'The output'} could not be written: ${code}.`);
    }
  });
  for (const head of heads.values()) say(`the export ends with ${keyOf(head)}`);
  if (heads.size === 0) say('there is no record of this period');
}

async function* renderAll(
  links: AsyncIterable<Link>,
  format: 'jsonl' | 'csv',
  heads: Map<string, Head>,
): AsyncGenerator<string> {
  if (format === 'csv') yield csvHeader;
  for await (const one of links) {
    const { chain, sequence } = JSON.parse(one.record) as Head;
    heads.set(chain, { chain, sequence, hash: one.hash });
    yield format === 'csv' ? renderCsvLine(one) : renderLine(one);
  }
}

const maxTold = 100;

function renderVerification({ chains, faults }: Verification, isWhole: boolean): string {
  const lines = faults
    .slice(0, maxTold)
    .map(
      ({ chain, sequence, message }) => `${chain}${sequence === undefined ? '' : ` ${sequence}`}: ${message}`,
    );
  if (faults.length > maxTold) lines.push(`${faults.length - maxTold} more.`);
  for (const { chain, records, first, from, to, head } of chains) {
    const start =
      isWhole || first === 1 ? '' : `; it begins with record ${first}, and says nothing of those before`;
    lines.push(`${chain}: ${records} ${records === 1 ? 'record' : 'records'} from ${from} to ${to}${start}.`);
    lines.push(`  ends with ${keyOf(head)}`);
  }
  const verdict =
    faults.length > 0
      ? `Not as it was written: ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}.`
      : 'As it was written. Keep the ends elsewhere: `--anchor` shows then that nothing was cut off or written anew.';
  return `${[...lines, chains.length === 0 && faults.length === 0 ? 'There is no record.' : verdict].join('\n')}\n`;
}

/** Reads an export. Throws a ConfigError where it is none. */
async function* readFile(path: string): AsyncGenerator<Link> {
  let number = 0;
  try {
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
      number++;
      const one = parseLine(line);
      if (!one) throw new ConfigError(`${path}:${number}: this is no record of an export as JSON Lines.`);
      yield one;
    }
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(
      `${path} could not be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}.`,
    );
  }
}

function toAnchor(text: string): Head {
  const anchor = parseAnchor(text);
  if (!anchor)
    throw new ConfigError(`${text} is no anchor: chain:sequence:hash, as \`ledger verify\` prints it.`);
  return anchor;
}

function dayOf(text: string): string {
  const date = new Date(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(date.getTime()) || !date.toISOString().startsWith(text))
    throw new ConfigError(`${text} is no day: YYYY-MM-DD.`);
  return text;
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
