/** Who is logged in, for every component. */
import { createContext, useContext } from 'react';
import type { ViewerQuery } from '../operations/generated';

export type Viewer = ViewerQuery['viewer'];

export const ViewerContext = createContext<Viewer | null>(null);

export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (viewer === null) throw new Error('Nobody is logged in here.');
  return viewer;
}

/** Whether this role runs the team. The server decides; this only hides what it would refuse. */
export function leads({ role }: Viewer): boolean {
  return role === 'ADMIN' || role === 'COORDINATOR';
}
