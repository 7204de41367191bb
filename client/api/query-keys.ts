/** Every key of the query cache, so that features can refresh each other's data without importing each other. */
export const queryKeys = {
  panel: (resource: 'organization' | 'person', id: number) => ['panel', resource, id] as const,
  settings: ['settings'] as const,
  budget: ['budget'] as const,
  preferences: ['preferences'] as const,
  websiteFields: ['website-fields'] as const,
  mapping: ['mapping'] as const,
  mappingVersions: ['mapping-versions'] as const,
  preview: (request: object) => ['preview', request] as const,
  writeCost: (records: number, tokens: number) => ['write-cost', records, tokens] as const,
  runs: ['runs'] as const,
  runNotes: (id: string) => ['run-notes', id] as const,
  runRecords: (id: string, outcome: string) => ['run-records', id, outcome] as const,
  deadLetters: ['dead-letters'] as const,
  organizationNames: (ids: number[]) => ['organization-names', ids] as const,
  recordHistory: (id: number) => ['record-history', id] as const,
  enrichAllEstimate: ['enrich-all-estimate'] as const,
};
