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
  page: LazyExoticComponent<ComponentType>;
  /** What lies within the view: patterns of addresses, whose parts a page has by `useParams`. */
  within?: readonly { path: string; page: LazyExoticComponent<ComponentType> }[];
}

/** In the order of the menu. */
export const views: readonly View[] = [
  {
    id: 'wallboard',
    group: 'now',
    icon: 'wallboard',
    path: '/',
    page: lazy(() => import('../wallboard/page')),
  },
  {
    id: 'calls',
    group: 'now',
    icon: 'calls',
    path: '/calls',
    page: lazy(() => import('../calls/page')),
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
  {
    id: 'calendar',
    group: 'rota',
    icon: 'calendar',
    path: '/calendar',
    page: lazy(() => import('../calendar/page')),
  },
  {
    id: 'callouts',
    group: 'outward',
    icon: 'callouts',
    path: '/callouts',
    page: lazy(() => import('../callouts/page')),
    within: [{ path: '/callouts/:id', page: lazy(() => import('../callouts/callout-page')) }],
  },
  {
    id: 'flows',
    group: 'outward',
    icon: 'flows',
    path: '/flows',
    page: lazy(() => import('../flows/page')),
    within: [{ path: '/flows/:id', page: lazy(() => import('../flows/flow-page')) }],
  },
  {
    id: 'contacts',
    group: 'outward',
    icon: 'contacts',
    path: '/contacts',
    page: lazy(() => import('../contacts/page')),
    within: [{ path: '/contacts/import', page: lazy(() => import('../contacts/import-page')) }],
  },
  {
    id: 'providers',
    group: 'system',
    icon: 'providers',
    path: '/providers',
    page: lazy(() => import('../providers/page')),
  },
];

/** A calendar user has calendars, and nothing else that the server would show. */
export function mayOpen(role: Role, id: ViewId): boolean {
  return role !== 'CALENDAR_USER' || id === 'calendar';
}
