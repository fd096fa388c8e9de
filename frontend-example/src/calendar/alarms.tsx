/** The alarms of an event: when, how and whom they remind; turned off, changed, removed. */
import { useState } from 'react';
import { ask } from '../api/client';
import { useAction } from '../api/use-action';
import { useQuery } from '../api/use-query';
import { moment } from '../dates/format';
import {
  AlarmDeleteDocument,
  type AlarmFieldsFragment,
  AlarmUpdateDocument,
  EventAlarmsDocument,
} from '../operations/generated';
import { Dialog } from '../ui/dialog';
import { Problem, Refusal } from '../ui/problem';
import { useLanguage, useWords } from '../words/language';
import { AlarmDialog } from './alarm-dialog';
import { words } from './alarm-words';
import { words as calendarWords } from './words';

type Alarm = AlarmFieldsFragment;
type Open = { kind: 'edit'; alarm: Alarm | null } | { kind: 'remove'; alarm: Alarm } | null;

interface AlarmsProps {
  eventId: string;
  /** By whose clock instants are told. */
  zone: string;
  mayEdit: boolean;
}

export function Alarms({ eventId, zone, mayEdit }: AlarmsProps) {
  const w = useWords(words);
  const language = useLanguage();
  const { cancel } = useWords(calendarWords);
  const { data, problem, reload } = useQuery(EventAlarmsDocument, { id: eventId });
  const { act, errors, problem: refused, working } = useAction();
  const [open, setOpen] = useState<Open>(null);
  const alarms = data?.event?.alarms;
  const nameOf = (alarm: Alarm) => alarm.name ?? w.unnamed;
  const close = () => setOpen(null);

  return (
    <>
      <h3>{w.title}</h3>
      <Problem problem={problem ?? refused} />
      <Refusal errors={errors} />
      {alarms?.length === 0 && <p className="hint">{w.none}</p>}
      <ul className="alarms">
        {alarms?.map((alarm) => (
          <li key={alarm.id} data-off={!alarm.enabled || undefined}>
            <p>
              <b>{nameOf(alarm)}</b>{' '}
              <span className="hint">
                {alarm.at !== null
                  ? moment(alarm.at, language, zone)
                  : alarm.beforeSeconds === null
                    ? w.atStart
                    : w.before(alarm.beforeSeconds / 60)}
                {alarm.window !== null && ` · ${alarm.window.from}–${alarm.window.to}`}
                {!alarm.enabled && ` · ${w.off}`}
              </span>
            </p>
            <ol className="alarm-steps">
              {alarm.steps.map(({ method, number, email, attempts }, at) => (
                <li key={at}>
                  {w.method[method]} {number ?? email ?? ''} {attempts > 1 && `×${attempts}`}
                </li>
              ))}
            </ol>
            {mayEdit && (
              <div className="choice-row">
                <button
                  type="button"
                  className="small"
                  aria-label={w.editOf(nameOf(alarm))}
                  onClick={() => setOpen({ kind: 'edit', alarm })}
                >
                  {w.edit}
                </button>
                <button
                  type="button"
                  className="small"
                  disabled={working}
                  onClick={() =>
                    void act(
                      async () =>
                        (
                          await ask(AlarmUpdateDocument, {
                            id: alarm.id,
                            version: alarm.version,
                            input: { enabled: !alarm.enabled },
                          })
                        ).alarmUpdate,
                      reload,
                    )
                  }
                >
                  {alarm.enabled ? w.turnOff : w.turnOn}
                </button>
                <button
                  type="button"
                  className="small danger"
                  onClick={() => setOpen({ kind: 'remove', alarm })}
                >
                  {w.remove}
                </button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {mayEdit && (
        <p>
          <button type="button" className="small" onClick={() => setOpen({ kind: 'edit', alarm: null })}>
            {w.add}
          </button>
        </p>
      )}
      {open?.kind === 'edit' && (
        <AlarmDialog eventId={eventId} alarm={open.alarm} onClose={close} onChanged={reload} />
      )}
      {open?.kind === 'remove' && (
        <Dialog title={w.remove} onClose={close}>
          {(shut) => (
            <div className="stack">
              <p>{w.removeSure(nameOf(open.alarm))}</p>
              <div className="actions">
                <button type="button" onClick={shut}>
                  {cancel}
                </button>
                <button
                  type="button"
                  className="primary"
                  onClick={() => {
                    void act(
                      async () => (await ask(AlarmDeleteDocument, { id: open.alarm.id })).alarmDelete,
                      reload,
                    );
                    shut();
                  }}
                >
                  {w.remove}
                </button>
              </div>
            </div>
          )}
        </Dialog>
      )}
    </>
  );
}
