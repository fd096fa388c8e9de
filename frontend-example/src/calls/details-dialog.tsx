/** One call, telephone by telephone. */
import { useQuery } from '../api/use-query';
import { durationText } from '../clock/duration';
import { moment } from '../dates/format';
import { CallDetailsDocument } from '../operations/generated';
import { Dialog } from '../ui/dialog';
import { Problem } from '../ui/problem';
import { common } from '../words/common';
import { useLanguage, useWords } from '../words/language';
import { words as translations } from './words';

export function DetailsDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const words = useWords(translations);
  const { close: closeText, loading, none } = useWords(common);
  const language = useLanguage();
  const { data, problem, reload } = useQuery(CallDetailsDocument, { id });
  const call = data?.call ?? null;
  const spoken = (from: string, to: string | null) =>
    to === null ? none : durationText((Date.parse(to) - Date.parse(from)) / 1_000);

  return (
    <Dialog title={words.details} onClose={onClose} wide>
      {() => (
        <form method="dialog">
          <Problem problem={problem} onRetry={reload} />
          {data === null && problem === null && <p className="empty">{loading}</p>}
          {call !== null && (
            <>
              <dl className="facts">
                <div>
                  <dt>{words.when}</dt>
                  <dd>{moment(call.startedAt, language)}</dd>
                </div>
                <div>
                  <dt>{words.caller}</dt>
                  <dd>{call.withheld ? words.withheld : (call.from ?? words.unknown)}</dd>
                </div>
                <div>
                  <dt>{words.dialled}</dt>
                  <dd>{call.dialled ?? none}</dd>
                </div>
                <div>
                  <dt>{words.via}</dt>
                  <dd>{call.provider?.name ?? none}</dd>
                </div>
                {call.cause !== null && (
                  <div>
                    <dt>{words.cause}</dt>
                    <dd>{words.causes[call.cause] ?? call.cause}</dd>
                  </div>
                )}
              </dl>
              <table className="data">
                <caption className="only-read">{words.legs}</caption>
                <tbody>
                  {call.legs.map((leg) => (
                    <tr key={leg.id}>
                      <td>{words.role[leg.role]}</td>
                      <th scope="row">{leg.person?.name ?? leg.number ?? leg.extension ?? words.unknown}</th>
                      <td>{leg.extension}</td>
                      <td>{moment(leg.startedAt, language)}</td>
                      <td className="number">
                        {leg.answeredAt === null ? none : spoken(leg.answeredAt, leg.endedAt)}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </>
          )}
          <div className="actions">
            <button type="submit" autoFocus>
              {closeText}
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
