import type { Example } from '../../../../model/rule.js';
import type { WebConfig, WebRule } from '../../formats/web-config.js';
import type { Hit, WrittenRule } from '../../rule.js';

type Metadata = Omit<WrittenRule, 'languages' | 'asvs' | 'examples'>;

interface ConfigRule extends Metadata {
  readonly bad: readonly Example[];
  readonly good: readonly Example[];
  look(config: WebConfig): Iterable<Omit<Hit, 'scope'> & { readonly scope?: string }>;
}

/** A rule about the configuration of Next.js, Vercel or Netlify. */
export function webRule({ bad, good, look, ...metadata }: ConfigRule): WebRule {
  return {
    ...metadata,
    asvs: [],
    languages: ['next-config', 'vercel', 'netlify'],
    examples: { bad, good },
    *check(config) {
      for (const hit of look(config)) yield { scope: '', ...hit };
    },
  };
}

export function next(...lines: readonly string[]): Example {
  return {
    path: 'next.config.js',
    text: `module.exports = {\n${lines.map((line) => `  ${line}\n`).join('')}};\n`,
  };
}

export function vercelJson(...lines: readonly string[]): Example {
  return { path: 'vercel.json', text: `{\n${lines.map((line) => `  ${line}\n`).join('')}}\n` };
}

export function netlifyToml(...lines: readonly string[]): Example {
  return { path: 'netlify.toml', text: `${lines.join('\n')}\n` };
}
