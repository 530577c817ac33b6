import { flag, type Example } from '../../../../model/rule.js';
import type { ComposeRule, Service } from '../../formats/compose.js';
import type { Hit, WrittenRule } from '../../rule.js';

type Metadata = Omit<WrittenRule, 'languages' | 'asvs' | 'examples'>;

interface ServiceRule extends Metadata {
  /** Bodies of a service, without indentation; one that begins with the flag is flagged at the service's name. */
  readonly bad: readonly string[];
  readonly good: readonly string[];
  look(service: Service): Iterable<Omit<Hit, 'scope'>>;
}

/** A rule that looks at one service at a time. */
export function serviceRule({ bad, good, look, ...metadata }: ServiceRule): ComposeRule {
  return {
    ...metadata,
    asvs: [],
    languages: ['compose'],
    examples: { bad: bad.map(example), good: good.map(example) },
    *check({ services }) {
      for (const service of services)
        for (const hit of look(service)) yield { ...hit, scope: `services.${service.name}` };
    },
  };
}

function example(body: string): Example {
  const flagged = body.startsWith(`${flag}\n`);
  const lines = body.slice(flagged ? 2 : 0).split('\n');
  const text = [
    'services:',
    `  app:${flagged ? ` ${flag}` : ''}`,
    ...lines.map((line) => `    ${line}`),
  ].join('\n');
  return { path: 'compose.yaml', text: `${text}\n` };
}
