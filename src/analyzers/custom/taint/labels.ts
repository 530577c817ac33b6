/** Whether the labels of data are as a condition says. */
export type LabelTest = (labels: ReadonlySet<string>) => boolean;

/** What data is called that comes from a source without a label. */
export const defaultLabel = '__SOURCE__';

/** Reads a condition on labels: names, `and`, `or`, `not` and brackets. Throws with a reason. */
export function parseRequires(source: string): LabelTest {
  const tokens = source.match(/[A-Za-z_]\w*|[()]|\S/g) ?? [];
  let at = 0;
  const take = (text: string): boolean => {
    if (tokens[at] !== text) return false;
    at++;
    return true;
  };
  const or = (): LabelTest => {
    let left = and();
    while (take('or')) {
      const [a, b] = [left, and()];
      left = (labels) => a(labels) || b(labels);
    }
    return left;
  };
  const and = (): LabelTest => {
    let left = not();
    while (take('and')) {
      const [a, b] = [left, not()];
      left = (labels) => a(labels) && b(labels);
    }
    return left;
  };
  const not = (): LabelTest => {
    if (take('not')) {
      const inner = not();
      return (labels) => !inner(labels);
    }
    if (take('(')) {
      const inner = or();
      if (!take(')')) throw new Error('a bracket is not closed.');
      return inner;
    }
    const name = tokens[at++];
    if (name === undefined || !/^[A-Za-z_]\w*$/.test(name))
      throw new Error(`\`${name ?? 'the end'}\` is not expected.`);
    if (name === 'True' || name === 'False') return () => name === 'True';
    return (labels) => labels.has(name);
  };
  const whole = or();
  if (at < tokens.length) throw new Error(`\`${tokens[at] ?? ''}\` is not expected.`);
  return whole;
}
