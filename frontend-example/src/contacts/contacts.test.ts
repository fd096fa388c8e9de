import { describe, expect, it } from 'vitest';
import { everybody, filterOf, metadataText, sortOf } from './filter';
import { columnsOf, mappingOf } from './mapping';

describe('the filter of contacts', () => {
  it('takes digits for a number, and anything else for a name', () => {
    expect(filterOf({ ...everybody, search: '+44 113 496 0000' })).toEqual({ number: ['+44 113 496 0000'] });
    expect(filterOf({ ...everybody, search: ' Ada ' })).toEqual({ name: { contains: 'Ada' } });
    expect(filterOf(everybody)).toBeNull();
  });

  it('asks for a field by its value, or that it is there at all', () => {
    expect(filterOf({ ...everybody, field: 'shares', value: '2', doNotCall: true })).toEqual({
      metadata: [{ path: ['shares'], test: { in: ['2', 2] } }],
      doNotCall: true,
    });
    expect(filterOf({ ...everybody, field: 'town' })).toEqual({
      metadata: [{ path: ['town'], test: { exists: true } }],
    });
  });

  it('shows the newest first unless told otherwise', () => {
    expect(sortOf(everybody.order)).toEqual({ field: 'CREATED_AT', descending: true });
  });

  it('tells what is plain of metadata', () => {
    expect(metadataText({ town: 'Leeds', shares: 2, deep: { a: 1 } })).toBe('town: Leeds · shares: 2');
    expect(metadataText(null)).toBe('');
  });
});

describe('the columns of a file', () => {
  it('come back as they were mapped', () => {
    const mapping = [
      { column: 'Phone', target: 'NUMBER' as const, path: null },
      { column: 'Town', target: 'METADATA' as const, path: ['address', 'town'] },
    ];

    const columns = columnsOf({ columns: ['Phone', 'Town', 'Junk'], mapping });

    expect(columns.map(({ target }) => target)).toEqual(['NUMBER', 'METADATA', 'NONE']);
    expect(mappingOf(columns)).toEqual([
      { column: 'Phone', target: 'NUMBER' },
      { column: 'Town', target: 'METADATA', path: ['address', 'town'] },
    ]);
  });

  it('go under their own name where none is given', () => {
    expect(mappingOf([{ column: 'Town', target: 'METADATA', key: ' ' }])).toEqual([
      { column: 'Town', target: 'METADATA', path: ['Town'] },
    ]);
  });
});
