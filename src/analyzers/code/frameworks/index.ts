import { authentication } from './authentication.js';
import { express } from './express.js';
import type { Framework } from './framework.js';
import { node } from './node.js';
import { sqlDrivers } from './sql-drivers.js';
import { browser } from './browser.js';
import { language } from './language.js';

export const frameworks: readonly Framework[] = [
  language,
  node,
  authentication,
  browser,
  express,
  sqlDrivers,
];
