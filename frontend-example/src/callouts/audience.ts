/** Whom a callout is for, as somebody says it in a form, and as the API asks for it. Pure. */
import type { ContactFilter } from '../operations/generated';

export interface Audience {
  /** Part of the name. */
  name: string;
  /** Key of the metadata; deeper ones with dots, e.g. `address.town`. */
  key: string;
  value: string;
}

export const everybody: Audience = { name: '', key: '', value: '' };

/** Null: all contacts. A key without a value asks for whoever has it at all. */
export function filterOf({ name, key, value }: Audience): ContactFilter | null {
  const filter: ContactFilter = {};
  if (name.trim() !== '') filter.name = { contains: name.trim() };
  const path = key
    .split('.')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (path.length > 0) {
    filter.metadata = [{ path, test: value.trim() === '' ? { exists: true } : { in: values(value.trim()) } }];
  }
  return Object.keys(filter).length === 0 ? null : filter;
}

/** What is typed may stand there as text or as what it looks like. */
function values(text: string): unknown[] {
  const number = Number(text);
  if (!Number.isNaN(number)) return [text, number];
  return text === 'true' || text === 'false' ? [text, text === 'true'] : [text];
}
