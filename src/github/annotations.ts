import type { RestEndpointMethodTypes } from '@octokit/rest';
import type { Finding } from '../model/finding.js';
import type { Severity } from '../model/severity.js';
import { clean, shorten } from './escape.js';

type Output = NonNullable<RestEndpointMethodTypes['checks']['create']['parameters']['output']>;

/** An annotation of a check run, in GitHub's words. */
export type Annotation = NonNullable<Output['annotations']>[number];

/** GitHub takes at most this many in one call, and appends them to those that stand. */
export const annotationsAtOnce = 50;

/** On one check run: each batch is a call that writes, of which GitHub allows 80 a minute. */
export const maxAnnotations = 1000;

const levels: Readonly<Record<Severity, Annotation['annotation_level']>> = {
  critical: 'failure',
  high: 'failure',
  medium: 'warning',
  low: 'notice',
};

/** The annotation of a finding. GitHub shows its text as it is, so nothing is escaped. */
export function toAnnotation(finding: Finding): Annotation {
  const { path, startLine, endLine, startColumn, endColumn } = finding.location;
  const trace = finding.trace.map(
    (step, index) => `${index + 1}. ${step.location.path}:${step.location.startLine} ${step.message}`,
  );
  return {
    path,
    start_line: startLine,
    end_line: endLine,
    // GitHub refuses columns on a range of lines.
    ...(startLine === endLine && {
      start_column: startColumn,
      end_column: Math.max(startColumn, endColumn - 1),
    }),
    annotation_level: levels[finding.severity],
    title: shorten(clean(finding.title), 255),
    message: shorten(`${finding.message} (${finding.ruleId}, ${finding.confidence} confidence)`, 4000),
    ...(trace.length > 0 && { raw_details: shorten(trace.join('\n'), 16_000) }),
  };
}

/** What tells one annotation from another when those that stand are read back. */
export function annotationKey(annotation: {
  path: string;
  start_line: number;
  message: string | null;
  title?: string | null;
}): string {
  return JSON.stringify([
    annotation.path,
    annotation.start_line,
    annotation.title ?? null,
    annotation.message,
  ]);
}
