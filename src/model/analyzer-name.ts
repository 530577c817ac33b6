/** The analyzers, in the order in which they run and are listed. */
export const analyzerNames = ['code', 'secrets', 'dependencies', 'infrastructure'] as const;
export type AnalyzerName = (typeof analyzerNames)[number];
