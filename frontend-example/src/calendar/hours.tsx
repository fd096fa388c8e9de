/** A week or a day by the hour. */
import { useEffect, useRef } from 'react';
import { dayLong, dayOfMonth, weekdayName } from '../dates/format';
import { weekdayOf } from '../timetable/week';
import { useLanguage } from '../words/language';
import { placedOn } from './layout';
import { type GridProps, OccurrenceButton } from './month';

const hours = Array.from({ length: 24 }, (_, hour) => hour);
/** The hour that is at the top when the view opens. */
const firstHour = 7;
/** A block is at least as high as this many minutes, so that its title can be read. */
const leastMinutes = 30;

export function HourGrid({ days, occurrences, zone, today, selectedId, onSelect, onDay }: GridProps) {
  const language = useLanguage();
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (body.current) body.current.scrollTop = (body.current.scrollHeight / 24) * firstHour;
  }, []);
  const columns = { gridTemplateColumns: `3.4rem repeat(${days.length}, minmax(0, 1fr))` };

  return (
    <div className="hours panel">
      <div className="hours-head" style={columns}>
        <span />
        {days.map((day) => (
          <button
            key={day}
            type="button"
            className="day-name"
            aria-current={day === today ? 'date' : undefined}
            title={dayLong(day, language)}
            onClick={() => onDay(day)}
          >
            {weekdayName(weekdayOf(day), language, 'short')}{' '}
            <span className="hint">{dayOfMonth(day, language)}</span>
          </button>
        ))}
      </div>
      <div
        className="hours-body"
        ref={body}
        tabIndex={0}
        role="group"
        aria-label={dayLong(days[0] ?? today, language)}
      >
        <div className="hours-inner" style={columns}>
          <div className="hour-names" aria-hidden="true">
            {hours.map((hour) => (
              <span key={hour} style={{ top: `${(hour / 24) * 100}%` }}>
                {hour === 0 ? '' : `${String(hour).padStart(2, '0')}:00`}
              </span>
            ))}
          </div>
          {days.map((day) => (
            <ul key={day} className="hour-day" aria-label={dayLong(day, language)}>
              {placedOn(occurrences, day, zone).map(({ item, from, until, column, columns: of }) => (
                <li key={item.id}>
                  <OccurrenceButton
                    occurrence={item}
                    zone={zone}
                    isSelected={item.id === selectedId}
                    onSelect={onSelect}
                    style={{
                      position: 'absolute',
                      top: `${(from / 1_440) * 100}%`,
                      height: `${(Math.max(until - from, leastMinutes) / 1_440) * 100}%`,
                      left: `${(column / of) * 100}%`,
                      width: `${100 / of}%`,
                    }}
                  />
                </li>
              ))}
            </ul>
          ))}
        </div>
      </div>
    </div>
  );
}
