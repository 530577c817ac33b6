import type { Analyzer, FileText } from '../../model/analyzer.js';
import { foldBlanks, type Detection } from '../../model/finding.js';
import { LineTable } from '../syntax/tree.js';
import { actions } from './formats/actions.js';
import { cloudFormation } from './formats/cloudformation.js';
import { compose } from './formats/compose.js';
import { docker } from './formats/docker.js';
import { env } from './formats/env.js';
import { kubernetes } from './formats/kubernetes.js';
import { netlify } from './formats/netlify.js';
import { nextConfig } from './formats/next-config.js';
import { nginx } from './formats/nginx.js';
import { openApi } from './formats/openapi.js';
import { packageJson } from './formats/package-json.js';
import { createParsers } from './formats/parsers.js';
import { serverless } from './formats/serverless.js';
import { terraformPlan } from './formats/terraform-plan.js';
import { terraform } from './formats/terraform.js';
import { vercel } from './formats/vercel.js';
import type { Judged } from './rule.js';
import {
  actionsRules,
  composeRules,
  dockerRules,
  envRules,
  kubernetesRules,
  nginxRules,
  openApiRules,
  packageRules,
  resourceRules,
  serverlessRules,
  terraformRules,
  webRules,
} from './rules/index.js';

/** Reviews infrastructure as code, container and workflow files, and committed environment files. */
export function createInfrastructureAnalyzer(): Analyzer {
  const parsers = createParsers();
  const formats = [
    terraform(parsers, terraformRules, resourceRules),
    terraformPlan(parsers, resourceRules),
    cloudFormation(parsers, resourceRules),
    kubernetes(parsers, kubernetesRules),
    docker(parsers, dockerRules),
    compose(parsers, composeRules),
    actions(parsers, actionsRules),
    env(envRules),
    nginx(nginxRules),
    openApi(parsers, openApiRules),
    packageJson(parsers, packageRules),
    serverless(parsers, serverlessRules),
    nextConfig(parsers, webRules),
    vercel(parsers, webRules),
    netlify(parsers, webRules),
  ];
  return {
    name: 'infrastructure',
    rules: [...new Set(formats.flatMap((format) => format.rules))],
    wants: (path) => formats.some((format) => format.wants(path)),
    async analyze(file, side, context) {
      const judged = await Promise.all(
        formats
          .filter((format) => format.wants(file.path))
          .map((format) => format.judge(file, side, context)),
      );
      return detectionsOf(judged.flat(), file);
    },
    close: () => parsers.close(),
  };
}

/** Instances of one block that fail alike are one detection. */
function detectionsOf(judged: readonly Judged[], { text }: FileText): Detection[] {
  const lines = new LineTable(text);
  const detections = new Map<string, Detection>();
  for (const { rule, hit } of judged) {
    const { span, fix, anchor, ...rest } = hit;
    const key = JSON.stringify([rule.id, span.start, span.end, hit.message]);
    if (detections.has(key)) continue;
    detections.set(key, {
      ruleId: rule.id,
      ...rest,
      range: lines.range(span.start, span.end),
      anchor: anchor ?? foldBlanks(text.slice(span.start, span.end)),
      ...(fix && {
        fix: {
          description: fix.description,
          edits: fix.edits.map((edit) => ({ range: lines.range(edit.start, edit.end), text: edit.text })),
        },
      }),
    });
  }
  return [...detections.values()];
}
