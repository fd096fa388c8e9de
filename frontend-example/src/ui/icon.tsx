/** The page's few signs, drawn on a 16 by 16 grid in the colour of the text around them. */
import type { Presence } from '../operations/generated';

const paths = {
  AVAILABLE: 'M3 8.5 6.5 12 13 4.5',
  RINGING: 'M8 2a4 4 0 0 0-4 4v3l-1.5 2.5h11L12 9V6a4 4 0 0 0-4-4ZM6.5 14h3',
  ON_CALL:
    'M5.2 2.5 6.6 5.6 5.2 7c.8 1.7 2.1 3 3.8 3.8l1.4-1.4 3.1 1.4v2.2c0 .8-.7 1.4-1.5 1.3C6.6 13.7 2.3 9.4 1.7 4 1.6 3.2 2.2 2.5 3 2.5Z',
  WRAP_UP: 'M10.5 2.5 13.5 5.5 6 13H3v-3ZM9 14h5',
  PAUSED: 'M5.5 3.5v9M10.5 3.5v9',
  OFFLINE: 'M8 1.5v6M4.5 4a5.5 5.5 0 1 0 7 0',
  resume: 'M5 3v10l8-5Z',
  broken: 'M8 2 1.5 13.5h13ZM8 6.5v3M8 11.5v.2',
  drift: 'M3 6h10M3 10h10M10.5 3l-5 10',
  close: 'M4 4l8 8M12 4l-8 8',
  wallboard: 'M2 3h12v4H2ZM2 10h3.5v3.5H2ZM8 10h6v3.5H8Z',
  calls: 'M2 4h7M2 8h5M2 12h7M11 5.5l3 2.5-3 2.5',
  contacts: 'M8 8a2.8 2.8 0 1 0 0-5.600A2.8 2.8 0 0 0 8 8ZM2.5 14c.5-3 2.7-4.5 5.5-4.500s5 1.5 5.5 4.5',
  callouts: 'M2.5 6.500v3l7.5 3.500v-10ZM12.5 6a3 3 0 0 1 0 4M5 10.500l.8 3.500h1.700l-.7-2.8',
  providers: 'M2 3h12v4H2ZM2 9h12v4H2ZM4.5 5h.1M4.5 11h.1',
  timetable: 'M2 3h12v10.500H2ZM2 6.500h12M6 6.500v7M10 6.500v7',
  busy: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM8 5v3.200l2.3 1.5',
  calendar: 'M2 3.500h12v10H2ZM2 6.500h12M5 2v3M11 2v3M5 9.500h2.5',
  flows: 'M3.5 2.500h3v3h-3ZM9.5 10.500h3v3h-3ZM9.5 2.500h3v3h-3ZM6.5 4h3M5 5.500V12h4.5',
  graphiql:
    'M6 3C4.5 3 4.5 4 4.5 5s0 3-2 3c2 0 2 2 2 3s0 2 1.5 2M10 3c1.5 0 1.5 1 1.5 2s0 3 2 3c-2 0-2 2-2 3s0 2-1.5 2',
  menu: 'M2.5 4h11M2.5 8h11M2.5 12h11',
  left: 'M10 3.5 5.5 8l4.5 4.5',
  right: 'M6 3.5 10.5 8 6 12.5',
  logOut: 'M9.5 3H3v10h6.500M7 8h7M11.5 5.5 14 8l-2.5 2.5',
  full: 'M2.5 6V2.500H6M10 2.500h3.500V6M13.5 10v3.500H10M6 13.500H2.500V10',
  add: 'M8 3v10M3 8h10',
  remove: 'M3 8h10',
  stop: 'M4 4h8v8H4Z',
  download: 'M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.500h11',
  upload: 'M8 10.500v-8M4.5 6 8 2.5 11.5 6M2.5 13.500h11',
  search: 'M7 2.500a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM10.3 10.300l3.5 3.5',
  hangUp: 'M2 10.500c0-4.5 12-4.5 12 0l-3 .8-.8-2.300H5.800L5 11.300Z',
  dial: 'M5.2 2.5 6.6 5.6 5.2 7c.8 1.7 2.1 3 3.8 3.800l1.4-1.4 3.1 1.400v2.200c0 .8-.7 1.4-1.5 1.300C6.6 13.7 2.3 9.4 1.7 4 1.6 3.2 2.2 2.5 3 2.500ZM10 2h4v4M14 2l-4.5 4.5',
  again: 'M13 4.500A5.8 5.8 0 1 0 13.8 9M13.5 1.500v3.500H10',
} satisfies Record<Presence, string> & Record<string, string>;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
