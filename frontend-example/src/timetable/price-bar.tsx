/** What would be done if what was taken up were put down here, and what that would cost. */
import { dayShort } from '../dates/format';
import { useLanguage, useWords } from '../words/language';
import type { TimetablePerson } from './busy';
import { deltaText, type Edit, type Taken } from './edit';
import type { Asked } from './use-preview';
import type { Place, Turn } from './week';
import { words } from './words';

interface PriceBarProps {
  taken: Taken | null;
  over: Place | null;
  places: ReadonlyMap<string, Place>;
  people: ReadonlyMap<string, TimetablePerson>;
  edit: Edit | null;
  asked: Asked | null;
}

/** For the eye, and read out for the ear. */
export function PriceBar({ taken, over, places, people, edit, asked }: PriceBarProps) {
  const w = useWords(words);
  const language = useLanguage();
  const nameOf = (personId: string | null) =>
    personId === null ? w.grid.nobody : (people.get(personId)?.name ?? '');
  const textOf = (turn: Turn) => {
    const slot = places.get(turn.id)?.slot;
    return `${nameOf(turn.personId)} (${slot === undefined ? '' : `${dayShort(slot.day, language)} ${slot.localStart}`})`;
  };
  const preview = asked?.kind === 'known' ? asked.preview : null;
  const delta = preview === null ? 0 : preview.pointsAfter - preview.pointsBefore;
  const takenText = taken === null ? '' : taken.kind === 'turn' ? textOf(taken.turn) : nameOf(taken.personId);

  return (
    <div className="price-bar" role="status" data-active={taken !== null || undefined}>
      {taken === null && <span className="hint">{w.grid.how}</span>}
      {taken !== null && edit === null && (
        <span>{over === null ? w.grid.taken(takenText) : w.preview.same}</span>
      )}
      {taken !== null && edit !== null && over !== null && (
        <>
          <b>
            {taken.kind === 'turn'
              ? w.preview.swap(takenText, textOf(over.turn))
              : w.preview.give(textOf(over.turn), takenText)}
          </b>
          {asked?.kind === 'asking' && <span className="hint">{w.preview.asking}</span>}
          {asked?.kind === 'failed' && <span className="error">{asked.message}</span>}
          {preview !== null && (
            <>
              {preview.refusals.length > 0 ? (
                <span className="error">
                  {w.preview.refused}: {preview.refusals.map(({ message }) => message).join(' ')}
                </span>
              ) : (
                <span className="price" data-price={delta > 0 ? 'dearer' : delta < 0 ? 'cheaper' : 'same'}>
                  {deltaText(delta)}
                </span>
              )}
              {preview.refusals.length === 0 &&
                preview.parts.map(({ constraint, points }) => (
                  <span key={constraint} className="hint">
                    {w.rule[constraint]} {deltaText(points)}
                  </span>
                ))}
              {preview.refusals.length === 0 &&
                preview.warnings.map(({ message }) => (
                  <span key={message} className="is-warning">
                    {message}
                  </span>
                ))}
            </>
          )}
        </>
      )}
    </div>
  );
}
