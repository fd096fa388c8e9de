/** What part somebody takes in the rota. */
import { type FormEvent, useState } from 'react';
import { ask } from '../api/client';
import { useAction } from '../api/use-action';
import { PersonRotaUpdateDocument } from '../operations/generated';
import { Problem, Refusal } from '../ui/problem';
import { useWords } from '../words/language';
import type { Person } from './use-people';
import { words } from './words';

interface PartProps {
  person: Person;
  mayEdit: boolean;
  onChanged: () => void;
}

/** Empty is null: no part, or as the queue says. */
export function Part({ person, mayEdit, onChanged }: PartProps) {
  const w = useWords(words);
  const { act, errors, problem, working } = useAction();
  const [ideal, setIdeal] = useState(String(person.rota.idealLoad ?? ''));
  const [most, setMost] = useState(String(person.rota.maxPerDay ?? ''));
  const [room, setRoom] = useState(person.rota.room ?? '');
  const numberOf = (text: string) => (text.trim() === '' ? null : Number(text));
  const errorAt = (field: string) => errors.filter(({ path }) => path?.at(-1) === field);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = {
      idealLoad: numberOf(ideal),
      maxPerDay: numberOf(most),
      room: room.trim() === '' ? null : room.trim(),
    };
    void act(
      async () => (await ask(PersonRotaUpdateDocument, { personId: person.id, input })).personRotaUpdate,
      onChanged,
    );
  };

  return (
    <section className="panel is-padded" aria-labelledby="part-title">
      <div className="panel-head">
        <h2 id="part-title">{w.part}</h2>
        <p className="hint">{w.partHow}</p>
      </div>
      <form className="toolbar" onSubmit={submit}>
        {(
          [
            ['idealLoad', w.idealLoad, ideal, setIdeal, w.noPart],
            ['maxPerDay', w.maxPerDay, most, setMost, w.asTheQueue],
          ] as const
        ).map(([field, label, value, set, placeholder]) => (
          <label key={field} className="field">
            {label}
            <input
              type="number"
              min={0}
              max={100}
              value={value}
              placeholder={placeholder}
              disabled={!mayEdit}
              onChange={(event) => set(event.target.value)}
            />
            <Refusal errors={errorAt(field)} />
          </label>
        ))}
        <label className="field">
          {w.room}
          <input
            value={room}
            maxLength={100}
            disabled={!mayEdit}
            onChange={(event) => setRoom(event.target.value)}
          />
          <Refusal errors={errorAt('room')} />
        </label>
        {mayEdit && (
          <button type="submit" disabled={working}>
            {w.save}
          </button>
        )}
      </form>
      <Problem problem={problem} />
    </section>
  );
}
