/** What an edit would cost, asked while it is only thought of. */
import { useEffect, useState } from 'react';
import { ask } from '../api/client';
import { messageOf } from '../api/error';
import {
  TurnAssignPreviewDocument,
  type TurnPreviewFieldsFragment,
  TurnSwapPreviewDocument,
} from '../operations/generated';
import { type Edit, keyOf } from './edit';

export type Preview = TurnPreviewFieldsFragment;

export type Asked =
  { kind: 'asking' } | { kind: 'known'; preview: Preview } | { kind: 'failed'; message: string };

/** Passing over turns on the way to another asks nothing, in milliseconds. */
const restMs = 70;

/** Null: there is no edit to ask about. */
export function usePreview(edit: Edit | null, version: number): Asked | null {
  const key = edit === null ? null : keyOf(edit, version);
  const [known, setKnown] = useState<{ key: string; asked: Asked } | null>(null);

  useEffect(() => {
    if (edit === null || key === null) return;
    const over = new AbortController();
    const become = (asked: Asked) => {
      if (!over.signal.aborted) setKnown({ key, asked });
    };
    const waiting = setTimeout(() => {
      read(edit, over.signal)
        .then((preview) => become({ kind: 'known', preview }))
        .catch((error: unknown) => become({ kind: 'failed', message: messageOf(error) }));
    }, restMs);
    return () => {
      clearTimeout(waiting);
      over.abort();
    };
    // The key says all of the edit, which is made anew at each render.
  }, [key]);

  if (key === null) return null;
  return known?.key === key ? known.asked : { kind: 'asking' };
}

async function read(edit: Edit, signal: AbortSignal): Promise<Preview> {
  const preview =
    edit.kind === 'swap'
      ? (await ask(TurnSwapPreviewDocument, { id: edit.id, withId: edit.withId }, signal)).turnSwapPreview
      : (await ask(TurnAssignPreviewDocument, { id: edit.id, personId: edit.personId }, signal))
          .turnAssignPreview;
  if (preview === null) throw new Error('The turn is gone.');
  return preview;
}
