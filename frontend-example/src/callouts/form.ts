/** The form of a new callout, as it is typed, and as the API takes it. Pure. */
import type {
  CalloutCreateInput,
  CalloutScriptInput,
  CalloutScriptKind,
  Weekday,
} from '../operations/generated';

export interface CalloutForm {
  name: string;
  kind: CalloutScriptKind;
  /** The text, recording, number or id of a flow. */
  script: string;
  providerId: string;
  perSecond: string;
  atOnce: string;
  attempts: string;
  delayMinutes: string;
  from: string;
  until: string;
  detectMachine: boolean;
}

const weekdays: Weekday[] = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];

export function scriptField(kind: CalloutScriptKind): 'text' | 'audio' | 'to' | 'flow' {
  return ({ SAY: 'text', PLAY: 'audio', CONNECT: 'to', FLOW: 'flow' } as const)[kind];
}

/** What is left empty is left to the server; so is what cannot be right. */
export function inputOf(form: CalloutForm): CalloutCreateInput {
  const number = (text: string) => (text.trim() === '' ? null : Number(text));
  const attempts = number(form.attempts);
  const delay = number(form.delayMinutes);
  return {
    name: form.name.trim(),
    script: scriptOf(form.kind, form.script.trim()),
    routes: [{ providerId: form.providerId }],
    detectMachine: form.detectMachine,
    pacing: { callsPerSecond: number(form.perSecond), maxConcurrent: number(form.atOnce) },
    retry: {
      ...(attempts === null ? {} : { maxAttempts: attempts }),
      ...(delay === null ? {} : { delaySeconds: Math.round(delay * 60) }),
    },
    policy: { hours: [{ weekdays, from: form.from, to: form.until }] },
  };
}

function scriptOf(kind: CalloutScriptKind, value: string): CalloutScriptInput {
  switch (kind) {
    case 'SAY':
      return { say: { text: value } };
    case 'PLAY':
      return { play: { audio: value } };
    case 'CONNECT':
      return { connect: { to: value } };
    case 'FLOW':
      return { flow: { id: value } };
  }
}
