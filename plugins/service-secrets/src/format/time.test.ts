import { after, NOON } from '../testSupport/builders';
import { age, ago, lifeLeft, momentText, timeLeft, timeUntil } from './time';

const HOUR = 3600;

describe('timeLeft', () => {
  it('counts down when the time is to come', () => {
    expect(timeLeft(after(41 * 60), NOON)).toBe('41 min');
  });

  it('says since when it is over when the time has passed', () => {
    expect(timeLeft(after(-25 * HOUR), NOON)).toBe('expired 1 d ago');
  });
});

describe('timeUntil', () => {
  it('says by how much it is overdue when the time has passed', () => {
    expect(timeUntil(after(-1200), NOON)).toBe('overdue by 20 min');
  });
});

describe('momentText', () => {
  it.each([
    ['renews', 6 * HOUR, 'renews in 6 h'],
    ['renews', -180, 'renewal was due 3 min ago'],
    ['expires', -180, 'expired 3 min ago'],
    ['issuance cliff', -180, 'issuance cliff passed 3 min ago'],
    ['rotates', -180, 'rotates, 3 min ago'],
  ])('words `%s` %i seconds from now', (text, seconds, words) => {
    expect(momentText({ text, at: after(seconds) }, NOON)).toBe(words);
  });
});

describe('age', () => {
  it('is rough', () => {
    expect(age(after(-3 * HOUR - 600), NOON)).toBe('3 h');
  });

  it('is nothing, not negative, when the time is to come', () => {
    expect(age(after(30), NOON)).toBe('0 s');
  });
});

describe('ago', () => {
  it.each([
    [-1, 'just now'],
    [5, 'just now'],
    [-12, '12 s ago'],
  ])('of %d seconds reads "%s"', (seconds, words) => {
    expect(ago(after(seconds), NOON)).toBe(words);
  });
});

describe('lifeLeft', () => {
  it.each([
    [-1800, 1800, 0.5],
    [0, 3600, 1],
    [-3600, -1, 0],
    [60, 120, 1],
  ])('from %d to %d seconds is %d', (from, to, left) => {
    expect(lifeLeft({ from: after(from), to: after(to) }, NOON)).toBe(left);
  });

  it('is undefined when the end lies before the start', () => {
    expect(lifeLeft({ from: after(60), to: after(0) }, NOON)).toBeUndefined();
  });
});
