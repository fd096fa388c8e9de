/** One bar of parts, as wide as what it counts; the numbers stand beside it for whoever cannot tell its colours apart. */
import type { Tone } from '../ui/tag';
import type { Part } from './progress';

interface ProgressBarProps<Key extends string> {
  parts: readonly Part<Key>[];
  tones: Record<Key, Tone>;
  names: Record<Key, string>;
  /** Read out in place of the bar. */
  label: string;
  large?: boolean;
}

export function ProgressBar<Key extends string>({
  parts,
  tones,
  names,
  label,
  large = false,
}: ProgressBarProps<Key>) {
  return (
    <span className={large ? 'parts is-large' : 'parts'} role="img" aria-label={label}>
      {parts
        .filter(({ count }) => count > 0)
        .map(({ key, count }) => (
          <span
            key={key}
            data-tone={tones[key]}
            style={{ flexGrow: count }}
            title={`${names[key]}: ${count}`}
          />
        ))}
    </span>
  );
}

export function Legend<Key extends string>({
  parts,
  tones,
  names,
}: Omit<ProgressBarProps<Key>, 'label' | 'large'>) {
  return (
    <dl className="parts-legend">
      {parts.map(({ key, count }) => (
        <div key={key} data-tone={tones[key]}>
          <dt>{names[key]}</dt>
          <dd>{count}</dd>
        </div>
      ))}
    </dl>
  );
}
