/**
 * Who calls the viewer's own telephone: the number at once, who that is and what was before as it comes in. Nobody
 * else sees it; what is known is told by the name of the browser's tab, too, for whoever looks elsewhere.
 */
import { useEffect, useState } from 'react';
import { useQuery } from '../api/use-query';
import { durationText } from '../clock/duration';
import { Elapsed } from '../clock/elapsed';
import { moment } from '../dates/format';
import { CallerDocument, type CallerQuery } from '../operations/generated';
import { Icon } from '../ui/icon';
import { factsOf } from '../ui/metadata';
import { Tag } from '../ui/tag';
import { useLanguage, useWords } from '../words/language';
import { type OwnCall, type Part, partOf } from './own-call';
import { useOwnCall } from './use-own-call';
import { words as translations } from './words';
import '../style/popup.css';

export function Popup({ personId }: { personId: string }) {
  const call = useOwnCall(personId);
  const [hiddenId, setHiddenId] = useState<string | null>(null);
  const part = call === null ? null : partOf(call, personId);
  const isShown = call !== null && part !== null && call.id !== hiddenId;
  return (
    <div className="popup-place">
      {isShown && <Card key={call.id} call={call} part={part} onHide={() => setHiddenId(call.id)} />}
    </div>
  );
}

function Card({ call, part, onHide }: { call: OwnCall; part: Part; onHide: () => void }) {
  const words = useWords(translations);
  const number = call.withheld ? words.withheld : (call.from ?? words.unknown);
  useTabTitle(part === 'ringing' ? `${words.rings}: ${number}` : null);
  return (
    <aside className="popup incoming" data-part={part} aria-label={words.title}>
      <header role="status">
        <Icon name={part === 'ringing' ? 'RINGING' : 'ON_CALL'} />
        <strong>{part === 'ringing' ? words.rings : words.talks}</strong>
        {call.queue !== null && <span className="chip">{call.queue.name}</span>}
        <Elapsed className="timer" since={call.startedAt} />
      </header>
      <div className="popup-body">
        <p className="popup-number">{number}</p>
        {call.withheld || call.from === null ? null : (
          <Caller number={call.from} callId={call.id} name={call.fromName} />
        )}
        <button type="button" onClick={onHide}>
          {words.hide}
        </button>
      </div>
    </aside>
  );
}

function Caller({ number, callId, name }: { number: string; callId: string; name: string | null }) {
  const words = useWords(translations);
  const { data } = useQuery(CallerDocument, { number });
  const contact = data?.contactByNumber ?? null;
  const known = contact?.name ?? name;
  return (
    <>
      {known !== null && <p className="popup-name">{known}</p>}
      {data !== null && contact === null && <p className="popup-quiet">{words.noContact}</p>}
      {contact !== null && contact.doNotCallSince !== null && (
        <p>
          <Tag tone="bad">{words.doNotCall}</Tag> {contact.doNotCallReason}
        </p>
      )}
      <Facts metadata={contact?.metadata} />
      {data !== null && <Earlier calls={data.calls.nodes.filter(({ id }) => id !== callId).slice(0, 5)} />}
    </>
  );
}

/** What is plain in the contact's metadata; what lies deeper is for other views. */
function Facts({ metadata }: { metadata: unknown }) {
  const facts = factsOf(metadata).filter(({ isPlain }) => isPlain);
  if (facts.length === 0) return null;
  return (
    <dl className="popup-facts">
      {facts.slice(0, 6).map(({ key, value }) => (
        <div key={key}>
          <dt>{key}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Earlier({ calls }: { calls: CallerQuery['calls']['nodes'] }) {
  const words = useWords(translations);
  const language = useLanguage();
  if (calls.length === 0) return <p className="popup-quiet">{words.noneEarlier}</p>;
  return (
    <section className="popup-earlier">
      <h2>{words.earlier}</h2>
      <ul>
        {calls.map(({ id, status, startedAt, talkSeconds, person, queue }) => (
          <li key={id}>
            <time dateTime={startedAt}>{moment(startedAt, language)}</time>
            <span>{[person?.name, queue?.name].filter(Boolean).join(' · ')}</span>
            <span>
              {words.status[status]}
              {talkSeconds !== null && ` ${durationText(talkSeconds)}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** While there is one, it stands on the browser's tab; then what stood there before. */
function useTabTitle(title: string | null): void {
  useEffect(() => {
    if (title === null) return;
    const before = document.title;
    document.title = title;
    return () => {
      document.title = before;
    };
  }, [title]);
}
