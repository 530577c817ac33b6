import { describeRule } from '../analyzers/custom/describe-rule.js';
import { loadConfig } from '../config/load.js';
import { openFolder } from '../git/folder.js';
import { findTop } from '../git/repository.js';
import { namesOf, type Rule } from '../model/rule.js';

/** A rule of the repository's own that a folder is in. */
export async function findCustomRule(
  folder: string,
  id: string,
  known: readonly Rule[],
): Promise<Rule | undefined> {
  const source = await openFolder((await findTop(folder)) ?? folder);
  try {
    const { customRules } = await loadConfig(source, 'head', namesOf(known));
    const found = customRules.find(({ rule }) => rule.id === id);
    return found && describeRule(found.rule);
  } finally {
    await source.close();
  }
}
