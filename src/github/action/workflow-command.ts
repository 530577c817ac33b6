import type { Annotation } from '../annotations.js';

/** GitHub shows as many annotations of each level of one step. */
const mostShown = 10;

const levels = { failure: 'error', warning: 'warning', notice: 'notice' } as const;

/**
 * The lines on the standard output that the runner turns into annotations, the first of each level, where it shows no more.
 * Written out here because GitHub's own package for it brings a client for HTTP along, twice the size of the rest.
 */
export function annotationCommands(annotations: readonly Annotation[]): string[] {
  return Object.entries(levels).flatMap(([level, command]) =>
    annotations
      .filter((annotation) => annotation.annotation_level === level)
      .slice(0, mostShown)
      .map(({ path, start_line, end_line, start_column, end_column, title, message }) =>
        workflowCommand(command, message, {
          file: path,
          line: start_line,
          endLine: end_line,
          col: start_column,
          endColumn: end_column,
          title,
        }),
      ),
  );
}

/** A command to the runner. Neither the message nor a property can end it and begin another. */
export function workflowCommand(
  name: 'error' | 'warning' | 'notice' | 'debug',
  message: string,
  properties: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const given = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${escapeProperty(String(value))}`],
  );
  return `::${name}${given.length > 0 ? ` ${given.join(',')}` : ''}::${escapeData(message)}`;
}

/** As the runner takes it back: github.com/actions/runner, `ActionCommand.cs`. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
