/** What the form of an alarm says, and what the API is asked for by it. */
import type { AlarmFieldsFragment, AlarmStepInput } from '../operations/generated';

type Step = AlarmFieldsFragment['steps'][number];
export type Method = Step['method'];
export const methods = ['CALL', 'SMS', 'EMAIL'] as const satisfies readonly Method[];

export interface StepForm {
  method: Method;
  /** Who: a number, an address, somebody who works here; a contact stays who it is. */
  to: 'number' | 'email' | 'person' | 'contact';
  number: string;
  email: string;
  personId: string;
  contactId: string;
  /** Flow, or the version of it that was taken before; of calls. */
  flowId: string;
  templateId: string;
  attempts: number;
  afterMinutes: number;
}

export interface AlarmForm {
  name: string;
  /** The instant of an alarm that is for one, which the form leaves as it is; null: so long before. */
  at: string | null;
  minutesBefore: number;
  hasWindow: boolean;
  from: string;
  to: string;
  /** By whose clock the window is, where that is said. */
  windowZone: string | null;
  retryMinutes: number;
  steps: readonly StepForm[];
}

export function newStep(method: Method = 'CALL'): StepForm {
  return {
    method,
    to: method === 'EMAIL' ? 'email' : 'number',
    number: '',
    email: '',
    personId: '',
    contactId: '',
    flowId: '',
    templateId: '',
    attempts: method === 'CALL' ? 3 : 1,
    afterMinutes: 0,
  };
}

export function formOfAlarm(alarm: AlarmFieldsFragment | null): AlarmForm {
  return {
    name: alarm?.name ?? '',
    at: alarm?.at ?? null,
    minutesBefore: (alarm?.beforeSeconds ?? (alarm === null ? 3_600 : 0)) / 60,
    hasWindow: alarm?.window != null,
    from: alarm?.window?.from ?? '09:00',
    to: alarm?.window?.to ?? '21:00',
    windowZone: alarm?.window?.timeZone ?? null,
    retryMinutes: (alarm?.retrySeconds ?? 300) / 60,
    steps: alarm?.steps.map(stepOf) ?? [newStep()],
  };
}

function stepOf(step: Step): StepForm {
  const to =
    step.contactId !== null
      ? 'contact'
      : step.personId !== null
        ? 'person'
        : step.email !== null
          ? 'email'
          : 'number';
  return {
    method: step.method,
    to,
    number: step.number ?? '',
    email: step.email ?? '',
    personId: step.personId ?? '',
    contactId: step.contactId ?? '',
    flowId: step.flowVersionId ?? '',
    templateId: step.templateId ?? '',
    attempts: step.attempts,
    afterMinutes: step.afterSeconds / 60,
  };
}

/** For a new alarm, and to change one: what it says of when stays where the form does not ask for it. */
export function inputOfAlarm(form: AlarmForm) {
  return {
    name: form.name.trim() === '' ? null : form.name.trim(),
    ...(form.at === null && { beforeSeconds: Math.round(form.minutesBefore * 60) }),
    window: form.hasWindow ? windowOf(form) : null,
    retrySeconds: Math.round(form.retryMinutes * 60),
    steps: form.steps.map(inputOfStep),
  };
}

function windowOf({ from, to, windowZone }: AlarmForm) {
  return { from, to, ...(windowZone !== null && { timeZone: windowZone }) };
}

function inputOfStep(step: StepForm): AlarmStepInput {
  return {
    method: step.method,
    ...(step.to === 'number' && { number: step.number.trim() }),
    ...(step.to === 'email' && { email: step.email.trim() }),
    ...(step.to === 'person' && { personId: step.personId }),
    ...(step.to === 'contact' && { contactId: step.contactId }),
    ...(step.method === 'CALL' ? { flowId: step.flowId } : { templateId: step.templateId }),
    attempts: step.attempts,
    afterSeconds: Math.round(step.afterMinutes * 60),
  };
}

/** Another method reaches people in other ways. */
export function withMethod(step: StepForm, method: Method): StepForm {
  const fits = step.to === 'person' || (method === 'EMAIL' ? step.to === 'email' : step.to !== 'email');
  return { ...step, method, to: fits ? step.to : newStep(method).to };
}
