import type { TraceStep } from './finding.js';

/** The way of a finding for a reader: what happens on one line is one step. */
export function foldTrace(trace: readonly TraceStep[]): TraceStep[] {
  const folded: TraceStep[] = [];
  let messages: string[] = [];
  for (const step of trace) {
    const last = folded.at(-1);
    const isSameLine =
      last?.location.path === step.location.path && last.location.startLine === step.location.startLine;
    if (!isSameLine) messages = [];
    else folded.pop();
    if (!messages.includes(step.message)) messages.push(step.message);
    folded.push({
      ...step,
      location: isSameLine ? last.location : step.location,
      message: messages.join(', '),
    });
  }
  return folded;
}
