/** Where the line begins in which a place is, at most so many characters before it: a file can be one line of megabytes. */
export function startOfLine(text: string, at: number, most: number): number {
  const from = Math.max(0, at - most);
  return from + text.slice(from, at).lastIndexOf('\n') + 1;
}

/** Whether the line in which a place is has more characters than that. */
export function isLongLine(text: string, at: number, longest: number): boolean {
  const start = startOfLine(text, at, longest + 1);
  const end = start + longest + 1;
  return end <= text.length && !text.slice(at, end).includes('\n');
}
