import { durationWords, ttlWords } from './durationWords';

const HOUR = 3600;
const DAY = 24 * HOUR;

describe('durationWords', () => {
  it.each([
    [-5, '0 s'],
    [0, '0 s'],
    [59.9, '59 s'],
    [60, '1 min'],
    [41 * 60 + 59, '41 min'],
    [HOUR, '1 h'],
    [23 * HOUR + 41 * 60, '23 h 41 min'],
    [DAY, '1 d'],
    [2 * DAY + 5 * HOUR, '2 d 5 h'],
    [12 * DAY + 5 * HOUR, '12 d'],
    [364 * DAY, '364 d'],
    [365 * DAY, '1 y'],
    [(4 * 365 + 335) * DAY, '4 y 11 mo'],
    [(2 * 365 - 1) * DAY, '1 y 11 mo'],
  ])('of %d seconds reads "%s"', (seconds, words) => {
    expect(durationWords(seconds)).toBe(words);
  });
});

describe('ttlWords', () => {
  it.each([
    [45, '45 s'],
    [90, '90 s'],
    [90 * 60, '90 min'],
    [HOUR, '1 h'],
    [DAY, '24 h'],
    [3 * DAY, '72 h'],
    [30 * DAY, '30 d'],
    [30 * DAY + HOUR, '721 h'],
  ])('of %d seconds is spelled exactly: "%s"', (seconds, words) => {
    expect(ttlWords(seconds)).toBe(words);
  });
});
