import type { CallSite } from '../flow/call-site.js';
import { constantText, type Value } from '../flow/value.js';
import type { Framework } from './framework.js';

const levels = '{log,info,warn,error,debug,trace,verbose,silly,http,notice,fatal,alert,crit}';

/** What writes lines of text. Loggers that write JSON escape line breaks and are not among them. */
export const loggers: Framework = {
  name: 'Loggers',
  roots: [
    'console',
    'winston',
    'log4js',
    'loglevel',
    'npmlog',
    'signale',
    'tracer',
    'util',
    'printf',
    'sprintf-js',
    'strip-ansi',
  ],
  aliases: {
    'winston.{createLogger,Logger}()': 'winston.Logger()',
    'log4js.getLogger()': 'winston.Logger()',
    'loglevel.getLogger()': 'winston.Logger()',
    'tracer.{console,colorConsole}()': 'winston.Logger()',
    'signale.Signale()': 'winston.Logger()',
  },
  sinks: [
    {
      at: [`{console,winston,winston.Logger(),loglevel,npmlog,signale}.${levels}`],
      kind: 'log',
      when: isRaw,
    },
    {
      at: ['console.{log,info,warn,error,debug,trace}'],
      kind: 'format',
      argument: 0,
      when: isFormat,
    },
    { at: ['util.format'], kind: 'format', argument: 0, when: (site) => site.arguments.length > 1 },
    {
      at: ['util.formatWithOptions'],
      kind: 'format',
      argument: 1,
      when: (site) => site.arguments.length > 2,
    },
    { at: ['printf', 'sprintf-js.{sprintf,vsprintf}'], kind: 'format', argument: 0 },
  ],
};

/** Text goes out as it is; objects are written with their quotes and escapes. */
function isRaw(_site: CallSite, value: Value): boolean {
  return value.shape !== undefined && constantText(value) === undefined;
}

/** Placeholders in the first argument take the ones after it. */
function isFormat(site: CallSite, value: Value): boolean {
  return site.arguments.length > 1 && value.shape !== undefined && constantText(value) === undefined;
}
