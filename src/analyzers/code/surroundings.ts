import { posix } from 'node:path';
import type { FindProject } from './project.js';

/** Names of files that only tests and catalogues of components run. */
const testName = /\.(?:test|spec|e2e|cy|stories|bench)\.[cm]?[jt]sx?$/;
/** Folders that are never part of what runs. */
const certainFolder = /(?:^|\/)(?:__(?:tests|mocks|fixtures|snapshots|testfixtures)__|cypress|playwright)\//;
/** Folders beside what runs: in the middle of an application, such a name may be a subject of its own. */
const likelyFolder =
  /(?:^|\/)(?:tests?|specs?|e2e|fixtures?|mocks?|testing|test-\w+|\w+-tests?|examples?|demos?|samples?|playgrounds?|docs|documentation|bench(?:marks?)?|vendors?|third[-_]party)\//;
const application = /(?:^|\/)(?:src|app|lib|modules|routes|controllers|pages)\//;

/**
 * Whether a file stands beside what its package runs: tests, examples, documentation, measurements, code of others. `isPackage` says
 * whether a folder belongs to a package; without one around, a folder's name says nothing.
 */
export function standsBeside(path: string, isPackage: (folder: string) => boolean): boolean {
  if (testName.test(path)) return true;
  const certain = certainFolder.exec(path);
  if (certain) return isPackage(path.slice(0, certain.index));
  const likely = likelyFolder.exec(path);
  if (!likely) return false;
  const above = path.slice(0, likely.index);
  return !application.test(`${above}/`) && isPackage(above);
}

/** The same of a file in its repository, in which each `package.json` makes a package. */
export function isBeside(path: string, findProject: FindProject): boolean {
  return standsBeside(path, (folder) => findProject(posix.join(folder, 'package.json')) !== undefined);
}
