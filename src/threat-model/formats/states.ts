import type { ThreatState } from '../threat-model.js';

/**
 * What a threat's state says. Neither format lists its states: these are those of IriusRisk, whose format OTM is, and of
 * Threat Dragon: https://github.com/OWASP/threat-dragon/blob/main/td.vue/src/assets/schema/threat-dragon-v2.schema.json
 */
export function threatState(written: string): ThreatState {
  const state = fold(written);
  if (settled.has(state)) return 'settled';
  return state === 'mitigated' || state === 'mitigate' ? 'mitigated' : 'open';
}

/** Whether a mitigation in this state is in place, not only wanted. */
export function isInPlace(written: string): boolean {
  return inPlace.has(fold(written));
}

function fold(state: string): string {
  return state.toLowerCase().replace(/[^a-z]/g, '');
}

const settled = new Set([
  'accepted',
  'accept',
  'transferred',
  'transfer',
  'avoided',
  'eliminated',
  'notapplicable',
  'na',
  'hidden',
]);
const inPlace = new Set(['implemented', 'inplace', 'active', 'done', 'verified', 'complete', 'completed']);
