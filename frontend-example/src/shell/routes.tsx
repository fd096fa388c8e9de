/** The views: where each is, who sees it, and that it is loaded when it is first shown. */
import { type ComponentType, lazy, type LazyExoticComponent } from 'react';
import type { Role } from '../operations/generated';
import type { IconName } from '../ui/icon';

export type ViewId =
  'wallboard' | 'calls' | 'contacts' | 'callouts' | 'providers' | 'timetable' | 'busy' | 'calendar' | 'flows';

export type Group = 'now' | 'rota' | 'outward' | 'system';

export interface View {
  id: ViewId;
  group: Group;
  icon: IconName;
  /** Where the menu leads. */
  path: string;
  /** Patterns besides, for what lies within the view. */
  within?: readonly string[];
  page: LazyExoticComponent<ComponentType>;
}

/** In the order of the menu. `within` is matched by `useParams`. */
export const views: readonly View[] = [
  {
    id: 'wallboard',
    group: 'now',
    icon: 'wallboard',
    path: '/',
    page: lazy(() => import('../wallboard/page')),
  },
  {
    id: 'timetable',
    group: 'rota',
    icon: 'timetable',
    path: '/timetable',
    page: lazy(() => import('../timetable/page')),
  },
  {
    id: 'busy',
    group: 'rota',
    icon: 'busy',
    path: '/busy',
    page: lazy(() => import('../busy/page')),
  },
];

/** A calendar user has calendars, and nothing else that the server would show. */
export function mayOpen(role: Role, id: ViewId): boolean {
  return role !== 'CALENDAR_USER' || id === 'calendar';
}
