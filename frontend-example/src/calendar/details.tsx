/** One occurrence: when, in what state, and what can be done with it alone or with its whole event. */
import { type CSSProperties, type FormEvent, useState } from 'react';
import { ask } from '../api/client';
import { useAction } from '../api/use-action';
import { dayLong, moment } from '../dates/format';
import { instantOf, localTime } from '../dates/zone';
import {
  EventCancelDocument,
  EventPauseDocument,
  EventResumeDocument,
  OccurrenceCancelDocument,
  OccurrenceMoveDocument,
  OccurrencePauseDocument,
  OccurrenceResumeDocument,
} from '../operations/generated';
import { colourOf } from '../timetable/colour';
import { Dialog } from '../ui/dialog';
import { Problem, Refusal } from '../ui/problem';
import { Tag, type Tone } from '../ui/tag';
import { useLanguage, useWords } from '../words/language';
import { Alarms } from './alarms';
import { Reminders } from './reminders';
import type { Occurrence } from './use-occurrences';
import { words } from './words';

const tones: Record<Occurrence['state'], Tone> = {
  PENDING: 'busy',
  PAUSED: 'warning',
  CANCELED: 'bad',
  COMPLETED: 'good',
  SKIPPED: 'plain',
};

interface DetailsProps {
  occurrence: Occurrence;
  zone: string;
  mayEdit: boolean;
  onEdit: () => void;
  onChanged: () => void;
  onClose: () => void;
}

export function OccurrenceDetails({ occurrence, zone, mayEdit, onEdit, onChanged, onClose }: DetailsProps) {
  const w = useWords(words);
  const language = useLanguage();
  const { act, errors, problem, working } = useAction();
  const { id, event, state, cause } = occurrence;
  const [sure, setSure] = useState<'occurrence' | 'event' | null>(null);
  const start = localTime(occurrence.startsAt, zone);
  const end = localTime(occurrence.endsAt, zone);
  const isOpen = state === 'PENDING' || state === 'PAUSED';
  const isEventOpen = event.status === 'ACTIVE' || event.status === 'PAUSED';

  return (
    <section className="panel is-padded occurrence-details" aria-labelledby="occurrence-title">
      <div className="panel-head">
        <h2 id="occurrence-title">
          <span
            className="swatch"
            style={{ '--person': colourOf({ name: event.calendar.name, colour: null }) } as CSSProperties}
          />{' '}
          {event.title}
        </h2>
        <button type="button" className="quiet" onClick={onClose}>
          {w.close}
        </button>
      </div>
      <p>
        {dayLong(start.slice(0, 10), language)}, {start.slice(11)}–{end.slice(11)}
      </p>
      <p className="hint">
        {event.calendar.name} · {zone}
      </p>
      <p>
        <Tag tone={tones[state]}>{w.state[state]}</Tag>{' '}
        {cause !== null && <span className="hint">{w.cause[cause]}</span>}
      </p>
      {occurrence.moved && (
        <p className="hint">{w.movedFrom(moment(occurrence.originalStart, language, zone))}</p>
      )}
      <Problem problem={problem} />
      <Refusal errors={errors} />
      {mayEdit && isOpen && (
        <>
          <h3>{w.occurrence.only}</h3>
          <MoveForm
            key={`${id} ${occurrence.startsAt}`}
            start={start}
            disabled={working}
            onMove={(local) =>
              void act(async () => {
                const length = Date.parse(occurrence.endsAt) - Date.parse(occurrence.startsAt);
                const startsAt = instantOf(local, zone);
                const variables = {
                  id,
                  startsAt: new Date(startsAt).toISOString(),
                  endsAt: new Date(startsAt + length).toISOString(),
                };
                return (await ask(OccurrenceMoveDocument, variables)).occurrenceMove;
              }, onChanged)
            }
          />
          <div className="choice-row">
            {state === 'PENDING' ? (
              <button
                type="button"
                className="small"
                disabled={working}
                onClick={() =>
                  void act(
                    async () => (await ask(OccurrencePauseDocument, { id })).occurrencePause,
                    onChanged,
                  )
                }
              >
                {w.occurrence.pause}
              </button>
            ) : (
              <button
                type="button"
                className="small"
                disabled={working}
                onClick={() =>
                  void act(
                    async () => (await ask(OccurrenceResumeDocument, { id })).occurrenceResume,
                    onChanged,
                  )
                }
              >
                {w.occurrence.resume}
              </button>
            )}
            <button type="button" className="small danger" onClick={() => setSure('occurrence')}>
              {w.occurrence.callOff}
            </button>
          </div>
        </>
      )}
      <Reminders occurrenceId={id} eventId={event.id} zone={zone} />
      <h3>{w.occurrence.whole}</h3>
      <p className="hint">
        {w.eventStatus[event.status]} · {event.rule ?? w.occurrence.once}
      </p>
      {mayEdit && isEventOpen && (
        <div className="choice-row">
          <button type="button" className="small" onClick={onEdit}>
            {w.event.edit}
          </button>
          {event.status === 'ACTIVE' ? (
            <button
              type="button"
              className="small"
              disabled={working}
              onClick={() =>
                void act(async () => (await ask(EventPauseDocument, { id: event.id })).eventPause, onChanged)
              }
            >
              {w.event.pause}
            </button>
          ) : (
            <button
              type="button"
              className="small"
              disabled={working}
              onClick={() =>
                void act(
                  async () => (await ask(EventResumeDocument, { id: event.id })).eventResume,
                  onChanged,
                )
              }
            >
              {w.event.resume}
            </button>
          )}
          <button type="button" className="small danger" onClick={() => setSure('event')}>
            {w.event.callOff}
          </button>
        </div>
      )}
      <Alarms eventId={event.id} zone={zone} mayEdit={mayEdit && isEventOpen} />
      {sure !== null && (
        <Dialog
          title={sure === 'event' ? w.event.callOff : w.occurrence.callOff}
          onClose={() => setSure(null)}
        >
          {(close) => (
            <div className="stack">
              <p>{sure === 'event' ? w.event.callOffSure : w.occurrence.callOffSure}</p>
              <div className="actions">
                <button type="button" onClick={close}>
                  {w.cancel}
                </button>
                <button
                  type="button"
                  className="primary"
                  onClick={() => {
                    void act(
                      async () =>
                        sure === 'event'
                          ? (await ask(EventCancelDocument, { id: event.id })).eventCancel
                          : (await ask(OccurrenceCancelDocument, { id })).occurrenceCancel,
                      onChanged,
                    );
                    close();
                  }}
                >
                  {sure === 'event' ? w.event.callOff : w.occurrence.callOff}
                </button>
              </div>
            </div>
          )}
        </Dialog>
      )}
    </section>
  );
}

interface MoveFormProps {
  start: string;
  disabled: boolean;
  onMove: (local: string) => void;
}

function MoveForm({ start, disabled, onMove }: MoveFormProps) {
  const w = useWords(words);
  const [local, setLocal] = useState(start);
  return (
    <form
      className="move-form"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (local !== start) onMove(local);
      }}
    >
      <label className="field">
        {w.occurrence.moveTo}
        <input
          type="datetime-local"
          value={local}
          required
          onChange={(event) => setLocal(event.target.value)}
        />
      </label>
      <button type="submit" className="small" disabled={disabled || local === start}>
        {w.occurrence.move}
      </button>
    </form>
  );
}
