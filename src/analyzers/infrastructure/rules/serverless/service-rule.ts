import type { Example } from '../../../../model/rule.js';
import type { ServerlessRule, Service } from '../../formats/serverless.js';
import type { Hit, WrittenRule } from '../../rule.js';

type Metadata = Omit<WrittenRule, 'languages' | 'asvs' | 'examples'>;

interface ServiceRule extends Metadata {
  /** What follows the name of the service; lines below `provider:` and `functions:` and so on. */
  readonly bad: readonly string[];
  readonly good: readonly string[];
  look(service: Service): Iterable<Hit>;
}

/** A rule about a service of the Serverless Framework. */
export function serviceRule({ bad, good, look, ...metadata }: ServiceRule): ServerlessRule {
  const example = (text: string): Example => ({ path: 'serverless.yml', text: `service: shop\n${text}\n` });
  return {
    ...metadata,
    asvs: [],
    languages: ['serverless'],
    examples: { bad: bad.map(example), good: good.map(example) },
    check: look,
  };
}

/** A provider with more lines in it, for examples. */
export function provider(...lines: readonly string[]): string {
  return ['provider:', '  name: aws', ...lines.map((line) => `  ${line}`)].join('\n');
}

/** A function with more lines in it, for examples. */
export function oneFunction(...lines: readonly string[]): string {
  return [
    'provider: { name: aws }',
    'functions:',
    '  save:',
    '    handler: save.handler',
    ...lines.map((line) => `    ${line}`),
  ].join('\n');
}
