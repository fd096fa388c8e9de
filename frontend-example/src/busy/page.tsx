/** When people are busy, what part they take in the rota, and what they carry in a week. */
import { type CSSProperties, useState } from 'react';
import { useSearchParams } from 'wouter';
import { ask } from '../api/client';
import { useAction } from '../api/use-action';
import { useChanges } from '../api/use-live';
import { serverNow } from '../clock/clock';
import { dayShort, weekdayName } from '../dates/format';
import {
  type BusyFieldsFragment,
  BusyPersonChangedDocument,
  BusyRemoveDocument,
} from '../operations/generated';
import { leads, useViewer } from '../session/viewer';
import '../style/busy.css';
import '../style/stepper.css';
import { weekdays } from '../timetable/busy';
import { colourOf } from '../timetable/colour';
import { dayIn } from '../timetable/week';
import { Dialog } from '../ui/dialog';
import { Icon } from '../ui/icon';
import { Page } from '../ui/page';
import { Problem, Refusal } from '../ui/problem';
import { Tag } from '../ui/tag';
import { useLanguage, useWords } from '../words/language';
import { blocksOf } from './blocks';
import { BusyDialog } from './busy-dialog';
import { WeekLoads } from './loads';
import { Part } from './part';
import { type Person, usePeople } from './use-people';
import { words } from './words';

const changes = {
  subscription: BusyPersonChangedDocument,
  variables: (after: string) => ({ after }),
  change: (data: { personChanged: { cursor: string } }) => data.personChanged,
};

export default function BusyPage() {
  const w = useWords(words);
  const [search, setSearch] = useSearchParams();
  const tab = search.get('tab') === 'loads' ? 'loads' : 'people';
  return (
    <Page
      title={w.title}
      aside={
        <nav className="tab-list" aria-label={w.title}>
          {(['people', 'loads'] as const).map((each) => (
            <button
              key={each}
              type="button"
              aria-current={each === tab ? 'page' : undefined}
              onClick={() => setSearch(each === 'people' ? {} : { tab: each })}
            >
              {w.tabs[each]}
            </button>
          ))}
        </nav>
      }
    >
      {tab === 'people' ? (
        <People chosenId={search.get('person')} onChoose={(person) => setSearch({ person })} />
      ) : (
        <WeekLoads
          queueId={search.get('queue')}
          week={search.get('week')}
          onGo={(queue, week) => setSearch({ tab, queue, week })}
        />
      )}
    </Page>
  );
}

function People({ chosenId, onChoose }: { chosenId: string | null; onChoose: (id: string) => void }) {
  const w = useWords(words);
  const viewer = useViewer();
  const { people, problem, reload } = usePeople();
  useChanges(changes, reload);
  if (problem !== null) return <Problem problem={problem} onRetry={reload} />;
  if (people === null) return <p role="status">{w.working}</p>;
  const chosen =
    people.find(({ id }) => id === chosenId) ??
    people.find(({ id }) => id === viewer.person?.id) ??
    people[0];

  return (
    <div className="busy-body">
      <section className="panel busy-people" aria-labelledby="busy-people-title">
        <h2 id="busy-people-title">
          {w.people} <span className="hint">{people.length}</span>
        </h2>
        <ul>
          {people.map((person) => (
            <li key={person.id}>
              <button
                type="button"
                className="busy-person"
                aria-current={person.id === chosen?.id ? 'true' : undefined}
                style={{ '--person': colourOf(person) } as CSSProperties}
                onClick={() => onChoose(person.id)}
              >
                <span className="swatch" />
                <span className="who">{person.name}</span>
                <span className="hint">
                  {person.rota.idealLoad === null ? w.takesNoPart : w.ideal(person.rota.idealLoad)}
                </span>
                <WeekStrip busy={person.busy} />
              </button>
            </li>
          ))}
        </ul>
      </section>
      {chosen !== undefined && <OnePerson key={chosen.id} person={chosen} onChanged={reload} />}
    </div>
  );
}

/** Seven small squares: the days on which something is every week. */
function WeekStrip({ busy }: { busy: readonly BusyFieldsFragment[] }) {
  return (
    <span className="week-strip" aria-hidden="true">
      {weekdays.map((weekday) => {
        const entries = busy.filter((each) => each.weekday === weekday);
        const kind = entries.some(({ required }) => required)
          ? 'required'
          : entries.length > 0
            ? 'optional'
            : undefined;
        return <i key={weekday} data-busy={kind} />;
      })}
    </span>
  );
}

type Open =
  { kind: 'edit'; entry: BusyFieldsFragment | null } | { kind: 'remove'; entry: BusyFieldsFragment } | null;

function OnePerson({ person, onChanged }: { person: Person; onChanged: () => void }) {
  const w = useWords(words);
  const language = useLanguage();
  const viewer = useViewer();
  const mayEdit = leads(viewer) || viewer.person?.id === person.id;
  const [open, setOpen] = useState<Open>(null);
  const today = dayIn(Intl.DateTimeFormat().resolvedOptions().timeZone, serverNow());
  const whenOf = ({ weekday, date }: BusyFieldsFragment) =>
    weekday !== null
      ? w.every(weekdayName(weekdays.indexOf(weekday), language))
      : dayShort(date ?? today, language);
  // What is every week in the order of the week, then what is dated.
  const entries = [...person.busy].sort(
    (a, b) =>
      (a.date ?? '').localeCompare(b.date ?? '') ||
      weekdays.indexOf(a.weekday ?? 'MONDAY') - weekdays.indexOf(b.weekday ?? 'MONDAY') ||
      (a.startsAt ?? '').localeCompare(b.startsAt ?? ''),
  );

  return (
    <div className="busy-one" style={{ '--person': colourOf(person) } as CSSProperties}>
      <section className="panel is-padded" aria-labelledby="busy-times-title">
        <div className="panel-head">
          <h2 id="busy-times-title">
            <span className="swatch" /> {person.name} · {w.busy}
          </h2>
          {mayEdit && (
            <button type="button" className="primary" onClick={() => setOpen({ kind: 'edit', entry: null })}>
              <Icon name="add" /> {w.add}
            </button>
          )}
        </div>
        <TypicalWeek person={person} />
        {entries.length === 0 ? (
          <p className="hint">{w.none}</p>
        ) : (
          <div className="scroll">
            <table className="data">
              <thead>
                <tr>
                  <th scope="col">{w.when}</th>
                  <th scope="col">{w.what}</th>
                  <th scope="col" />
                  <th scope="col" />
                </tr>
              </thead>
              <tbody>
                {entries.map((entry) => (
                  <tr key={entry.id} data-past={(entry.date !== null && entry.date < today) || undefined}>
                    <th scope="row">
                      {whenOf(entry)}{' '}
                      <span className="hint">
                        {entry.startsAt === null ? w.wholeDay : `${entry.startsAt}–${entry.endsAt}`}
                      </span>
                    </th>
                    <td>{entry.reason}</td>
                    <td>
                      <Tag tone={entry.required ? 'bad' : 'warning'}>
                        {entry.required ? w.required : w.optional}
                      </Tag>{' '}
                      {entry.dayOff && <span className="hint">{w.dayOff.split(':')[0]}</span>}
                    </td>
                    <td className="acts-cell">
                      {mayEdit && (
                        <>
                          <button
                            type="button"
                            aria-label={w.editOf(entry.reason)}
                            onClick={() => setOpen({ kind: 'edit', entry })}
                          >
                            {w.edit}
                          </button>{' '}
                          <button
                            type="button"
                            aria-label={w.removeOf(entry.reason)}
                            onClick={() => setOpen({ kind: 'remove', entry })}
                          >
                            {w.remove}
                          </button>
                        </>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
      <Part key={JSON.stringify(person.rota)} person={person} mayEdit={leads(viewer)} onChanged={onChanged} />
      {open?.kind === 'edit' && (
        <BusyDialog
          personId={person.id}
          entry={open.entry}
          today={today}
          onClose={() => setOpen(null)}
          onChanged={onChanged}
        />
      )}
      {open?.kind === 'remove' && (
        <RemoveDialog entry={open.entry} onClose={() => setOpen(null)} onChanged={onChanged} />
      )}
    </div>
  );
}

function TypicalWeek({ person }: { person: Person }) {
  const w = useWords(words);
  const language = useLanguage();
  const blocks = blocksOf(person.busy, null);
  return (
    <figure className="typical-week" aria-hidden="true">
      <figcaption className="hint">{w.typicalWeek}</figcaption>
      <div className="typical-days">
        {weekdays.map((weekday, day) => (
          <div key={weekday}>
            <span className="hint">{weekdayName(day, language, 'short')}</span>
            <div className="typical-day">
              {blocks
                .filter((block) => block.day === day)
                .map((block) => (
                  <div
                    key={`${block.from} ${block.reason}`}
                    className="typical-block"
                    data-busy={block.required ? 'required' : 'optional'}
                    style={{ top: `${block.from}%`, height: `${block.height}%` }}
                  >
                    {block.reason}
                  </div>
                ))}
            </div>
          </div>
        ))}
      </div>
    </figure>
  );
}

interface RemoveProps {
  entry: BusyFieldsFragment;
  onClose: () => void;
  onChanged: () => void;
}

function RemoveDialog({ entry, onClose, onChanged }: RemoveProps) {
  const w = useWords(words);
  const { act, errors, problem, working } = useAction();
  return (
    <Dialog title={w.removeSure(entry.reason)} onClose={onClose}>
      {(close) => (
        <div className="stack">
          <Problem problem={problem} />
          <Refusal errors={errors} />
          <div className="actions">
            <button type="button" onClick={close}>
              {w.cancel}
            </button>
            <button
              type="button"
              className="primary"
              disabled={working}
              onClick={() =>
                void act(
                  async () => (await ask(BusyRemoveDocument, { id: entry.id })).busyRemove,
                  () => {
                    onChanged();
                    close();
                  },
                )
              }
            >
              {w.remove}
            </button>
          </div>
        </div>
      )}
    </Dialog>
  );
}
