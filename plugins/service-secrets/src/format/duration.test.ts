import { duration, lifetime, roughDuration, ttl, wholeLife } from './duration';

const HOUR = 3600;
const DAY = 24 * HOUR;

describe('duration', () => {
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
  ])('of %d seconds reads "%s"', (seconds, words) => {
    expect(duration(seconds)).toBe(words);
  });
});

describe('roughDuration', () => {
  it.each([
    [3 * HOUR + 59 * 60, '3 h'],
    [2 * DAY + 23 * HOUR, '2 d'],
    [19 * 60, '19 min'],
  ])('of %d seconds names the largest unit only: "%s"', (seconds, words) => {
    expect(roughDuration(seconds)).toBe(words);
  });
});

describe('ttl', () => {
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
    expect(ttl(seconds)).toBe(words);
  });
});

describe('wholeLife', () => {
  it('forgets the seconds by which an issuer backdates a certificate', () => {
    expect(wholeLife(DAY + 30)).toBe('24 h');
  });

  it('keeps minutes when the certificate lives for less than an hour', () => {
    expect(wholeLife(600)).toBe('10 min');
  });
});

describe('lifetime', () => {
  it.each([
    [HOUR, DAY, '1 h, at most 24 h'],
    [HOUR, HOUR, '1 h'],
    [HOUR, 0, '1 h, no known maximum'],
    [0, DAY, 'mount default, at most 24 h'],
  ])('of %d and %d seconds reads "%s"', (usual, most, words) => {
    expect(lifetime(usual, most)).toBe(words);
  });
});
