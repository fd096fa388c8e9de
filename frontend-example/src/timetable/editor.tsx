/** A week at work: people, grid, what it costs; turns are taken up and put down. */
import { useMemo, useState } from 'react';
import { TurnAssignDocument, TurnSwapDocument } from '../operations/generated';
import type { TimetablePerson } from './busy';
import { AnywayDialog } from './dialogs';
import { type Edit, editOf, type Taken } from './edit';
import { WeekFigures } from './figures';
import { TimetableGrid } from './grid';
import { PeopleList } from './people';
import { PriceBar } from './price-bar';
import { Solver } from './solver';
import { TurnDetails } from './turn-details';
import type { Act } from './use-act';
import { usePreview } from './use-preview';
import { gridOf, placesOf, type Turn, type Week } from './week';

interface EditorProps {
  week: Week;
  people: ReadonlyMap<string, TimetablePerson>;
  label: string;
  today: string;
  mayEdit: boolean;
  act: Act;
}

export function Editor({ week, people, label, today, mayEdit, act }: EditorProps) {
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const [shownId, setShownId] = useState<string | null>(null);
  const [taken, setTaken] = useState<Taken | null>(null);
  const [overId, setOverId] = useState<string | null>(null);
  const [anyway, setAnyway] = useState<{ edit: Edit; warnings: readonly string[] } | null>(null);

  const grid = useMemo(() => gridOf(week), [week]);
  const places = useMemo(() => placesOf(grid), [grid]);
  const over = overId === null ? null : (places.get(overId) ?? null);
  const edit = taken === null || over === null ? null : editOf(taken, over.turn);
  const asked = usePreview(edit, week.version);
  const selected = selectedId === null ? null : (places.get(selectedId) ?? null);

  const take = (next: Taken | null) => {
    setTaken(next);
    setOverId(null);
  };
  const doIt = async (wanted: Edit, ignoreWarnings: boolean, reason: string | null) => {
    const common = { version: week.version, ignoreWarnings, reason };
    const { payload, warnings } =
      wanted.kind === 'swap'
        ? await act(
            TurnSwapDocument,
            { id: wanted.id, withId: wanted.withId, ...common },
            (data) => data.turnSwap,
          )
        : await act(
            TurnAssignDocument,
            { id: wanted.id, personId: wanted.personId, ...common },
            (data) => data.turnAssign,
          );
    if (payload?.timetable === null && warnings.length > 0)
      setAnyway({ edit: wanted, warnings: warnings.map(({ message }) => message) });
  };
  const put = (target: Turn) => {
    const wanted = taken === null ? null : editOf(taken, target);
    take(null);
    if (wanted !== null) void doIt(wanted, false, null);
  };

  return (
    <div className="week-body">
      <PeopleList
        loads={week.loads}
        people={people}
        shownId={shownId}
        mayEdit={mayEdit}
        onShow={setShownId}
        onTake={take}
      />
      <div className="week-middle">
        <TimetableGrid
          grid={grid}
          places={places}
          people={people}
          label={label}
          today={today}
          mayEdit={mayEdit}
          selectedId={selectedId}
          shown={shownId === null ? null : (people.get(shownId) ?? null)}
          showBusy
          taken={taken}
          overId={overId}
          asked={asked}
          onSelect={(turn) => setSelectedId(turn.id === selectedId ? null : turn.id)}
          onTake={take}
          onOver={(turn) => setOverId(turn?.id ?? null)}
          onPut={put}
        />
        {mayEdit && (
          <PriceBar taken={taken} over={over} places={places} people={people} edit={edit} asked={asked} />
        )}
      </div>
      <aside className="week-aside">
        {selected === null ? (
          <WeekFigures week={week} />
        ) : (
          <TurnDetails
            place={selected}
            version={week.version}
            people={people}
            mayEdit={mayEdit}
            isTaken={taken?.kind === 'turn' && taken.turn.id === selected.turn.id}
            onEdit={(wanted) => void doIt(wanted, false, null)}
            onTake={() => take({ kind: 'turn', turn: selected.turn })}
            onClose={() => setSelectedId(null)}
          />
        )}
        <Solver week={week} mayEdit={mayEdit} act={act} />
      </aside>
      {anyway !== null && (
        <AnywayDialog
          warnings={anyway.warnings}
          onDone={() => setAnyway(null)}
          onAnyway={(reason) => void doIt(anyway.edit, true, reason)}
        />
      )}
    </div>
  );
}
