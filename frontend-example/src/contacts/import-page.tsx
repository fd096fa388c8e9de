/** Contacts from a file: sent, looked at, its columns told apart, each row's fate shown, and only then taken over. */
import { type FormEvent, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { ask } from '../api/client';
import { fetchFile, sendFile } from '../api/files';
import { useAction } from '../api/use-action';
import { useLive } from '../api/use-live';
import { useQuery } from '../api/use-query';
import {
  ContactImportChangedDocument,
  type ContactImportChangedSubscription,
  ContactImportDocument,
  type ContactImportFieldsFragment,
  ContactImportRowsDocument,
  type ContactImportTarget,
  type ContactImportVerdict,
  CreateContactImportDocument,
  RunContactImportDocument,
  UpdateContactImportDocument,
} from '../operations/generated';
import { download } from '../ui/download';
import { Icon } from '../ui/icon';
import { Page } from '../ui/page';
import { Pager, usePages } from '../ui/pages';
import { Problem, Refusal } from '../ui/problem';
import { Tag, type Tone } from '../ui/tag';
import { common } from '../words/common';
import { useWords } from '../words/language';
import { type Column, columnsOf, mappingOf } from './mapping';
import { words as translations } from './words';
import '../style/contacts.css';

export default function ImportPage() {
  const { import: words } = useWords(translations);
  const [id, setId] = useState<string | null>(null);
  return (
    <Page
      title={words.title}
      actions={
        <>
          {id !== null && (
            <button type="button" onClick={() => setId(null)}>
              {words.another}
            </button>
          )}
          <Link href="/contacts" className="button">
            {words.toContacts}
          </Link>
        </>
      }
    >
      {id === null ? <Send onSent={setId} /> : <Import key={id} id={id} />}
    </Page>
  );
}

function Send({ onSent }: { onSent: (id: string) => void }) {
  const { import: words } = useWords(translations);
  const [file, setFile] = useState<File | null>(null);
  const [country, setCountry] = useState('');
  const [header, setHeader] = useState(true);
  const [share, setShare] = useState<number | null>(null);
  const { working, errors, problem, act } = useAction();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (file === null) return;
    const input = { name: file.name, header, country: country.trim() || null };
    void act(async () => {
      const { contactImportCreate: made } = await ask(CreateContactImportDocument, { input });
      const id = made?.contactImport?.id;
      if (id !== undefined) {
        setShare(0);
        await sendFile(`/import/contacts?import=${id}`, file, 'text/csv', setShare);
        onSent(id);
      }
      return made;
    });
  };

  return (
    <form className="panel is-padded send" onSubmit={submit} aria-busy={working}>
      <label className="field">
        {words.file}
        <input
          type="file"
          accept=".csv,text/csv"
          required
          onChange={(event) => setFile(event.target.files?.[0] ?? null)}
        />
        <span className="hint">{words.fileHow}</span>
      </label>
      <label className="field">
        {words.country}
        <input
          value={country}
          maxLength={2}
          size={3}
          placeholder="ES"
          onChange={(event) => setCountry(event.target.value.toUpperCase())}
        />
      </label>
      <label className="check">
        <input type="checkbox" checked={header} onChange={() => setHeader(!header)} /> {words.header}
      </label>
      <Refusal errors={errors} />
      <Problem problem={problem} />
      {working && share !== null && <progress value={share} aria-label={words.sending} />}
      <div className="actions">
        <button type="submit" className="primary" disabled={working || file === null}>
          {working ? words.sending : words.check}
        </button>
      </div>
    </form>
  );
}

function Import({ id }: { id: string }) {
  const { import: words } = useWords(translations);
  const { loading } = useWords(common);
  const view = useMemo(() => viewOf(id), [id]);
  const { value } = useLive(view);
  const [verdict, setVerdict] = useState<ContactImportVerdict | null>(null);
  if (value === null) return <p className="empty">{loading}</p>;
  // The mapping is typed into: its form begins anew only when the server has another.
  const mappingKey = JSON.stringify(value.mapping);
  return (
    <>
      <Progress contactImport={value} verdict={verdict} onVerdict={setVerdict} />
      {value.status === 'CHECKED' && <Mapping key={mappingKey} contactImport={value} />}
      {value.rowCount > 0 && value.status !== 'CHECKING' && (
        <Rows
          key={`${value.status} ${mappingKey} ${verdict}`}
          id={id}
          columns={value.columns}
          verdict={verdict}
        />
      )}
      {value.status === 'FAILED' && <p className="problem-box">{value.problem ?? words.status.FAILED}</p>}
    </>
  );
}

function viewOf(id: string) {
  return {
    snapshot: async (signal: AbortSignal) => (await ask(ContactImportDocument, { id }, signal)).contactImport,
    subscription: ContactImportChangedDocument,
    variables: (after: string) => ({ id, after }),
    change: (data: ContactImportChangedSubscription) => data.contactImportChanged,
    fold: (
      before: ContactImportFieldsFragment | null,
      { contactImport }: ContactImportChangedSubscription['contactImportChanged'],
    ) => contactImport ?? before,
  };
}

const tones: Record<ContactImportVerdict, Tone> = {
  CREATED: 'good',
  UPDATED: 'busy',
  UNCHANGED: 'plain',
  DUPLICATE: 'warning',
  REJECTED: 'bad',
};

interface ProgressProps {
  contactImport: ContactImportFieldsFragment;
  verdict: ContactImportVerdict | null;
  onVerdict: (verdict: ContactImportVerdict | null) => void;
}

function Progress({ contactImport, verdict, onVerdict }: ProgressProps) {
  const { import: words } = useWords(translations);
  const { id, name, status, rowCount, done, counts } = contactImport;
  const { working, errors, problem, act } = useAction();
  const [unsaved, setUnsaved] = useState<unknown>(null);
  const each: [ContactImportVerdict, number][] = [
    ['CREATED', counts.created],
    ['UPDATED', counts.updated],
    ['UNCHANGED', counts.unchanged],
    ['DUPLICATE', counts.duplicate],
    ['REJECTED', counts.rejected],
  ];
  const toWrite = counts.created + counts.updated;

  const saveRejects = () => {
    fetchFile(`/export/contact-import-rejects.csv?import=${id}`).then(
      (file) => download('rejects.csv', file),
      setUnsaved,
    );
  };

  return (
    <section className="panel is-padded" aria-labelledby="import-name" data-status={status}>
      <div className="panel-head">
        <h2 id="import-name">{name}</h2>
        <span role="status">{words.status[status]}</span>
        {status === 'CHECKED' && (
          <button
            type="button"
            className="primary"
            disabled={working || toWrite === 0}
            onClick={() =>
              void act(async () => (await ask(RunContactImportDocument, { id })).contactImportRun)
            }
          >
            {words.run(toWrite)}
          </button>
        )}
      </div>
      <progress value={done} max={Math.max(rowCount, 1)} aria-label={words.rows(done, rowCount)} />
      <div className="verdicts">
        <button
          type="button"
          className="chip"
          aria-pressed={verdict === null}
          onClick={() => onVerdict(null)}
        >
          {words.allRows} {rowCount}
        </button>
        {each
          .filter(([, count]) => count > 0)
          .map(([kind, count]) => (
            <button
              key={kind}
              type="button"
              className="chip"
              data-tone={tones[kind]}
              aria-pressed={verdict === kind}
              onClick={() => onVerdict(kind)}
            >
              {words.verdict[kind]} {count}
            </button>
          ))}
        {counts.rejected > 0 && (
          <button type="button" className="small" onClick={saveRejects}>
            <Icon name="download" /> {words.rejects}
          </button>
        )}
      </div>
      <Refusal errors={errors} />
      <Problem problem={problem ?? unsaved} />
    </section>
  );
}

const targets: readonly Column['target'][] = ['NUMBER', 'NAME', 'TIME_ZONE', 'METADATA', 'NONE'];

function Mapping({ contactImport }: { contactImport: ContactImportFieldsFragment }) {
  const { import: words } = useWords(translations);
  const [columns, setColumns] = useState(() => columnsOf(contactImport));
  const { working, errors, problem, act } = useAction();
  const { id } = contactImport;
  const set = (index: number, part: Partial<Column>) =>
    setColumns(columns.map((column, at) => (at === index ? { ...column, ...part } : column)));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = { mapping: mappingOf(columns) };
    void act(async () => (await ask(UpdateContactImportDocument, { id, input })).contactImportUpdate);
  };

  return (
    <form className="panel is-padded" onSubmit={submit} aria-busy={working}>
      <h2>{words.mapping}</h2>
      <ul className="mapping">
        {columns.map(({ column, target, key }, index) => (
          <li key={column}>
            <strong>{column}</strong>
            <select
              aria-label={`${words.column} ${column}`}
              value={target}
              onChange={(event) => set(index, { target: event.target.value as ContactImportTarget | 'NONE' })}
            >
              {targets.map((each) => (
                <option key={each} value={each}>
                  {words.target[each]}
                </option>
              ))}
            </select>
            {target === 'METADATA' && (
              <input
                aria-label={`${words.key} ${column}`}
                value={key}
                onChange={(event) => set(index, { key: event.target.value })}
              />
            )}
          </li>
        ))}
      </ul>
      <Refusal errors={errors} />
      <Problem problem={problem} />
      <div className="actions">
        <button type="submit" disabled={working}>
          {words.remap}
        </button>
      </div>
    </form>
  );
}

interface RowsProps {
  id: string;
  columns: readonly string[];
  verdict: ContactImportVerdict | null;
}

function Rows({ id, columns, verdict }: RowsProps) {
  const { import: words } = useWords(translations);
  const pages = usePages();
  const { data, problem, reload } = useQuery(ContactImportRowsDocument, { id, verdict, after: pages.after });
  const rows = data?.contactImport?.rows;
  return (
    <>
      <Problem problem={problem} onRetry={reload} />
      <div className="panel scroll">
        <table className="data">
          <thead>
            <tr>
              <th scope="col" className="number">
                {words.line}
              </th>
              <th scope="col">{words.what}</th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows?.nodes.map(({ line, cells, verdict: found, reason }) => (
              <tr key={line}>
                <td className="number">{line}</td>
                <td>
                  {found !== null && <Tag tone={tones[found]}>{words.verdict[found]}</Tag>}{' '}
                  <span className="hint">{reason}</span>
                </td>
                {columns.map((column, index) => (
                  <td key={column}>{cells[index]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Pager pages={pages} info={rows?.pageInfo} />
    </>
  );
}
