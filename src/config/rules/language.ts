import type { CustomLanguage } from '../../model/custom-rule.js';

const names: Readonly<Record<string, CustomLanguage>> = {
  javascript: 'javascript',
  js: 'javascript',
  typescript: 'typescript',
  ts: 'typescript',
  regex: 'regex',
  none: 'regex',
  generic: 'generic',
  yaml: 'yaml',
  json: 'json',
  terraform: 'terraform',
  tf: 'terraform',
  hcl: 'terraform',
  dockerfile: 'dockerfile',
  docker: 'dockerfile',
  html: 'html',
  xml: 'html',
  vue: 'vue',
};

/** The language of one of the names that rules use for it; undefined for those that are not read. */
export function languageOf(name: string): CustomLanguage | undefined {
  return Object.hasOwn(names, name) ? names[name] : undefined;
}
