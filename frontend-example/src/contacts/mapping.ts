/** What becomes of a file's columns, as a form has it, and as the API takes it. Pure. */
import type {
  ContactImportColumnInput,
  ContactImportFieldsFragment,
  ContactImportTarget,
} from '../operations/generated';

export interface Column {
  column: string;
  /** `NONE`: it is left out. */
  target: ContactImportTarget | 'NONE';
  /** Keys of the metadata, with dots between them. */
  key: string;
}

export function columnsOf({
  columns,
  mapping,
}: Pick<ContactImportFieldsFragment, 'columns' | 'mapping'>): Column[] {
  return columns.map((column) => {
    const known = mapping.find((each) => each.column === column);
    return { column, target: known?.target ?? 'NONE', key: known?.path?.join('.') ?? column };
  });
}

export function mappingOf(columns: readonly Column[]): ContactImportColumnInput[] {
  return columns.flatMap(({ column, target, key }): ContactImportColumnInput[] => {
    if (target === 'NONE') return [];
    if (target !== 'METADATA') return [{ column, target }];
    const path = key
      .split('.')
      .map((part) => part.trim())
      .filter((part) => part !== '');
    return [{ column, target, path: path.length === 0 ? [column] : path }];
  });
}
