import type { Config } from '../config/schema.js';
import type { Finding } from '../model/finding.js';
import { reaches, severities, type Severity } from '../model/severity.js';
import { assetsOf, componentsOf, isExposed } from './exposure.js';
import { labelOf, type ThreatModel } from './threat-model.js';

/** From this rating on an asset is valuable, and below the other it is of little value. */
const valuableFrom = 75;
const littleBelow = 25;

/**
 * Raises a finding by a step where it is in code that handles a valuable asset and is exposed, and lowers it by one where all
 * that the code handles is of little value and nothing untrusted reaches it. Never below the severity that fails the check,
 * and not where the configuration says which severity a rule has.
 */
export function createAdjust(model: ThreatModel, config: Config): (finding: Finding) => Finding {
  const known = new Map<string, Weight>();
  const weigh = (path: string): Weight => {
    const weight = known.get(path) ?? weightOf(model, path);
    known.set(path, weight);
    return weight;
  };
  return (finding) => {
    if (config.rules[finding.ruleId] !== undefined) return finding;
    const { step, because } = weigh(finding.location.path);
    const from = finding.severity;
    const severity = severities[severities.indexOf(from) - step];
    if (step === 0 || severity === undefined || failsLess(severity, from, config)) return finding;
    const reason = `${step > 0 ? 'raised' : 'lowered'} to ${severity}: ${because}`;
    return { ...finding, severity, severityChange: { from, reason } };
  };
}

function failsLess(severity: Severity, from: Severity, { report }: Config): boolean {
  return reaches(from, report['fail-from']) && !reaches(severity, report['fail-from']);
}

interface Weight {
  readonly step: 1 | 0 | -1;
  readonly because: string;
}

function weightOf(model: ThreatModel, path: string): Weight {
  const components = componentsOf(model, path);
  const rated = components.map((component) => ({
    assets: assetsOf(model, component),
    isExposed: isExposed(model, component),
  }));
  const [worst] = rated
    .flatMap(({ assets, isExposed: exposed }) => (exposed ? assets : []))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  if ((worst?.value ?? 0) >= valuableFrom && worst)
    return { step: 1, because: `touches ${labelOf(worst)}, and is reached from outside` };
  const isLittle =
    rated.length > 0 &&
    rated.every(
      ({ assets, isExposed: exposed }) =>
        !exposed &&
        assets.length > 0 &&
        assets.every(({ value }) => value !== undefined && value < littleBelow),
    );
  if (isLittle) {
    const [asset] = rated.flatMap(({ assets }) => assets);
    return {
      step: -1,
      because: `touches only ${asset ? labelOf(asset) : ''} and the like, and is not reached from outside`,
    };
  }
  return { step: 0, because: '' };
}
