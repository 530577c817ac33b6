import type { DependenciesOptions } from '../analyzers/dependencies/analyzer.js';
import { ConfigError } from '../config/error.js';
import { showControls } from '../reporters/controls.js';

/** Nothing where none are named and there is no mirror; the report then says that they were not looked for. */
export async function loadAdvisories(where: string | undefined): Promise<DependenciesOptions> {
  const [{ openAdvisories }, { openPackageIndexes }] = await Promise.all([
    import('../analyzers/dependencies/advisories/open.js'),
    import('../analyzers/dependencies/advisories/package-indexes.js'),
  ]);
  return asUserError(async () => {
    const advisories = await openAdvisories(where);
    const indexes = openPackageIndexes(process.env.SCRUTINEER_PACKAGE_INDEXES);
    return { ...(advisories && { advisories }), ...(indexes && { indexes }) };
  });
}

export interface AdvisoriesOptions {
  readonly to?: string;
  readonly from?: string;
  readonly ecosystems?: string;
  readonly exploitation?: string[];
}

/** Brings the mirror up to date, and tells of each part how it went. */
export async function updateAdvisories(options: AdvisoriesOptions): Promise<void> {
  const [{ mirrorFolder }, { mirroredEcosystems, updateMirror }] = await Promise.all([
    import('../analyzers/dependencies/advisories/open.js'),
    import('../analyzers/dependencies/advisories/update.js'),
  ]);
  const { to = mirrorFolder(process.env), from, ecosystems, exploitation } = options;
  await asUserError(() =>
    updateMirror({
      folder: to,
      ...(from !== undefined && { from }),
      ecosystems: ecosystems?.split(',').map((name) => name.trim()) ?? mirroredEcosystems,
      ...(exploitation && { exploitation }),
      say: (line) => process.stdout.write(`${showControls(line)}\n`),
    }),
  );
}

async function asUserError<T>(work: () => Promise<T>): Promise<T> {
  const { AdvisoryError } = await import('../analyzers/dependencies/advisories/advisory.js');
  try {
    return await work();
  } catch (error) {
    throw error instanceof AdvisoryError ? new ConfigError(error.message) : error;
  }
}
