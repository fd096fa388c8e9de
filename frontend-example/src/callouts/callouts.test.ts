import { describe, expect, it } from 'vitest';
import { everybody, filterOf } from './audience';
import { csvOf } from './csv';
import { answerRate, callParts, deeds, done, participationParts, type Statistics } from './progress';
import { perMinute, scaleEnd, withAttempt } from './rate';

const nothing: Statistics = {
  calloutParticipations: 0,
  calloutParticipationsInFlight: 0,
  calloutParticipationsAnswered: 0,
  calloutParticipationsExhausted: 0,
  calloutParticipationsSkipped: 0,
  calloutParticipationsPending: 0,
  calloutParticipationsWaiting: 0,
  calls: 0,
  callsInitialized: 0,
  callsScheduling: 0,
  callsFetchingStatus: 0,
  callsQueued: 0,
  callsInProgress: 0,
  callsCompleted: 0,
  callsBusy: 0,
  callsNotAnswered: 0,
  callsFailed: 0,
  callsCanceled: 0,
  callsErrored: 0,
  callsExpired: 0,
  costEstimated: null,
  costCapReached: null,
};

describe('progress', () => {
  it('has a part for everybody, whatever became of them', () => {
    const statistics = {
      ...nothing,
      calloutParticipations: 21,
      calloutParticipationsAnswered: 1,
      calloutParticipationsInFlight: 2,
      calloutParticipationsWaiting: 3,
      calloutParticipationsPending: 4,
      calloutParticipationsExhausted: 5,
      calloutParticipationsSkipped: 6,
    };

    expect(participationParts(statistics).map(({ count }) => count)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(done(statistics)).toBeCloseTo(12 / 21);
  });

  it('counts every call once, and rates only what is over', () => {
    const statistics = {
      ...nothing,
      calls: 10,
      callsInProgress: 2,
      callsQueued: 1,
      callsCompleted: 3,
      callsBusy: 1,
      callsNotAnswered: 2,
      callsExpired: 1,
    };

    expect(callParts(statistics).reduce((sum, { count }) => sum + count, 0)).toBe(10);
    expect(answerRate(statistics)).toBeCloseTo(3 / 7);
  });

  it('knows no share of nothing', () => {
    expect(done(nothing)).toBeNull();
    expect(answerRate(nothing)).toBeNull();
  });

  it('offers to pause only what runs, and to start only what has not', () => {
    expect(deeds('RUNNING').has('pause')).toBe(true);
    expect(deeds('PAUSED').has('pause')).toBe(false);
    expect(deeds('INITIALIZED').has('start')).toBe(true);
    expect(deeds('RUNNING').has('start')).toBe(false);
  });
});

describe('attempts per minute', () => {
  const noon = Date.parse('2026-11-22T12:00:00Z');

  it('stand in the minute in which they were made', () => {
    const attempts = new Map([
      ['a', noon + 1_000],
      ['b', noon + 59_999],
      ['c', noon + 60_000],
      ['d', noon - 600_000],
    ]);

    const minutes = perMinute(attempts, noon + 70_000, 3);

    expect(minutes.map(({ count }) => count)).toEqual([0, 2, 1]);
    expect(minutes[1]?.startsAt).toBe(noon);
  });

  it('count once, however often they are told, and are forgotten when no chart shows them', () => {
    const first = withAttempt(new Map([['old', noon - 11 * 60_000]]), 'a', noon, 10);

    expect([...first.keys()]).toEqual(['a']);
    expect(withAttempt(first, 'a', noon + 5_000, 10)).toBe(first);
    expect(withAttempt(first, 'b', noon + 5_000, 10).size).toBe(2);
  });

  it('are drawn on a scale that ends at a round number', () => {
    const scale = (count: number) => scaleEnd([{ startsAt: 0, count }]);

    expect([0, 4, 6, 17, 38, 41, 100, 130].map(scale)).toEqual([4, 4, 10, 20, 40, 50, 100, 200]);
  });
});

describe('an audience', () => {
  it('of nothing is everybody', () => {
    expect(filterOf(everybody)).toBeNull();
  });

  it('is known by name and by what is kept beside contacts', () => {
    expect(filterOf({ name: ' Ada ', key: 'address.town', value: 'Leeds' })).toEqual({
      name: { contains: 'Ada' },
      metadata: [{ path: ['address', 'town'], test: { in: ['Leeds'] } }],
    });
    expect(filterOf({ name: '', key: 'shares', value: '2' })?.metadata).toEqual([
      { path: ['shares'], test: { in: ['2', 2] } },
    ]);
    expect(filterOf({ name: '', key: 'group', value: '' })?.metadata).toEqual([
      { path: ['group'], test: { exists: true } },
    ]);
  });
});

describe('a table', () => {
  it('quotes what would break it', () => {
    expect(csvOf([['a,b', 'say "hi"', 'two\nlines', null, 3]])).toBe(
      '\ufeff"a,b","say ""hi""","two\nlines",,3\r\n',
    );
  });
});
