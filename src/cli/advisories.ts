import type { DependenciesOptions } from '../analyzers/dependencies/analyzer.js';
import { ConfigError } from '../config/error.js';

/** Nothing where no folder is named; the report then says that vulnerable dependencies were not looked for. */
export async function loadAdvisories(folder: string | undefined): Promise<DependenciesOptions> {
  if (folder === undefined) return {};
  const { AdvisoryError, loadAdvisories: load } =
    await import('../analyzers/dependencies/advisories/folder.js');
  try {
    return { advisories: await load(folder) };
  } catch (error) {
    throw error instanceof AdvisoryError ? new ConfigError(error.message) : error;
  }
}
