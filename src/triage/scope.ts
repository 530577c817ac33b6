import type { Config } from '../config/schema.js';
import { matchesAny } from '../config/glob.js';

/** Whether the configuration lets a path be reviewed. */
export function inScope(path: string, scope: Config['scope']): boolean {
  if (scope.include.length > 0 && !matchesAny(scope.include, path)) return false;
  return !matchesAny(scope.exclude, path);
}
