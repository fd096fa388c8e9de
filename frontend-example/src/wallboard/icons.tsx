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
} satisfies Record<Presence | 'resume' | 'broken' | 'drift' | 'close', string>;

export function Icon({ name }: { name: keyof typeof paths }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
