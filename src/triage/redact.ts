import type { Finding, Fix } from '../model/finding.js';
import type { Range } from '../model/location.js';

/** Shorter values say nothing, and would be found in other words. */
const shortestValue = 6;

/** What of one file must not be shown. */
export interface Redaction {
  /** Without a credential that it quotes. */
  text(shown: string): string;
  /**
   * Without a credential in its texts, and without a fix whose text or whose lines hold one: a suggestion on GitHub
   * shows its lines whole.
   */
  finding(finding: Finding): Finding;
}

/** Takes the credentials that were found in a file out of what else is shown of it. */
export function redactionOf(findings: Iterable<Finding>, text: string): Redaction {
  const places = [...findings].flatMap(({ secretHash, location }) =>
    secretHash === undefined ? [] : [location],
  );
  if (places.length === 0) return { text: (shown) => shown, finding: (finding) => finding };
  const lines = text.split('\n');
  const values = [...new Set(places.map((place) => textOf(lines, place)))]
    .filter((value) => value.length >= shortestValue)
    .sort((a, b) => b.length - a.length);
  const clean = (shown: string): string => values.reduce((kept, value) => kept.replaceAll(value, '…'), shown);
  const holdsSecret = ({ location }: Finding, { edits }: Fix): boolean => {
    const shown = linesOf([location, ...edits.map(({ range }) => range)]);
    return (
      places.some((place) => touches(place, shown)) || edits.some((edit) => clean(edit.text) !== edit.text)
    );
  };
  return {
    text: clean,
    finding: ({ fix, ...finding }) => ({
      ...finding,
      title: clean(finding.title),
      message: clean(finding.message),
      trace: finding.trace.map((step) => ({ ...step, message: clean(step.message) })),
      ...(fix && !holdsSecret(finding, fix) && { fix }),
    }),
  };
}

type Lines = Pick<Range, 'startLine' | 'endLine'>;

/** The lines that a suggestion of edits of these places shows. */
function linesOf(ranges: readonly Range[]): Lines {
  return {
    startLine: Math.min(...ranges.map(({ startLine }) => startLine)),
    endLine: Math.max(...ranges.map(({ endLine }) => endLine)),
  };
}

function touches(one: Lines, other: Lines): boolean {
  return one.startLine <= other.endLine && other.startLine <= one.endLine;
}

function textOf(lines: readonly string[], { startLine, startColumn, endLine, endColumn }: Range): string {
  const within = lines.slice(startLine - 1, endLine);
  const last = within.length - 1;
  return within
    .map((line, index) =>
      line.slice(index === 0 ? startColumn - 1 : 0, index === last ? endColumn - 1 : undefined),
    )
    .join('\n');
}
