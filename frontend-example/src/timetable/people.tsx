/** Who takes part in the week, how many turns each has, and should have; the way to find somebody's turns. */
import type { CSSProperties } from 'react';
import { useLanguage, useWords } from '../words/language';
import type { TimetablePerson } from './busy';
import { colourOf } from './colour';
import type { Taken } from './edit';
import type { Week } from './week';
import { words } from './words';

interface PeopleProps {
  loads: Week['loads'];
  people: ReadonlyMap<string, TimetablePerson>;
  shownId: string | null;
  mayEdit: boolean;
  onShow: (personId: string | null) => void;
  onTake: (taken: Taken | null) => void;
}

export function PeopleList({ loads, people, shownId, mayEdit, onShow, onTake }: PeopleProps) {
  const w = useWords(words);
  const language = useLanguage();
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1, signDisplay: 'exceptZero' });
  const rows = loads
    .flatMap((load) => {
      const person = load.person === null ? undefined : people.get(load.person.id);
      return person === undefined ? [] : [{ load, person }];
    })
    .sort((a, b) => a.person.name.localeCompare(b.person.name, language));

  return (
    <section className="week-people" aria-labelledby="week-people-title">
      <h2 id="week-people-title">
        {w.people.title} <span className="hint">{rows.length}</span>
      </h2>
      <ul>
        {rows.map(({ load, person }) => (
          <li key={person.id}>
            <button
              type="button"
              className="week-person"
              style={{ '--person': colourOf(person) } as CSSProperties}
              aria-pressed={person.id === shownId}
              title={`${w.people.show(person.name)}, ${w.people.load(load.assigned, load.load)}`}
              draggable={mayEdit}
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = 'move';
                event.dataTransfer.setData('text/plain', person.name);
                onTake({ kind: 'person', personId: person.id });
              }}
              onDragEnd={() => onTake(null)}
              onClick={() => onShow(person.id === shownId ? null : person.id)}
            >
              <span className="swatch" />
              <span className="who">{person.name}</span>
              <span className="load" data-load={loadMark(load)}>
                {load.assigned}/{load.load}
              </span>
              <span className="credit" title={w.people.credit}>
                {load.creditBefore === 0 ? '' : number.format(load.creditBefore)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function loadMark({ assigned, load }: { assigned: number; load: number }): 'over' | 'under' | undefined {
  if (assigned === load) return undefined;
  return assigned > load ? 'over' : 'under';
}
