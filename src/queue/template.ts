import { fileURLToPath } from 'node:url';

/**
 * An empty data folder of the PostgreSQL within this process, packed; `scripts/template.mjs` makes it when the project is
 * built. Without it a new folder is made from nothing.
 */
export const templatePath = fileURLToPath(new URL('../../dist/queue/pgdata.tar.gz', import.meta.url));
