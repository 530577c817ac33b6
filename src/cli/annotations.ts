/** What the comments of a test file say of a rule, by the lines that they are about, from 1. */
export interface Annotations {
  /** There must be a finding. */
  readonly expected: ReadonlySet<number>;
  /** A finding may be there or not: `todoruleid` and `todook`. */
  readonly undecided: ReadonlySet<number>;
}

const mark = /(?:\/\/|\/\*|<!--|#|\{\/\*|\/\/-|--)\s*(ruleid|ok|todook|todoruleid)\s*:\s*([\w.\-, ]+)/i;

/** Reads the comments `ruleid:`, `ok:`, `todoruleid:` and `todook:`, each about the next line that has none. */
export function readAnnotations(text: string, ruleId: string): Annotations {
  const expected = new Set<number>();
  const undecided = new Set<number>();
  const lines = text.split(/\r?\n/);
  const wanted = lastPart(ruleId);
  lines.forEach((line, index) => {
    const [, kind = '', ids = ''] = mark.exec(line) ?? [];
    const isMeant = ids.split(',').some((id) => lastPart(id.trim().split(/\s/)[0] ?? '') === wanted);
    if (!isMeant) return;
    let next = index + 1;
    while (next < lines.length && mark.test(lines[next] ?? '')) next++;
    const said = kind.toLowerCase();
    if (said === 'ruleid') expected.add(next + 1);
    else if (said !== 'ok') undecided.add(next + 1);
  });
  return { expected, undecided };
}

/** Whether comments of a text say anything of a rule. */
export function isAnnotated(text: string, ruleId: string): boolean {
  return text.includes(lastPart(ruleId)) && /(?:ruleid|ok)\s*:/.test(text) && namesRule(text, ruleId);
}

function namesRule(text: string, ruleId: string): boolean {
  const wanted = lastPart(ruleId);
  return text
    .split('\n')
    .some((line) => (mark.exec(line)?.[2] ?? '').split(',').some((id) => lastPart(id.trim()) === wanted));
}

/** Registries put the path of a rule before its id. */
function lastPart(id: string): string {
  return id.slice(id.lastIndexOf('.') + 1);
}
