import { angular } from './angular.js';
import { browser } from './browser.js';
import { electron } from './electron.js';
import { express } from './express.js';
import type { Framework } from './framework.js';
import { htmlSanitizers } from './html-sanitizers.js';
import { jquery } from './jquery.js';
import { language } from './language.js';
import { node } from './node.js';
import { react } from './react.js';
import { sqlDrivers } from './sql-drivers.js';
import { vue } from './vue.js';

export const frameworks: readonly Framework[] = [
  language,
  node,
  browser,
  jquery,
  react,
  vue,
  angular,
  electron,
  htmlSanitizers,
  express,
  sqlDrivers,
];
