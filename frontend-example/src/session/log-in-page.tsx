import { type FormEvent, useState } from 'react';
import { session } from '../api/client';
import { messageOf } from '../api/error';
import { request } from '../api/http';
import { LogInDocument, type UserErrorFieldsFragment } from '../operations/generated';
import { LanguageChoice } from '../shell/choices';
import { common } from '../words/common';
import { useWords } from '../words/language';
import { words as translations } from './words';

export function LogInPage({ wasRefused }: { wasRefused: boolean }) {
  const words = useWords(translations);
  const { product } = useWords(common);
  const [working, setWorking] = useState(false);
  const [errors, setErrors] = useState<readonly Pick<UserErrorFieldsFragment, 'message' | 'path'>[]>([]);
  const messageAt = (field: string) => errors.find(({ path }) => path?.at(-1) === field)?.message;
  const others = errors.filter(({ path }) => !['email', 'password'].includes(path?.at(-1) ?? ''));

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const field = (name: string) => {
      const value = form.get(name);
      return typeof value === 'string' ? value : '';
    };
    setWorking(true);
    try {
      const { logIn } = await request(LogInDocument, { email: field('email'), password: field('password') });
      if (logIn?.session) session.begin(logIn.session);
      else setErrors(logIn?.userErrors ?? [{ message: words.failed, path: null }]);
    } catch (error) {
      setErrors([{ message: messageOf(error), path: null }]);
    } finally {
      setWorking(false);
    }
  };

  return (
    <main className="center">
      <form className="card log-in" onSubmit={(event) => void submit(event)} aria-busy={working}>
        <h1>
          <img src="/favicon.svg" alt="" width="32" height="32" /> {product}
        </h1>
        {wasRefused && errors.length === 0 && <p role="status">{words.ended}</p>}
        <Field
          name="email"
          type="email"
          label={words.email}
          autoComplete="username"
          error={messageAt('email')}
        />
        <Field
          name="password"
          type="password"
          label={words.password}
          autoComplete="current-password"
          error={messageAt('password')}
        />
        <button className="primary" type="submit" disabled={working}>
          {working ? words.working : words.submit}
        </button>
        {others.length > 0 && (
          <p className="error" role="alert">
            {others.map(({ message }) => message).join(' ')}
          </p>
        )}
      </form>
      <LanguageChoice />
    </main>
  );
}

interface FieldProps {
  name: string;
  type: string;
  label: string;
  autoComplete: string;
  error: string | undefined;
}

function Field({ name, label, error, ...input }: FieldProps) {
  const describedBy =
    error === undefined ? {} : { 'aria-describedby': `${name}-error`, 'aria-invalid': true };
  return (
    <label className="field">
      {label}
      <input name={name} required {...input} {...describedBy} />
      {error !== undefined && (
        <span className="error" id={`${name}-error`} role="alert">
          {error}
        </span>
      )}
    </label>
  );
}
