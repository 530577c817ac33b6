import type { EnvFile, EnvRule, Variable } from '../../formats/env.js';
import type { Hit, WrittenRule } from '../../rule.js';

type Metadata = Omit<WrittenRule, 'languages' | 'asvs' | 'examples'>;

interface VariableRule extends Metadata {
  /** Files by path and text. */
  readonly bad: readonly (readonly [path: string, text: string])[];
  readonly good: readonly (readonly [path: string, text: string])[];
  look(
    variable: Variable,
    file: EnvFile,
  ): Pick<Hit, 'message' | 'severity' | 'confidence' | 'fix'> | undefined;
}

/** A rule that looks at one variable at a time. */
export function variableRule({ bad, good, look, ...metadata }: VariableRule): EnvRule {
  const example = ([path, text]: readonly [string, string]): { path: string; text: string } => ({
    path,
    text: `${text}\n`,
  });
  return {
    ...metadata,
    asvs: [],
    languages: ['env'],
    examples: { bad: bad.map(example), good: good.map(example) },
    *check(file) {
      for (const variable of file.variables) {
        const hit = look(variable, file);
        if (hit) yield { ...hit, span: variable.span, scope: '', anchor: variable.name };
      }
    },
  };
}

/** Whether a file is for what others reach: it says so in its name or in a variable. */
export function isForProduction({ path, variables }: EnvFile): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/prod|live(?![a-z])/i.test(name)) return true;
  if (isForDevelopment({ path, variables })) return false;
  return variables.some(
    ({ name: variable, value }) =>
      /^(?:NODE|APP|FLASK|RAILS|DJANGO|RACK|SYMFONY)_ENV$|^ENV(?:IRONMENT)?$/i.test(variable) &&
      /^prod(?:uction)?$/i.test(value),
  );
}

/** Whether a file is for a developer's machine or for tests, by its name. */
export function isForDevelopment({ path }: EnvFile): boolean {
  return /(?:^|[._-])(?:dev|development|local|test|testing|ci|e2e)(?:$|[._-])/i.test(
    path.slice(path.lastIndexOf('/') + 1),
  );
}

/** The exact change of a value. */
export function replaceValue({ valueSpan }: Variable, text: string, description: string): Pick<Hit, 'fix'> {
  return { fix: { description, edits: [{ ...valueSpan, text }] } };
}
