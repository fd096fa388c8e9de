/** A dialog that is open as long as it is rendered: keeps the focus within, closes on Escape, gives the focus back. */
import { type ReactNode, useEffect, useId, useState } from 'react';

interface DialogProps {
  title: string;
  /** Told once it is closed, by whatever. */
  onClose: () => void;
  wide?: boolean;
  /** Given what closes it. */
  children: (close: () => void) => ReactNode;
}

export function Dialog({ title, onClose, wide = false, children }: DialogProps) {
  const [dialog, setDialog] = useState<HTMLDialogElement | null>(null);
  const titleId = useId();

  // Opened by the method, not the attribute: only so it keeps the focus inside and closes on Escape.
  useEffect(() => dialog?.showModal(), [dialog]);

  return (
    <dialog
      className={wide ? 'card dialog is-wide' : 'card dialog'}
      ref={setDialog}
      onClose={onClose}
      aria-labelledby={titleId}
    >
      <h2 id={titleId}>{title}</h2>
      {children(() => dialog?.close())}
    </dialog>
  );
}
