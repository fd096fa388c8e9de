/** Page after page of a connection, forwards and back, and where one is. */
import { useState } from 'react';
import { common } from '../words/common';
import { useWords } from '../words/language';
import { Icon } from './icon';

export interface Pages {
  /** For the query: the cursor before this page. */
  after: string | null;
  /** 0 for the first. */
  page: number;
  next: (endCursor: string) => void;
  previous: () => void;
  first: () => void;
}

/** Remembers the way: connections of this API go forwards, and back is where one came from. */
export function usePages(): Pages {
  const [way, setWay] = useState<readonly string[]>([]);
  return {
    after: way.at(-1) ?? null,
    page: way.length,
    next: (endCursor) => setWay([...way, endCursor]),
    previous: () => setWay(way.slice(0, -1)),
    first: () => setWay([]),
  };
}

interface PagerProps {
  pages: Pages;
  info: { hasNextPage: boolean; endCursor: string | null } | undefined;
  /** What is known of how many there are. */
  note?: string | undefined;
}

export function Pager({ pages, info, note }: PagerProps) {
  const words = useWords(common);
  const endCursor = info?.hasNextPage ? info.endCursor : null;
  if (pages.page === 0 && endCursor === null && note === undefined) return null;
  return (
    <nav className="pager" aria-label={`${words.previous} / ${words.next}`}>
      {note !== undefined && <span className="pager-note">{note}</span>}
      <button type="button" disabled={pages.page === 0} onClick={pages.previous}>
        <Icon name="left" /> {words.previous}
      </button>
      <button
        type="button"
        disabled={endCursor === null}
        onClick={() => {
          if (endCursor !== null) pages.next(endCursor);
        }}
      >
        {words.next} <Icon name="right" />
      </button>
    </nav>
  );
}
