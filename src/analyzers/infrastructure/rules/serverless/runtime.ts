import { entryOf, textOf } from '../../formats/yaml-syntax.js';
import { oneFunction, provider, serviceRule } from './service-rule.js';

const oldRuntime = serviceRule({
  id: 'serverless-old-runtime',
  title: 'Runtime without security updates',
  severity: 'medium',
  confidence: 'high',
  cwe: [1104],
  description: `The runtime gets no updates any more: flaws of the language and its libraries that become known stay open. The provider soon refuses
changes to the function as well.`,
  remediation: 'Move to a runtime that is supported, and test what changed.',
  references: [
    'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html#runtimes-deprecated',
    'https://nodejs.org/en/about/previous-releases',
    'https://devguide.python.org/versions/',
  ],
  bad: [provider('runtime: nodejs14.x ◄'), oneFunction('runtime: python3.7 ◄')],
  good: [
    provider('runtime: nodejs22.x'),
    oneFunction('runtime: python3.13'),
    provider('runtime: ${self:custom.runtime}'),
  ],
  *look({ provider: holder, functions }) {
    for (const { node, scope } of [
      { node: holder, scope: 'provider' },
      ...functions.map(({ node: own, name }) => ({ node: own, scope: `functions.${name}` })),
    ]) {
      const value = entryOf(node, 'runtime')?.value;
      const runtime = textOf(value) ?? '';
      if (value && unsupported.test(runtime))
        yield {
          message: `\`${runtime}\` gets no security updates any more.`,
          span: value,
          scope,
          anchor: 'runtime',
        };
    }
  },
});

/** What providers and the makers of the languages have both given up. */
const unsupported =
  /^(?:nodejs(?:\d|1[0-8])?(?:\.x|\.\d+)?|python(?:2\.7|3\.[678])|ruby2\.\d|java8|go1\.x|go11[1-9]|dotnetcore\d(?:\.\d)?|dotnet[567]|provided)$/;

export const runtimeRules = [oldRuntime];
