import { expect, it } from 'vitest';
import { allPages } from './all-pages';

it('goes on after the end of each page, and tells how far it has come', async () => {
  const asked: (string | null)[] = [];
  const told: number[] = [];
  const pages = [
    { nodes: [1, 2], pageInfo: { hasNextPage: true, endCursor: 'two' } },
    { nodes: [3], pageInfo: { hasNextPage: false, endCursor: 'three' } },
  ];

  const all = await allPages(
    (after) => {
      asked.push(after);
      return Promise.resolve(pages[asked.length - 1]!);
    },
    (count) => told.push(count),
  );

  expect(all).toEqual([1, 2, 3]);
  expect([asked, told]).toEqual([
    [null, 'two'],
    [2, 3],
  ]);
});

it('ends with what a page could not be read for', async () => {
  await expect(allPages(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
});
