import { canonical, type Json } from './canonical.js';
import type { Link } from './chain.js';

/** One record as a line of JSON, which can be verified again. */
export function renderLine({ record, previous, hash }: Link): string {
  return `{"hash":${JSON.stringify(hash)},"previous":${JSON.stringify(previous)},"record":${record}}\n`;
}

/** Reads a line that `renderLine` wrote; undefined where it is none. */
export function parseLine(line: string): Link | undefined {
  try {
    const { record, previous, hash } = JSON.parse(line) as {
      record?: Json;
      previous?: unknown;
      hash?: unknown;
    };
    if (typeof record !== 'object' || typeof previous !== 'string' || typeof hash !== 'string')
      return undefined;
    return { record: canonical(record), previous, hash };
  } catch {
    return undefined;
  }
}

const columns = [
  'chain',
  'sequence',
  'recordedAt',
  'kind',
  'repository',
  'pull',
  'event',
  'decision',
  'verdict',
  'ruleId',
  'severity',
  'path',
  'fingerprint',
  'by',
  'at',
  'until',
  'reason',
  'head',
  'base',
] as const;

export const csvHeader = `${[...columns, 'record', 'previous', 'hash'].join(',')}\r\n`;

/** One record as a line of [RFC 4180](https://www.rfc-editor.org/rfc/rfc4180), for a spreadsheet. */
export function renderCsvLine({ record, previous, hash }: Link): string {
  const fields = JSON.parse(record) as Readonly<Record<string, unknown>>;
  const cells = columns.map((column) => {
    const value = fields[column];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  });
  return `${[...cells, record, previous, hash].map(cellOf).join(',')}\r\n`;
}

/**
 * A cell that no spreadsheet takes for a formula: what begins as one gets an apostrophe before it
 * (https://owasp.org/www-community/attacks/CSV_Injection).
 */
function cellOf(text: string): string {
  const safe = /^\s*[=+\-@|%＝＋－＠]/.test(text) || /^[\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
