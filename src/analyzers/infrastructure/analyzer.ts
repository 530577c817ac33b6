import type { Analyzer } from '../../model/analyzer.js';
import { owaspOf } from '../../model/owasp.js';
import { isLimit, type PoolLimits } from '../syntax/pool.js';
import { formatsOf, publicFormatsOf } from './formats/index.js';
import type { Parsers } from './formats/parsers.js';
import { createWorkers } from './workers.js';

/** Reviews infrastructure as code, container and workflow files, and committed environment files. */
export function createInfrastructureAnalyzer(limits: Partial<PoolLimits> = {}): Analyzer {
  const workers = createWorkers(limits);
  const formats = formatsOf(nowhere);
  const publicFormats = publicFormatsOf(nowhere);
  return {
    name: 'infrastructure',
    rules: [...new Set(formats.flatMap((format) => format.rules))].map((rule) => ({
      ...rule,
      owasp: owaspOf(rule.cwe),
    })),
    wants: (path) => formats.some((format) => format.wants(path)),
    async analyze(file, side, context) {
      try {
        const { detections, problems } = await workers.judge(file, side, context);
        for (const problem of problems) context.report(problem);
        return detections;
      } catch (error) {
        if (!isLimit(error)) throw error;
        const message = `The file could not be reviewed: ${error.message}`;
        context.report({ kind: 'incomplete', path: file.path, line: 1, message });
        return [];
      }
    },
    async entryPoints(file, context) {
      if (!publicFormats.some((format) => format.wants(file.path))) return [];
      try {
        return (await workers.judge(file, 'head', context, { ways: true })).ways;
      } catch (error) {
        // What could not be read is told of by the review.
        if (!isLimit(error)) throw error;
        return [];
      }
    },
    close: () => workers.close(),
  };
}

/** Here it is asked which files are wanted and what the rules are: texts are parsed and judged in a worker. */
const nowhere: Parsers = {
  parse: () => Promise.reject(new Error('Texts are parsed in a worker.')),
};
