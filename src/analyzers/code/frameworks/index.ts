import { archives } from './archives.js';
import { browser } from './browser.js';
import { express } from './express.js';
import { files } from './files.js';
import type { Framework } from './framework.js';
import { language } from './language.js';
import { loggers } from './loggers.js';
import { mongodb } from './mongodb.js';
import { node } from './node.js';
import { objects } from './objects.js';
import { processes } from './processes.js';
import { queryBuilders } from './query-builders.js';
import { serialization } from './serialization.js';
import { sqlDrivers } from './sql-drivers.js';
import { stores } from './stores.js';
import { uploads } from './uploads.js';
import { xml } from './xml.js';

export const frameworks: readonly Framework[] = [
  language,
  node,
  files,
  processes,
  browser,
  express,
  sqlDrivers,
  queryBuilders,
  mongodb,
  stores,
  objects,
  archives,
  uploads,
  xml,
  serialization,
  loggers,
];
