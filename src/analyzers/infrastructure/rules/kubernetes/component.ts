import type { Severity } from '../../../../model/severity.js';
import type { ResourceRule } from '../../resource-rule.js';
import { pod } from '../resources/examples.js';
import { weaknesses } from '../resources/setting.js';
import { apiServerFlaws } from './api-server-flaws.js';
import { componentFlaws } from './component-flaws.js';
import { startsOf } from './component-starts.js';
import { podPaths } from './container.js';

/** What is wrong with a flag of a part of the cluster itself. */
export interface ComponentFlaw {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly weakness: keyof typeof weaknesses;
  /** Where the usual number of the weakness is not the right one. */
  readonly cwe?: readonly number[];
  /** Names of the programs that know the flag. */
  readonly programs: readonly string[];
  readonly flag: string;
  /** Asked with the value of the flag, or with undefined where the program is started without it. */
  readonly bad: (value: string | undefined) => boolean;
  readonly says: string;
  readonly why: string;
  readonly advice: string;
  /** Values of the flag that are, and that are not, the flaw; no value where the flag itself is. */
  readonly flawed: string;
  readonly sound: string;
}

/** Flags of the API server, etcd, the controller manager, the scheduler and the kubelet, in the pods that run them. */
export const componentRules: readonly ResourceRule[] = [...apiServerFlaws, ...componentFlaws].map((flaw) => {
  const { id, title, severity, weakness, programs, flag, flawed, sound, why, advice } = flaw;
  const program = programs[0] ?? '';
  const started = (value: string, mark = ''): ReturnType<typeof pod> =>
    pod(`command:\n  - ${program}\n  - --${flag}=${value}${mark}`);
  return {
    id,
    title,
    severity,
    confidence: 'high',
    ...weaknesses[weakness],
    ...(flaw.cwe && { cwe: flaw.cwe }),
    asvs: [],
    languages: ['kubernetes'],
    description: why,
    remediation: advice,
    references: [`https://kubernetes.io/docs/reference/command-line-tools-reference/`, manualOf(program)],
    examples: {
      bad: [
        started(flawed, ' ◄'),
        pod(`command: ["${program}", "--v=2"]\nargs:\n  - "--${flag}=${flawed}" ◄`),
      ],
      good: [
        sound === '' ? pod(`command: ["${program}"]`) : started(sound),
        pod(`command: ["other"]\nargs: ["--${flag}=${flawed}"]`),
      ],
    },
    resources: Object.keys(podPaths),
    *check(resource) {
      for (const start of startsOf(resource, programs)) {
        const found = start.flags.get(flag);
        if (!flaw.bad(found?.value)) continue;
        yield {
          message: flaw.says,
          span: (found?.item ?? start.command).span,
          scope: resource.address,
          anchor: `${flag} ${found?.value ?? ''}`,
        };
      }
    },
  };
});

function manualOf(program: string): string {
  return program === 'etcd'
    ? 'https://etcd.io/docs/v3.5/op-guide/security/'
    : `https://kubernetes.io/docs/reference/command-line-tools-reference/${program}/`;
}
