/** Which contacts are shown, as somebody chooses it, and as the API asks for it. Pure. */
import type { ContactFilter, ContactSort } from '../operations/generated';
import { factsOf } from '../ui/metadata';

export type Order = 'newest' | 'name' | 'number';

export interface Chosen {
  /** Part of a name, or a whole number: what has digits only, and signs between them. */
  search: string;
  /** Key of the metadata; deeper ones with dots. */
  field: string;
  value: string;
  doNotCall: boolean;
  order: Order;
}

export const everybody: Chosen = { search: '', field: '', value: '', doNotCall: false, order: 'newest' };

/** Null: all contacts. */
export function filterOf({ search, field, value, doNotCall }: Chosen): ContactFilter | null {
  const filter: ContactFilter = {};
  const text = search.trim();
  if (/^\+?[\d\s()./-]{5,}$/.test(text)) filter.number = [text];
  else if (text !== '') filter.name = { contains: text };
  if (field.trim() !== '') {
    const path = field.split('.').map((part) => part.trim());
    const typed = value.trim();
    const number = Number(typed);
    filter.metadata = [
      {
        path,
        test: typed === '' ? { exists: true } : { in: Number.isNaN(number) ? [typed] : [typed, number] },
      },
    ];
  }
  if (doNotCall) filter.doNotCall = true;
  return Object.keys(filter).length === 0 ? null : filter;
}

export function sortOf(order: Order): ContactSort {
  switch (order) {
    case 'newest':
      return { field: 'CREATED_AT', descending: true };
    case 'name':
      return { field: 'NAME', descending: false };
    case 'number':
      return { field: 'NUMBER', descending: false };
  }
}

/** What is plain in metadata, in one line. */
export function metadataText(metadata: unknown): string {
  const plain = factsOf(metadata).filter(({ isPlain }) => isPlain);
  return plain.map(({ key, value }) => `${key}: ${value}`).join(' · ');
}
