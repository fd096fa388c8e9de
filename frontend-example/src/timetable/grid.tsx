/** The week as a table of turns: taken up with the mouse or the keyboard, put down on another. */
import { type CSSProperties, type DragEvent, type KeyboardEvent, memo, useRef } from 'react';
import { dayLong, dayOfMonth, weekdayName } from '../dates/format';
import { useLanguage, useWords } from '../words/language';
import { type BusyTime, busyAt, type TimetablePerson } from './busy';
import { colourOf, shortName } from './colour';
import { deltaText, type Taken } from './edit';
import type { Asked } from './use-preview';
import { type Direction, type Grid, neighbour, type Place, type Slot, type Turn, weekdayOf } from './week';
import { words } from './words';

interface GridProps {
  grid: Grid;
  places: ReadonlyMap<string, Place>;
  people: ReadonlyMap<string, TimetablePerson>;
  label: string;
  today: string;
  mayEdit: boolean;
  selectedId: string | null;
  /** Person whose turns and busy times stand out. */
  shown: TimetablePerson | null;
  showBusy: boolean;
  taken: Taken | null;
  overId: string | null;
  asked: Asked | null;
  onSelect: (turn: Turn) => void;
  onTake: (taken: Taken | null) => void;
  onOver: (turn: Turn | null) => void;
  onPut: (turn: Turn) => void;
}

const directions: Partial<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

export function TimetableGrid(props: GridProps) {
  const { grid, places, people, taken, overId, selectedId, mayEdit } = props;
  const w = useWords(words);
  const language = useLanguage();
  const table = useRef<HTMLTableElement>(null);
  const firstId = grid.rows[0]?.slots.find((slot) => slot !== null)?.turns[0]?.id ?? null;
  const tabStop = selectedId !== null && places.has(selectedId) ? selectedId : firstId;
  // Whom the overlay is about: who was taken up, or was chosen in the list.
  const aboutId = taken === null ? null : taken.kind === 'person' ? taken.personId : taken.turn.personId;
  const about = (aboutId === null ? null : people.get(aboutId)) ?? props.shown;

  const placeOf = (target: EventTarget): Place | null => {
    const id = (target as Element).closest<HTMLElement>('[data-turn]')?.dataset['turn'];
    return id === undefined ? null : (places.get(id) ?? null);
  };
  const focusOn = (turn: Turn) =>
    table.current?.querySelector<HTMLElement>(`[data-turn="${turn.id}"]`)?.focus();

  const onKeyDown = (event: KeyboardEvent) => {
    const place = placeOf(event.target);
    if (place === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = directions[event.key];
    if (direction !== undefined) {
      event.preventDefault();
      const next = neighbour(grid, place, direction);
      if (next) focusOn(next);
    } else if (event.key === 'Escape' && taken !== null) {
      props.onTake(null);
    } else if (event.key.toLowerCase() === 's' && mayEdit) {
      if (taken === null) props.onTake({ kind: 'turn', turn: place.turn });
      else props.onPut(place.turn);
    }
  };
  const onDragOver = (event: DragEvent) => {
    const place = placeOf(event.target);
    if (taken === null || place === null) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'move';
    if (place.turn.id !== overId) props.onOver(place.turn);
  };

  return (
    <table
      ref={table}
      className="week-grid"
      aria-label={props.label}
      onKeyDown={onKeyDown}
      onDragEnter={onDragOver}
      onDragOver={onDragOver}
      onDrop={(event) => {
        const place = placeOf(event.target);
        event.preventDefault();
        if (place !== null) props.onPut(place.turn);
      }}
      onDragEnd={() => props.onTake(null)}
    >
      <thead>
        <tr>
          <th scope="col">
            <span className="only-read">{w.grid.time}</span>
          </th>
          {grid.days.map((day) => (
            <th scope="col" key={day} aria-current={day === props.today ? 'date' : undefined}>
              <abbr title={dayLong(day, language)}>
                {weekdayName(weekdayOf(day), language, 'short')}{' '}
                <span className="hint">{dayOfMonth(day, language)}</span>
              </abbr>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {grid.rows.map(({ start, end, slots }) => (
          <tr key={`${start} ${end}`}>
            <th scope="row">
              <time>{start}</time>
              <span className="until">{end}</span>
            </th>
            {slots.map((slot, column) => (
              <td
                key={grid.days[column]}
                className={slot === null ? 'closed' : undefined}
                data-busy={slot !== null && about !== null ? busyMark(busyAt(about.busy, slot)) : undefined}
                title={slot !== null && about !== null ? busyAt(about.busy, slot)?.reason : undefined}
              >
                {slot === null ? (
                  <span className="only-read">{w.grid.closed}</span>
                ) : (
                  <ol className="lines">
                    {slot.turns.map((turn) => {
                      const person = turn.personId === null ? null : (people.get(turn.personId) ?? null);
                      return (
                        <TurnCell
                          key={turn.id}
                          turn={turn}
                          slot={slot}
                          person={person}
                          mayEdit={mayEdit}
                          isTabStop={turn.id === tabStop}
                          isSelected={turn.id === selectedId}
                          isShown={person !== null && person.id === props.shown?.id}
                          isDimmed={props.shown !== null && person?.id !== props.shown.id}
                          isTaken={taken?.kind === 'turn' && taken.turn.id === turn.id}
                          asked={turn.id === overId ? props.asked : null}
                          isOver={turn.id === overId && taken !== null}
                          showBusy={props.showBusy}
                          isTaking={taken !== null}
                          onSelect={props.onSelect}
                          onTake={props.onTake}
                          onOver={props.onOver}
                          onPut={props.onPut}
                        />
                      );
                    })}
                  </ol>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function busyMark(busy: BusyTime | null): 'required' | 'optional' | undefined {
  if (busy === null) return undefined;
  return busy.required ? 'required' : 'optional';
}

interface TurnCellProps {
  turn: Turn;
  slot: Slot;
  person: TimetablePerson | null;
  mayEdit: boolean;
  isTabStop: boolean;
  isSelected: boolean;
  isShown: boolean;
  isDimmed: boolean;
  isTaken: boolean;
  isTaking: boolean;
  isOver: boolean;
  asked: Asked | null;
  showBusy: boolean;
  onSelect: (turn: Turn) => void;
  onTake: (taken: Taken | null) => void;
  onOver: (turn: Turn | null) => void;
  onPut: (turn: Turn) => void;
}

const TurnCell = memo(function TurnCell(props: TurnCellProps) {
  const { turn, slot, person, isTaking, asked } = props;
  const w = useWords(words);
  const language = useLanguage();
  const busy = person === null ? null : busyAt(person.busy, slot);
  const isBroken = turn.costs.some(({ hard }) => hard) || busy?.required === true;
  const name = person?.name ?? w.grid.nobody;
  const remarks = [
    ...(turn.standing ? [w.grid.standing] : []),
    ...(busy === null ? [] : [busy.required ? w.grid.cannot(busy.reason) : w.grid.ratherNot(busy.reason)]),
    ...turn.costs.map(({ why }) => why),
  ];
  const mark = isBroken ? 'broken' : busy !== null ? 'unwanted' : turn.costs.length > 0 ? 'costs' : null;

  return (
    <li>
      <button
        type="button"
        className="turn"
        data-turn={turn.id}
        data-empty={person === null || undefined}
        data-shown={props.isShown || undefined}
        data-dimmed={props.isDimmed || undefined}
        data-taken={props.isTaken || undefined}
        data-over={props.isOver ? verdictOf(asked) : undefined}
        style={person === null ? undefined : ({ '--person': colourOf(person) } as CSSProperties)}
        tabIndex={props.isTabStop ? 0 : -1}
        aria-pressed={props.isSelected}
        title={remarks.join('\n') || undefined}
        draggable={props.mayEdit && person !== null}
        onDragStart={(event) => {
          event.dataTransfer.effectAllowed = 'move';
          event.dataTransfer.setData('text/plain', name);
          props.onTake({ kind: 'turn', turn });
        }}
        onClick={() => (isTaking ? props.onPut(turn) : props.onSelect(turn))}
        onFocus={() => isTaking && props.onOver(turn)}
        onMouseEnter={() => isTaking && props.onOver(turn)}
      >
        {person === null ? (
          <span className="who">{w.empty}</span>
        ) : (
          <>
            <span className="who is-full">{name}</span>
            <span className="who is-short" aria-hidden="true">
              {shortName(name)}
            </span>
          </>
        )}
        <span className="only-read">
          {[
            `, ${dayLong(slot.day, language)} ${slot.localStart}, ${w.grid.line(turn.line)}`,
            ...remarks,
          ].join('. ')}
        </span>
        {turn.standing && <PinSign />}
        {props.isOver && asked?.kind === 'known' ? (
          <span className="price">{asked.preview.refusals.length > 0 ? '✕' : priceOf(asked)}</span>
        ) : (
          mark !== null && (props.showBusy || mark !== 'costs') && <Mark kind={mark} />
        )}
      </button>
    </li>
  );
});

function verdictOf(asked: Asked | null): 'asking' | 'refused' | 'dearer' | 'cheaper' | 'same' {
  if (asked === null) return 'same';
  if (asked.kind === 'asking') return 'asking';
  if (asked.kind === 'failed' || asked.preview.refusals.length > 0) return 'refused';
  const delta = asked.preview.pointsAfter - asked.preview.pointsBefore;
  if (delta === 0) return 'same';
  return delta > 0 ? 'dearer' : 'cheaper';
}

function priceOf({ preview }: Extract<Asked, { kind: 'known' }>): string {
  return deltaText(preview.pointsAfter - preview.pointsBefore);
}

/** Its meaning is in the turn's text. */
function Mark({ kind }: { kind: 'broken' | 'unwanted' | 'costs' }) {
  return (
    <svg className="mark" data-mark={kind} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      {kind === 'broken' && <path d="M6 0.8 11.4 10.6H0.6Z" />}
      {kind === 'unwanted' && <circle cx="6" cy="6" r="4" />}
      {kind === 'costs' && <circle cx="6" cy="6" r="2" />}
    </svg>
  );
}

function PinSign() {
  return (
    <svg className="pin" viewBox="0 0 12 12" width="11" height="11" aria-hidden="true">
      <path d="M4 1h4v4l1.5 2H6.5v4h-1V7H2.5L4 5z" />
    </svg>
  );
}
