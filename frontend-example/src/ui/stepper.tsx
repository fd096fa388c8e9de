/** One step back, one step on, and what is between. */
import type { ReactNode } from 'react';
import { Icon } from './icon';

interface StepperProps {
  before: string;
  after: string;
  onStep: (step: -1 | 1) => void;
  children: ReactNode;
}

export function Stepper({ before, after, onStep, children }: StepperProps) {
  return (
    <div className="stepper">
      <button type="button" aria-label={before} onClick={() => onStep(-1)}>
        <Icon name="left" />
      </button>
      <h2>{children}</h2>
      <button type="button" aria-label={after} onClick={() => onStep(1)}>
        <Icon name="right" />
      </button>
    </div>
  );
}
