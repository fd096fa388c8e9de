/** A whole connection, page after page. */

interface Page<Node> {
  nodes: readonly Node[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/**
 * Reads page after page, each after the cursor at the end of the one before, and gives what stands in all of them. `onPage` is
 * told after each how much there is so far. Whatever `read` throws, ends it.
 */
export async function allPages<Node>(
  read: (after: string | null) => Promise<Page<Node>>,
  onPage?: (count: number) => void,
): Promise<Node[]> {
  const all: Node[] = [];
  let after: string | null = null;
  do {
    const page: Page<Node> = await read(after);
    all.push(...page.nodes);
    onPage?.(all.length);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return all;
}
