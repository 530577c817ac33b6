import { type Gap, questions, questionTitles, type Question } from './check.js';
import { isHandled, labelOf, type Threat, type ThreatModel } from './threat-model.js';

/** The answers that a model gives, and what is missing, for a terminal. Texts of the model are not yet made safe to print. */
export function renderCheck(model: ThreatModel, gaps: readonly Gap[]): string[] {
  const sections = questions.flatMap((question) => {
    const missing = gaps.filter((gap) => gap.question === question);
    const answers = answersTo(question, model);
    if (missing.length === 0 && answers.length === 0) return [];
    return [
      '',
      questionTitles[question],
      ...answers.map((answer) => `  ${answer}`),
      ...missing.map(({ line, message }) => `  ${model.path}:${line}: ${message}`),
    ];
  });
  return [
    `${model.path}: ${model.format}, ${model.name}`,
    ...sections,
    '',
    gaps.length === 0 ? 'Nothing is missing.' : `${gaps.length} missing.`,
  ];
}

/** The check in a shape for programs. */
export function checkToJson(model: ThreatModel, gaps: readonly Gap[]): object {
  return {
    version: 1,
    path: model.path,
    format: model.format,
    name: model.name,
    reviewed: model.reviewed,
    assets: byValue(model).map(({ id, name, value, line }) => ({ id, name, value, line })),
    threats: byRisk(model).map((threat) => ({
      id: threat.id,
      name: threat.name,
      on: threat.on.id,
      likelihood: threat.likelihood,
      impact: threat.impact,
      state: threat.state,
      isHandled: isHandled(threat),
      line: threat.line,
    })),
    missing: gaps.map(({ question, message, line }) => ({ question, message, path: model.path, line })),
  };
}

function answersTo(question: Question, model: ThreatModel): string[] {
  switch (question) {
    case 'assets':
      return byValue(model)
        .filter(({ value }) => value !== undefined)
        .slice(0, maxAnswers)
        .map((asset) => `${String(asset.value).padStart(3)}  ${labelOf(asset)}`);
    case 'threats':
      return byRisk(model)
        .filter(
          ({ likelihood, impact, state }) =>
            state !== 'settled' && likelihood !== undefined && impact !== undefined,
        )
        .slice(0, maxAnswers)
        .map(
          (threat) =>
            `likelihood ${threat.likelihood ?? ''}, impact ${threat.impact ?? ''}  ${labelOf(threat)}`,
        );
    case 'mitigations': {
      const handled = model.threats.filter(isHandled).length;
      return model.threats.length === 0
        ? []
        : [`${handled} of ${model.threats.length} threats have a mitigation in place, or need none.`];
    }
    case 'model':
      return [];
  }
}

const maxAnswers = 5;

function byValue({ assets }: ThreatModel): ThreatModel['assets'] {
  return [...assets].sort((a, b) => (b.value ?? -1) - (a.value ?? -1) || a.line - b.line);
}

function byRisk({ threats }: ThreatModel): Threat[] {
  const risk = ({ likelihood = 0, impact = 0 }: Threat): number => likelihood * impact;
  return [...threats].sort((a, b) => risk(b) - risk(a) || a.line - b.line);
}
