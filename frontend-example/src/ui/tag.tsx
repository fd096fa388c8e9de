/** A short word on a ground of its tone: what state something is in. The word says it, the colour only hints. */
import type { ReactNode } from 'react';

export type Tone = 'plain' | 'good' | 'busy' | 'warning' | 'bad' | 'special';

export function Tag({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className="tag" data-tone={tone}>
      {children}
    </span>
  );
}
