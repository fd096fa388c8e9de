/** One contact's part in a callout: each attempt, and why it is not called now. */
import { useQuery } from '../api/use-query';
import { durationText } from '../clock/duration';
import { moment } from '../dates/format';
import { type ParticipationFieldsFragment, ParticipationStoryDocument } from '../operations/generated';
import { Dialog } from '../ui/dialog';
import { Problem } from '../ui/problem';
import { Tag } from '../ui/tag';
import { common } from '../words/common';
import { useLanguage, useWords } from '../words/language';
import { attemptTones } from './tones';
import { words as translations } from './words';

interface StoryDialogProps {
  calloutId: string;
  participation: ParticipationFieldsFragment;
  onClose: () => void;
}

export function StoryDialog({ calloutId, participation, onClose }: StoryDialogProps) {
  const words = useWords(translations);
  const { close: closeText, loading } = useWords(common);
  const language = useLanguage();
  const { contact, number, id: participationId } = participation;
  const { data, problem, reload } = useQuery(
    ParticipationStoryDocument,
    contact === null ? null : { participationId, contactId: contact.id, calloutId },
  );
  const why = data?.whyNotCalled ?? null;
  const attempts = data?.callAttempts.nodes;

  return (
    <Dialog title={contact?.name ?? number} onClose={onClose} wide>
      {() => (
        <form method="dialog">
          <p className="hint">{number}</p>
          <Problem problem={problem} onRetry={reload} />
          {data === null && problem === null && <p className="empty">{loading}</p>}
          {why !== null && (
            <section className="why" data-standing={why.standing}>
              <p>
                <strong>{words.standing[why.standing]}</strong>
              </p>
              {why.standing === 'HINDERED' && (
                <ul>
                  {why.obstacles.map(({ code, text, until }) => (
                    <li key={code}>
                      {text}{' '}
                      {until !== null && <span className="hint">{words.until(moment(until, language))}</span>}
                    </li>
                  ))}
                </ul>
              )}
            </section>
          )}
          {attempts?.length === 0 && <p className="empty">{words.noAttempts}</p>}
          {attempts !== undefined && attempts.length > 0 && (
            <table className="data">
              <caption className="only-read">{words.story}</caption>
              <tbody>
                {attempts.map((attempt) => (
                  <tr key={attempt.id}>
                    <td className="number">{attempt.number}</td>
                    <td>{moment(attempt.createdAt, language)}</td>
                    <td>
                      <Tag tone={attemptTones[attempt.status]}>{words.attempt[attempt.status]}</Tag>
                    </td>
                    <td>{attempt.talkSeconds !== null && durationText(attempt.talkSeconds)}</td>
                    <td className="quiet-cell">
                      {[attempt.provider && `${words.via} ${attempt.provider.name}`, attempt.problem]
                        .filter(Boolean)
                        .join(' · ')}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
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
