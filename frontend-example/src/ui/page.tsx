/** The frame of a view: its title, what can be done with all of it, and its content. */
import { type ReactNode, useEffect, useRef } from 'react';
import { common } from '../words/common';
import { useWords } from '../words/language';

interface PageProps {
  title: string;
  /** Between the title and the actions: what state it is in. */
  aside?: ReactNode;
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
}

export function Page({ title, aside, actions, className, children }: PageProps) {
  const main = useArrival<HTMLElement>(title);
  return (
    <main
      ref={main}
      id="main"
      tabIndex={-1}
      className={className === undefined ? 'page' : `page ${className}`}
    >
      <header className="page-head">
        <h1>{title}</h1>
        {aside}
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </main>
  );
}

/** Where the page was opened; null once somebody has gone on from there. */
let openedAt: string | null = location.pathname;

/**
 * Names the browser's tab, and brings the focus to a view that was gone to: whoever cannot see that the page is
 * another one hears it. The first view leaves the focus where the browser has it.
 */
export function useArrival<Main extends HTMLElement>(title: string) {
  const main = useRef<Main>(null);
  const { product } = useWords(common);

  useEffect(() => {
    document.title = `${title} · ${product}`;
  }, [title, product]);

  useEffect(() => {
    if (location.pathname === openedAt) return;
    openedAt = null;
    main.current?.focus({ preventScroll: true });
  }, []);

  return main;
}
