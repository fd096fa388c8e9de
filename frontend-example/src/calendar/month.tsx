/** A month: a table of weeks, with what happens on each day. */
import type { CSSProperties } from 'react';
import { dayLong, weekdayName } from '../dates/format';
import { localTime } from '../dates/zone';
import { colourOf } from '../timetable/colour';
import { useLanguage, useWords } from '../words/language';
import { placedOn } from './layout';
import type { Occurrence } from './use-occurrences';
import { words } from './words';

export interface GridProps {
  days: readonly string[];
  occurrences: readonly Occurrence[];
  zone: string;
  today: string;
  selectedId: string | null;
  onSelect: (occurrence: Occurrence) => void;
  onDay: (day: string) => void;
}

/** More than these are behind a link to the day. */
const shown = 4;

export function MonthGrid({
  month,
  days,
  occurrences,
  zone,
  today,
  selectedId,
  onSelect,
  onDay,
}: GridProps & { month: string }) {
  const w = useWords(words);
  const language = useLanguage();
  const weeks = Array.from({ length: days.length / 7 }, (_, n) => days.slice(n * 7, n * 7 + 7));
  return (
    <table className="month panel">
      <thead>
        <tr>
          {Array.from({ length: 7 }, (_, day) => (
            <th key={day} scope="col">
              {weekdayName(day, language, 'short')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => {
              const placed = placedOn(occurrences, day, zone);
              return (
                <td key={day} data-other={!day.startsWith(month) || undefined}>
                  <button
                    type="button"
                    className="day-number"
                    aria-current={day === today ? 'date' : undefined}
                    title={dayLong(day, language)}
                    onClick={() => onDay(day)}
                  >
                    {Number(day.slice(8))}
                  </button>
                  <ul>
                    {placed.slice(0, placed.length > shown ? shown - 1 : shown).map(({ item }) => (
                      <li key={item.id}>
                        <OccurrenceButton
                          occurrence={item}
                          zone={zone}
                          isSelected={item.id === selectedId}
                          onSelect={onSelect}
                        />
                      </li>
                    ))}
                    {placed.length > shown && (
                      <li>
                        <button type="button" className="quiet" onClick={() => onDay(day)}>
                          {w.more(placed.length - shown + 1)}
                        </button>
                      </li>
                    )}
                  </ul>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface OccurrenceButtonProps {
  occurrence: Occurrence;
  zone: string;
  isSelected: boolean;
  style?: CSSProperties;
  onSelect: (occurrence: Occurrence) => void;
}

/** Also in the hours of a day, where `style` says how large. */
export function OccurrenceButton({ occurrence, zone, isSelected, style, onSelect }: OccurrenceButtonProps) {
  const w = useWords(words);
  const { event, state, moved } = occurrence;
  return (
    <button
      type="button"
      className="occurrence"
      data-state={state}
      aria-pressed={isSelected}
      style={{ '--person': colourOf({ name: event.calendar.name, colour: null }), ...style } as CSSProperties}
      title={`${event.title} · ${event.calendar.name}`}
      onClick={() => onSelect(occurrence)}
    >
      <time>{localTime(occurrence.startsAt, zone).slice(11)}</time>{' '}
      <span className="what">{event.title}</span>
      {state !== 'PENDING' && state !== 'COMPLETED' && <span className="only-read">, {w.state[state]}</span>}
      {moved && <span className="moved"> {w.moved}</span>}
    </button>
  );
}
