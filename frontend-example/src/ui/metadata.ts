/** What is kept beside a contact, as text: plain values as they are, what lies deeper as JSON. Pure. */
export interface Fact {
  key: string;
  value: string;
  isPlain: boolean;
}

export function factsOf(metadata: unknown): Fact[] {
  if (typeof metadata !== 'object' || metadata === null) return [];
  return Object.entries(metadata).map(([key, value]: [string, unknown]) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? { key, value: String(value), isPlain: true }
      : { key, value: JSON.stringify(value), isPlain: false },
  );
}
